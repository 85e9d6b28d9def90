"""What the middleware does with an application that streams."""

import zlib
from typing import Any

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from app.api.transport.representations import represent

START: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]}


def answer(start: Message, pieces: list[bytes], **headers: str) -> tuple[list[Message], list[int]]:
    """What is sent for these pieces, and how many messages had gone out before each of them was made."""
    sent: list[Message] = []
    seen: list[int] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await send({**start, "headers": list(start["headers"])})
        for piece in pieces:
            seen.append(len(sent))
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/articles.csv", "headers": raw}
    anyio.run(represent(application), scope, receive, send)
    return sent, seen


def test_each_piece_of_a_packed_stream_goes_out_as_it_is_made() -> None:
    sent, seen = answer(START, [b"one\n", b"two\n"], accept_encoding="gzip")
    assert seen == [1, 2]
    unpack = zlib.decompressobj(wbits=31)
    assert [unpack.decompress(message["body"]) for message in sent[1:]] == [b"one\n", b"two\n", b""]
    assert unpack.eof


def test_a_stream_whose_tag_is_known_is_not_begun() -> None:
    start = {**START, "headers": [*START["headers"], (b"etag", b'"x"')]}
    for coding, tag in (("identity", '"x"'), ("gzip", '"x-gzip"')):
        sent, seen = answer(start, [b"one"], accept_encoding=coding, if_none_match=tag)
        assert [message.get("status", message.get("body")) for message in sent] == [304, None]
        assert seen == []


def test_events_are_not_packed() -> None:
    start = {**START, "headers": [(b"content-type", b"text/event-stream; charset=utf-8")]}
    sent, _ = answer(start, [b"data: 1\n\n"], accept_encoding="gzip")
    assert sent[1]["body"] == b"data: 1\n\n"


@pytest.mark.parametrize("known", ["", '"y"', "x", '"x-gzip"'])
def test_another_tag_is_not_this_one(known: str) -> None:
    start = {**START, "headers": [*START["headers"], (b"etag", b'"x"')]}
    sent, _ = answer(start, [b"one"], if_none_match=known)
    assert sent[0]["status"] == 200
