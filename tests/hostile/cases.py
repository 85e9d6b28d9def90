"""What a case is: what is sent, and what must come of it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

KEY = "the-key"
"""Stands where the key of the server is put that may write."""


class Answer(NamedTuple):
    """An answer of HTTP: `body` is as it came, `json` what it says, None when it is no JSON."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any


class Case(NamedTuple):
    """`sent` goes over a socket of its own as it is; `status` must come.

    `says` must be among the members of the problem, or of one of its `errors`; `then` must hold of a harmless answer.
    """

    name: str
    sent: bytes
    status: int
    says: Mapping[str, Any] = {}
    then: Callable[[Answer], Any] | None = None


def get(target: str | bytes, *headers: str | bytes) -> bytes:
    """A request that asks for `target`, as it is."""
    return request("GET", target, *headers)


def post(body: str | bytes, *headers: str, path: str = "/articles", kind: str = "application/json") -> bytes:
    """A request of somebody who may write."""
    raw = body.encode() if isinstance(body, str) else body
    own = (f"Authorization: Bearer {KEY}", f"Content-Type: {kind}", f"Content-Length: {len(raw)}")
    return request("POST", path, *own, *headers) + raw


def request(method: str, target: str | bytes, *headers: str | bytes) -> bytes:
    lines = [b" ".join((method.encode(), _raw(target), b"HTTP/1.1")), b"Host: attache.test", *map(_raw, headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def chunked(pieces: bytes, *headers: str, path: str = "/articles") -> bytes:
    """A request whose body is in chunks, written by hand."""
    own = (f"Authorization: Bearer {KEY}", "Content-Type: application/json", "Transfer-Encoding: chunked")
    return request("POST", path, *own, *headers) + pieces


def total(count: int) -> Callable[[Answer], bool]:
    """That so many articles are found."""
    return lambda answer: bool(answer.json["meta"]["total"] == count)


def _raw(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value
