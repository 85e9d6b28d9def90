"""The server's own error as a problem: what is not HTTP never becomes a request, so it is answered down here."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.problems import PROBLEM_TYPE, problem_body


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1; name it as `--http app.api.protocol:HttpProtocol`."""

    def send_400_response(self, msg: str) -> None:
        """Answer a malformed request and close the connection."""
        body = problem_body("bad-request", msg, None)
        head = (
            f"HTTP/1.1 400 Bad Request\r\ncontent-type: {PROBLEM_TYPE}\r\ncontent-length: {len(body)}\r\n"
            "access-control-allow-origin: *\r\napi-version: 1\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
