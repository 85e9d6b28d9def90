"""Cursors: the place in an ordered answer behind which its next page begins, as an opaque string.

base64url without padding (RFC 4648, section 5) of four checksum bytes and the JSON array
`[version, query fingerprint, seq, sort key]`.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, NoReturn

from app.domain.ports import SortKey
from app.domain.queries import ArticleQuery
from app.errors import CursorInvalidError, Flaw

VERSION = 1
_CHECKSUM = 4

_as_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class Cursor(NamedTuple):
    """Behind which sort key a page begins, and the `seq` of the index that gave it."""

    key: SortKey
    seq: int


@lru_cache(1_000)
def fingerprint(query: ArticleQuery) -> str:
    """16 hex digits that two queries share when they are the same, in whatever process."""
    trees = {"actor": repr(query.actor), "text": repr(query.text)}  # a dump does not tell one kind of node from another
    content = {**query.model_dump(exclude=set(trees)), **trees}
    return sha256(json.dumps(content, sort_keys=True, default=_plain).encode()).hexdigest()[:16]


@lru_cache(1_000)
def encode_cursor(cursor: Cursor, query: str) -> str:
    """The cursor in the answer to the query with the fingerprint `query`, as a string."""
    content = _as_json([VERSION, query, cursor.seq, cursor.key]).encode()
    return urlsafe_b64encode(_checksum(content) + content).rstrip(b"=").decode()


def decode_cursor(text: str, query: str) -> Cursor:
    """The cursor that `encode_cursor` was given.

    Raises `CursorInvalidError` when it is damaged, of another version, or of another query (whose fingerprint is not
    `query`).
    """
    version, *rest = _content(text)
    if version != VERSION:
        _refuse("version", "The cursor is of another version; start again without it.")
    if len(rest) != 3 or rest[0] != query:
        _refuse("foreign", "The cursor belongs to another query; start again without it.")
    _, seq, key = rest
    if not isinstance(seq, int) or not isinstance(key, list) or not all(map(_is_part, key)):
        _refuse("damaged", "The cursor is damaged.")
    return Cursor(tuple(key), seq)


def _content(text: str) -> list[Any]:
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        checksum, content = raw[:_CHECKSUM], json.loads(raw[_CHECKSUM:])
    except (ValueError, RecursionError):
        _refuse("damaged", "The cursor is damaged.")
    whole = checksum == _checksum(raw[_CHECKSUM:]) and urlsafe_b64encode(raw).rstrip(b"=").decode() == text
    if not whole or not isinstance(content, list) or not content:
        _refuse("damaged", "The cursor is damaged.")
    return content


def _is_part(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _checksum(content: bytes) -> bytes:
    return sha256(content).digest()[:_CHECKSUM]


def _refuse(reason: str, detail: str) -> NoReturn:
    raise CursorInvalidError(detail, Flaw(reason, parameter="cursor"))


def _plain(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, frozenset) else str(value)
