"""The server's own error as a problem: what is not HTTP never becomes a request, so it is answered down here."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.middleware import PUBLIC
from app.api.problems import PROBLEM_TYPE, problem_body


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1; name it as `--http app.api.protocol:HttpProtocol`."""

    def send_400_response(self, msg: str) -> None:
        """Answer a malformed request and close the connection."""
        body = problem_body("bad-request", msg, None)
        own = {"Content-Type": PROBLEM_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**PUBLIC, **own}.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode() + body)
        self.transport.close()
