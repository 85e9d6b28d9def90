"""Answers that were given before, given again as long as nothing was written: no search, no reading, no making of JSON.

What is kept is the whole answer to a GET that shows no key: for one path, query, `Accept`, coding and address. It holds
for one state of the store and of the index, and for one day (`last:30d`). All is dropped as soon as one of these is
another.
"""

import re
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.datastructures import State
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.transport.negotiation import accepts_coding
from app.api.transport.questions import asked_by
from app.api.transport.representations import known_tags
from app.caches import Cache
from app.errors import AppError

_KEPT = re.compile(r"(/v1)?/(articles|entities|suggest|query)(?![^/.])")
_OF_A_BODY = frozenset({b"content-length", b"content-type", b"content-encoding"})
_TIMING, _AGAIN = b"server-timing", b"search;dur=0.0, cache;desc=hit"
_OVERHEAD = 2_000  # bytes: what Python takes for an answer beside its body

_Key = tuple[Any, ...]
_State = tuple[int, int, date]


class _Answer(NamedTuple):
    """An answer as it was sent; `route` is what figures name it by."""

    tag: str
    headers: list[tuple[bytes, bytes]]
    body: bytes
    route: Any


def answer_again(app: ASGIApp, room: int) -> ASGIApp:
    """Keep answers in up to `room` bytes, and give them again, or 304, to those who ask the same."""
    answers = _Answers(room)

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        now: State = scope["app"].state
        key, state = _key(scope), answers.state(now)
        known = answers.kept.get(key) if key else None
        if known:
            scope["route"] = known.route
            await _give(known, scope, send)
            return
        recorder = _Recorder(send)
        await app(scope, receive, recorder.send if key else send)
        if answers.state(now) == state and key and (answer := recorder.answer(scope)):
            answers.keep(key, answer)

    return answering if room else app


class _Answers:
    """What is kept, and of which state it is."""

    def __init__(self, room: int) -> None:
        self.kept = Cache(room)
        self._state: _State | None = None

    def state(self, of: State) -> _State | None:
        """The state that is now; what is kept of another is dropped. None when it cannot be told."""
        try:
            now = of.version(), of.services.index.state(), datetime.now(UTC).date()
        except AppError:
            now = None
        if now is None or now != self._state:
            self.kept.forget()
            self._state = now
        return now

    def keep(self, key: _Key, answer: _Answer) -> None:
        """Keep an answer of the state that is now."""
        if self._state:
            size = len(answer.body) + sum(len(name) + len(value) for name, value in answer.headers)
            self.kept.put(key, answer, size + sum(len(str(part)) for part in key) + _OVERHEAD)


class _Recorder:
    """Sends an answer on, and remembers it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []

    async def send(self, message: Message) -> None:
        """Pass on a message; of a stream no more is remembered than that it is one."""
        if len(self._messages) < 3:
            self._messages.append({**message})  # who sends it on adds to it
        await self._send(message)

    def answer(self, scope: Scope) -> _Answer | None:
        """What was sent, if it is whole and may be kept."""
        if len(self._messages) != 2 or self._messages[0]["status"] != HTTPStatus.OK:
            return None
        start, end = self._messages
        headers = dict(start["headers"])
        if end.get("more_body") or b"etag" not in headers or b"set-cookie" in headers:
            return None
        sent = [(name, _AGAIN if name == _TIMING else value) for name, value in start["headers"]]
        return _Answer(headers[b"etag"].decode("latin-1"), sent, end.get("body", b""), scope.get("route"))


async def _give(answer: _Answer, scope: Scope, send: Send) -> None:
    """Send an answer, or say that it is known."""
    asked = [value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"]
    if asked and not known_tags(asked).isdisjoint((answer.tag, "*")):
        headers = [each for each in answer.headers if each[0] not in _OF_A_BODY]
        await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED.value, "headers": headers})
        await send({"type": "http.response.body"})
        return
    await send({"type": "http.response.start", "status": HTTPStatus.OK.value, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


def _key(scope: Scope) -> _Key | None:
    """What an answer depends on beside the state; None when it is not to be kept."""
    asked = asked_by(scope) if _KEPT.match(scope["path"]) else None
    if asked is None:
        return None
    codings = [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-encoding"]
    return (*asked, accepts_coding(",".join(codings), "gzip"))
