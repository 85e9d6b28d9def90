"""What surrounds every request: CORS and the version header, errors nobody expected, HEAD, the size of a body."""

import logging
from asyncio import CancelledError
from collections.abc import Collection, Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.transport.problems import problem_response
from app.errors import PayloadTooLargeError
from app.logs import request_id

READING_POSTS = frozenset({"/articles/search", "/extract"})
STREAMED = frozenset({"/articles/batch", "/v1/articles/batch"})
_READS = ("GET", "HEAD", "OPTIONS")
_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_ALLOWED = "Accept, Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Request-ID"
_EXPOSED = (
    "Link, ETag, Location, X-Total-Count, Attache-Seq, Attache-Versions, Server-Timing, RateLimit, RateLimit-Policy, "
    "Retry-After, API-Version, X-Request-ID"
)
PUBLIC = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    "API-Version": "1",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""The headers of every answer."""

_DATA_POLICY = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}  # pages have their own
_ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_NOT_FOR_ROBOTS = {"X-Robots-Tag": "noindex, nofollow"}

_log = logging.getLogger(__name__)


class _HeadAnsweredError(Exception):
    """Ends an application that goes on streaming a body nobody asked for."""


def public_headers(
    app: ASGIApp, cors_origins: Collection[str], refuse_robots: bool = False, https: bool = False
) -> ASGIApp:
    """Every answer may be read from any origin and says its version; preflights are answered here (Fetch, 3.2).

    Crawlers are told that nothing is to be listed, unless they are let in.
    Browsers are told to guess, embed and send on as little as can be, and, if they are to, to stay with `https`.
    Writing needs a preflight, because it needs an `Authorization` header: only `cors_origins` are let through.
    """

    public = _raw({**PUBLIC, **(_NOT_FOR_ROBOTS if refuse_robots else {}), **(_ONLY_HTTPS if https else {})})
    data = [*public, *_raw(_DATA_POLICY)]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_public(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"]
                paged = b"content-security-policy" in [name for name, _ in own]
                message["headers"] = [*own, *(public if paged else data)]
            await send(message)

        if scope["type"] != "http":
            await app(scope, receive, send)
        elif _is_preflight(scope):
            await _preflight(scope, cors_origins)(scope, receive, send_public)
        else:
            await app(scope, receive, send_public)

    return answer


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _is_preflight(scope: Scope) -> bool:
    named = {name for name, _ in scope["headers"]} if scope["method"] == "OPTIONS" else set()
    return {b"origin", b"access-control-request-method"} <= named


def _preflight(scope: Scope, cors_origins: Collection[str]) -> Response:
    may_write = "*" in cors_origins or Headers(scope=scope)["origin"] in cors_origins
    writes = _WRITES if may_write else ("POST",) if scope["path"].removeprefix("/v1") in READING_POSTS else ()
    headers = {
        "Access-Control-Allow-Methods": ", ".join((*_READS, *writes)),
        "Access-Control-Allow-Headers": _ALLOWED,
        "Access-Control-Max-Age": "7200",
        "Vary": "Origin",
    }
    return Response(status_code=204, headers=headers)


def catch_errors(app: ASGIApp) -> ASGIApp:
    """What nobody expected is logged and answered as a 500 that tells nothing of the inside.

    A client that goes away in the middle of its request is no fault of the server.
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await app(scope, receive, watched)
        except CancelledError:  # the last seconds of an ending process are over
            if not started and scope["type"] == "http":
                await problem_response(scope, "busy", "The service is ending; ask again.")(scope, receive, send)
            raise
        except ClientDisconnect:
            _log.info("%s %r: the client went away", scope["method"], scope["path"])
        except Exception:
            if started or scope["type"] != "http":
                raise
            _log.exception("%s %r failed", scope["method"], scope["path"])
            response = problem_response(scope, "internal", "Something went wrong here; the log says what.", **_named())
            await response(scope, receive, send)

    return guarded


def _named() -> dict[str, Any]:
    name = request_id.get()
    return {"request_id": name} if name else {}


def answer_head(app: ASGIApp) -> ASGIApp:
    """HEAD is answered as GET is, without the body; what would be streamed is not made."""

    async def headed(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif message.get("more_body"):
                raise _HeadAnsweredError
            else:
                await send({"type": "http.response.body"})

        if scope["type"] != "http" or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return
        read = {**scope, "method": "GET"}
        try:
            await app(read, receive, send_head)
        except _HeadAnsweredError:
            await send({"type": "http.response.body"})
        finally:
            scope["route"] = read.get("route")

    return headed


def refuse_packed(app: ASGIApp) -> ASGIApp:
    """A body in a content coding (RFC 9110, 8.4) is a 415: so nothing is ever larger than it comes."""

    async def unpacked(scope: Scope, receive: Receive, send: Send) -> None:
        coding = Headers(scope=scope).get("content-encoding", "").strip() if scope["type"] == "http" else ""
        if coding.lower() in ("", "identity") or scope["method"] not in _WRITES:
            await app(scope, receive, send)
            return
        detail = f"A body is taken as it is, not packed as {coding[:40]!r}."
        headers = {"Accept-Encoding": "identity"}
        await problem_response(scope, "unsupported-media-type", detail, headers=headers)(scope, receive, send)

    return unpacked


def limit_body(app: ASGIApp, max_body: int) -> ASGIApp:
    """A body is read no further than `max_body` bytes, whatever its length is said to be: then it is a 413.

    What is `STREAMED` keeps no more than that by itself.
    """

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > max_body:
                raise PayloadTooLargeError(f"At most {max_body} bytes are taken.", maximum=max_body)
            return message

        await app(scope, receive if scope.get("path") in STREAMED else receive_limited, send)

    return limited
