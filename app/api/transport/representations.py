"""How an answer travels: its tag, 304 to who has it already, gzip, and what caches may do with it (RFC 9110, 9111).

A tag is made of the answer: no clock stands in a body. What is streamed is not held back: its route says the tag.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xxhash import xxh64, xxh64_hexdigest

from app.api.transport.negotiation import accepts_coding

_WORTH_IT = 1_000  # bytes: below, gzip saves no packet
_LARGE = 100_000  # bytes: above, compressing would keep other requests waiting
_LEVEL, _GZIP = 3, 31  # level 5 makes a page 5 % smaller and takes half as long again
_COMPRESSIBLE = re.compile(r"text/(?!event-stream)|image/svg|application/([\w.-]+\+)?(json|xml|x-ndjson|javascript)")
_NOT_ENCODED = (HTTPStatus.NO_CONTENT, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED)
_TAG = re.compile(r'(?:W/)?("[^"]*"|\*)')
_ASSETS = "/static/"
NO_STORE = "no-store"
_SAID = frozenset({b"if-none-match", b"accept-encoding", b"authorization"})
_OURS = frozenset({b"cache-control", b"content-encoding", b"content-length", b"content-type", b"etag", b"vary"})


class _HeldAlreadyError(Exception):
    """Ends an application whose answer the client has already."""


def tag_of(*parts: Any) -> str:
    """A strong entity tag, the same for the same `parts`, in every process."""
    return f'"{xxh64_hexdigest(repr(parts).encode())}"'


def tag_of_body(media: str, body: bytes) -> str:
    """A strong entity tag of a body, or of bytes that are others whenever the body is another."""
    hashed = xxh64(media.encode())
    hashed.update(body)
    return f'"{hashed.hexdigest()}"'


def known_tags(if_none_match: Iterable[str]) -> set[str]:
    """The tags that a client names, of which a weak one is as good (RFC 9110, 13.1.2); `*` for any."""
    return set(_TAG.findall(",".join(if_none_match)))


def represent(app: ASGIApp) -> ASGIApp:
    """Answers carry a strong `ETag` and say how they are cached, are 304 where that tag is known, and gzip if wanted.

    The application itself sees no `If-None-Match`. Streams go on as they are made.
    """

    async def represented(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        representation = _Representation(scope, send)
        try:
            await app(_without_condition(scope), receive, representation.send)
        except _HeldAlreadyError:
            return

    return represented


def _without_condition(scope: Scope) -> Scope:
    """With `If-None-Match` the other condition does not count (RFC 9110, 13.1.3)."""
    if b"if-none-match" in [name for name, _ in scope["headers"]]:
        judged = (b"if-none-match", b"if-modified-since")
        scope["headers"] = [each for each in scope["headers"] if each[0] not in judged]
    return scope


class _Representation:
    """The one answer to a request; its head is kept until it is known whether its body comes whole.

    Headers are bytes here, as ASGI has them: every answer passes through.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        said: dict[bytes, list[str]] = {}
        for name, value in scope["headers"]:
            if name in _SAID:
                said.setdefault(name, []).append(value.decode("latin-1"))
        self._send = send
        self._reading = scope["method"] == "GET"
        self._asset = scope["path"].startswith(_ASSETS)
        self._private = b"authorization" in said
        self._known = known_tags(said[b"if-none-match"]) if b"if-none-match" in said else set()
        self._gzip = b"accept-encoding" in said and accepts_coding(",".join(said[b"accept-encoding"]), "gzip")
        self._encoder: Any = None
        self._start: Message | None = None
        self._ours: dict[bytes, bytes] = {}

    async def send(self, message: Message) -> None:
        """Pass on a message of the application as the client is to have it; raises `_HeldAlreadyError`."""
        if message["type"] == "http.response.start":
            self._start = message
            self._ours = {name: value for name, value in message["headers"] if name in _OURS}
            if b"content-length" not in self._ours:
                await self._open(message, b"", last=False)
        elif message["type"] == "http.response.body":
            body, last = message.get("body", b""), not message.get("more_body")
            opened = self._open(self._start, body, last) if self._start else self._encoded(body, last)
            await self._send({**message, "body": await opened})
        else:
            await self._send(message)

    async def _open(self, start: Message, body: bytes, last: bool) -> bytes:
        """Settle and send the head; returns the first piece of the body as it is to be sent."""
        self._start = None
        self._describe(start["status"])
        if self._reading and start["status"] == HTTPStatus.OK and self._is_known(body if last else None):
            await self._send_not_modified(start)
            raise _HeldAlreadyError
        body = await self._encoded(body, last)
        if last:
            self._ours[b"content-length"] = b"%d" % len(body)
        await self._send({**start, "headers": self._headers(start)})
        return body

    def _headers(self, start: Message) -> list[tuple[bytes, bytes]]:
        return [*(each for each in start["headers"] if each[0] not in _OURS), *self._ours.items()]

    def _describe(self, status: int) -> None:
        """Say how the answer is cached, and whether it is compressed."""
        ours = self._ours
        if self._reading:
            ours.setdefault(b"cache-control", _cache_control(status, self._asset, self._private))
            ours[b"vary"] = b"Accept-Encoding" if self._asset else b"Accept, Accept-Encoding, Authorization"
        if self._gzip and _is_worth_it(status, ours):
            self._encoder = zlib.compressobj(_LEVEL, wbits=_GZIP)
            ours[b"content-encoding"] = b"gzip"
            ours.pop(b"content-length", None)

    def _is_known(self, whole: bytes | None) -> bool:
        """Tag the answer; whether the client has named that tag."""
        ours = self._ours
        if b"etag" not in ours and whole is not None and ours[b"cache-control"] != NO_STORE.encode():
            ours[b"etag"] = tag_of_body(ours.get(b"content-type", b"").decode("latin-1"), whole).encode()
        if b"etag" not in ours:
            return False
        if self._encoder:
            ours[b"etag"] = ours[b"etag"][:-1] + b'-gzip"'
        return bool(self._known) and not self._known.isdisjoint((ours[b"etag"].decode("latin-1"), "*"))

    async def _send_not_modified(self, start: Message) -> None:
        for name in (b"content-length", b"content-type", b"content-encoding"):
            self._ours.pop(name, None)
        await self._send({**start, "status": HTTPStatus.NOT_MODIFIED, "headers": self._headers(start)})
        await self._send({"type": "http.response.body"})

    async def _encoded(self, body: bytes, last: bool) -> bytes:
        """A piece of the body; what is compressed goes out at once too."""
        if self._encoder is None or not (body or last):
            return body
        if len(body) > _LARGE:
            return await to_thread.run_sync(_compress, self._encoder, body, last)
        return _compress(self._encoder, body, last)


def _compress(encoder: Any, body: bytes, last: bool) -> bytes:
    compressed: bytes = encoder.compress(body) + encoder.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
    return compressed


def _is_worth_it(status: int, headers: Mapping[bytes, bytes]) -> bool:
    whole = status >= HTTPStatus.OK and status not in _NOT_ENCODED and b"content-encoding" not in headers
    long = int(headers.get(b"content-length", _WORTH_IT)) >= _WORTH_IT
    return whole and long and _COMPRESSIBLE.match(headers.get(b"content-type", b"").decode("latin-1")) is not None


def _cache_control(status: int, asset: bool, private: bool) -> bytes:
    if status >= HTTPStatus.BAD_REQUEST:
        return NO_STORE.encode()
    if asset:
        return b"public, max-age=3600, stale-while-revalidate=86400"
    return b"private, no-cache" if private else b"no-cache"
