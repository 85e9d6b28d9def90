"""Cursors: the place in an ordered answer behind which its next page begins, as an opaque string.

base64url without padding (RFC 4648, section 5) of four checksum bytes and the JSON array
`[version, query fingerprint, sort key]`.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from typing import NoReturn

from app.domain.ports import SortKey
from app.domain.queries import ArticleQuery
from app.errors import CursorInvalidError, Flaw

VERSION = 1
MAX_CURSOR = 2_000
_CHECKSUM = 4


def fingerprint(query: ArticleQuery) -> str:
    """16 hex digits that two queries share when they are the same, in whatever process."""
    return sha256(json.dumps(query.model_dump(), sort_keys=True, default=_plain).encode()).hexdigest()[:16]


def encode_cursor(key: SortKey, query: str) -> str:
    """The cursor behind `key` in the answer to the query with the fingerprint `query`."""
    content = json.dumps([VERSION, query, key], separators=(",", ":"), allow_nan=False).encode()
    return urlsafe_b64encode(_checksum(content) + content).rstrip(b"=").decode()


def decode_cursor(cursor: str, query: str) -> SortKey:
    """The sort key that `encode_cursor` was given.

    Raises `CursorInvalidError` when the cursor is damaged, of another version, or of another query (its fingerprint
    is not `query`).
    """
    version, of_query, key = _content(cursor)
    if version != VERSION:
        _refuse("version", "The cursor is of another version; start again without it.")
    if of_query != query:
        _refuse("foreign", "The cursor belongs to another query; start again without it.")
    return tuple(key)


def _content(cursor: str) -> tuple[int, str, list[str | int | float | None]]:
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (UnicodeEncodeError, Base64Error):
        _refuse("damaged", "The cursor is damaged.")
    content = raw[_CHECKSUM:]
    if raw[:_CHECKSUM] != _checksum(content) or urlsafe_b64encode(raw).rstrip(b"=").decode() != cursor:
        _refuse("damaged", "The cursor is damaged.")
    return _checked(content)


def _checked(content: bytes) -> tuple[int, str, list[str | int | float | None]]:
    try:
        version, query, key = json.loads(content)
    except (ValueError, TypeError, RecursionError):
        _refuse("damaged", "The cursor is damaged.")
    if not isinstance(key, list) or not all(part is None or isinstance(part, str | int | float) for part in key):
        _refuse("damaged", "The cursor is damaged.")
    return version, query, key


def _checksum(content: bytes) -> bytes:
    return sha256(content).digest()[:_CHECKSUM]


def _refuse(reason: str, detail: str) -> NoReturn:
    raise CursorInvalidError(detail, Flaw(reason, parameter="cursor"))


def _plain(value: object) -> object:
    return sorted(value, key=repr) if isinstance(value, frozenset) else str(value)
