"""HTTP/1.1 as it is served: what is no request is answered as a problem, and nobody holds a connection for nothing.

uvicorn waits for as long as it takes. Here a head comes within `head_seconds`, a body that is waited for brings
`least_body` bytes every `body_seconds`, or its end, and who takes nothing of an answer for `stall_seconds` is let go.
"""

from asyncio import TimerHandle
from http import HTTPStatus
from typing import Any, NoReturn

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.transport.middleware import PUBLIC
from app.api.transport.problems import PROBLEM_TYPE, PROBLEMS, problem_body

MAX_HEAD, MAX_HEADERS = 65_536, 100
MAX_LEFT = 50_000_000  # bytes of a body that are still read, and thrown away, after it was answered


class HttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1; name it as `--http app.api.transport.protocol:HttpProtocol`."""

    head_seconds = 10.0
    body_seconds, least_body = 10.0, 5_000
    stall_seconds = 60.0
    linger_seconds = 5.0

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._part: str | None = "head"  # what is being received: "head", "body", or None between requests
        self._messages = 0
        self._unread = 0  # bytes since the last that were part of a body
        self._body = self._left = 0
        self._was_paused = False
        self._watched: tuple[str | None, int] = (None, 0)
        self._deadline: TimerHandle | None = None
        self._stalled: TimerHandle | None = None
        self._refusal: tuple[str, str] | None = None
        self._lingers = False

    def connection_made(self, transport: Any) -> None:
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """The process ends: who waits for news is let go; see `app.main`."""
        if news := self.app_state.get("news"):
            news.end()
        super().shutdown()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if self._lingers:
            self._throw_away(data)
            return
        self._unread += len(data)
        super().data_received(data)
        if self._part is None and not self._answering():
            self._part = "head"  # what comes between requests begins the next one
        if self._part and self._unread > MAX_HEAD and not self._closing():
            self._refuse("head-too-large", f"The head of a request has at most {MAX_HEAD} bytes.")
        self._watch()

    def pause_writing(self) -> None:
        """The client does not take its answer: it has a while to do so."""
        super().pause_writing()
        self._stalled = self._stalled or self.loop.call_later(self.stall_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It takes it again."""
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def on_message_begin(self) -> None:
        """See httptools, as those below."""
        self._part, self._body, self._left = "head", 0, MAX_LEFT
        self._messages += 1
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """What comes behind a body (a trailer, RFC 9110, 6.5) is no header, and is left out."""
        if self._part == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Refuse what RFC 9112 wants refused (3.2: one host), and what is too much."""
        size = len(self.url) + sum([len(name) + len(value) for name, value in self.headers])
        if size > MAX_HEAD or len(self.headers) > MAX_HEADERS:
            detail = f"The head of a request has at most {MAX_HEAD} bytes and {MAX_HEADERS} header fields."
            self._stop("head-too-large", detail)
        version, hosts = self.parser.get_http_version(), [name for name, _ in self.headers].count(b"host")
        if version not in ("1.0", "1.1"):
            self._stop("bad-request", "A request is of HTTP/1.1 or HTTP/1.0.")
        if hosts > 1 or (hosts == 0 and version == "1.1"):
            self._stop("bad-request", f"A request has one header field Host, not {hosts}.")
        self._part, self._unread = "body", 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body, or of what is left of one that is answered already."""
        self._unread = 0
        self._body += len(body)
        if self.cycle.response_complete:
            self._left -= len(body)
            if self._left < 0:
                self.transport.abort()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._part = None
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what the parser did not take."""
        self._refuse(*(self._refusal or ("bad-request", msg)))

    def _stop(self, code: str, detail: str) -> NoReturn:
        """Have the parser stop; httptools makes an error of its own of whatever is raised in it."""
        self._refusal = (code, detail)
        raise ValueError(detail)

    def _closing(self) -> bool:
        return self._lingers or self.transport.is_closing()

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, code: str, detail: str) -> None:
        """Answer with a problem and close; what is being answered is let finish, unless it waits for the rest."""
        if self._answering() and not self.cycle.more_body:
            self.cycle.keep_alive = False
            return
        if self._answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            if self.cycle.response_started or self.pipeline:
                self.transport.abort()
                return
        self.transport.write(_answer(code, detail))
        self._linger()

    def _linger(self) -> None:
        """Say that nothing follows, and take what still comes for a while: who is cut off while he sends may never see
        the answer (RFC 9112, 9.6).
        """
        if self._lingers or not self.transport.can_write_eof():
            self.transport.close()
            return
        self._cancel()
        self._lingers, self._left = True, MAX_LEFT
        self.transport.write_eof()
        self.flow.resume_reading()
        self._deadline = self.loop.call_later(self.linger_seconds, self.transport.close)

    def _throw_away(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            self.transport.abort()

    def _watch(self) -> None:
        """Let the clock run for the part of a message that is waited for."""
        if self._lingers or self._watched == (self._part, self._messages):
            return
        self._cancel()
        if self._part and not self.transport.is_closing():
            self._watched = (self._part, self._messages)
            self._wait()

    def _cancel(self) -> None:
        self._watched = (None, 0)
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _wait(self) -> None:
        self._body, self._was_paused = 0, self.flow.read_paused
        seconds = self.body_seconds if self._part == "body" else self.head_seconds
        self._deadline = self.loop.call_later(seconds, self._end_of_wait)

    def _end_of_wait(self) -> None:
        """Body: it may be we who did not read; head: the one before may still be answered."""
        if self._part == "body":
            waits = self._body >= self.least_body or self._was_paused or self.flow.read_paused
        else:
            waits = self._answering()
        if waits:
            self._wait()
        elif self._part == "head" and not self._unread:
            self.transport.close()
        else:
            what = "head of the request" if self._part == "head" else "body"
            self._refuse("request-timeout", f"The {what} comes too slowly.")


def _answer(code: str, detail: str) -> bytes:
    body, status = problem_body(code, detail, None), HTTPStatus(PROBLEMS[code][0])
    own = {"Content-Type": PROBLEM_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**PUBLIC, **own}.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode() + body
