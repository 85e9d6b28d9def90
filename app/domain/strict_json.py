"""JSON as RFC 8259 means it, and I-JSON (RFC 7493) where RFC 8259 leaves it open: a key twice is an error."""

import json
from typing import Any, NoReturn

from app.errors import Flaw, InvalidBodyError

_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice in one object")
        if not _SURROGATES.isdisjoint(key):
            raise ValueError(f"the key {key!r} holds a lone surrogate, which is no character")
        found[key] = value
    return found


def decode_utf8(raw: bytes) -> str:
    """The text of UTF-8 bytes, without a byte order mark; raises `InvalidBodyError` with the offending byte's place."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start} is not UTF-8."
        raise InvalidBodyError(detail, Flaw("encoding", pointer="", more={"byte": error.start})) from error


def parse_json(raw: bytes) -> Any:
    """The value that JSON bytes hold.

    Raises `InvalidBodyError` for what is not UTF-8, not JSON, `NaN` or `Infinity`, a key that stands twice or is no
    Unicode, a number or a nesting that is out of all reason. `position` is the 0-based code point where the fault was
    seen.
    """
    text = decode_utf8(raw)
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        detail = f"Not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        raise InvalidBodyError(detail, Flaw("syntax", pointer="", more={"position": error.pos})) from error
    except RecursionError as error:
        raise InvalidBodyError("The JSON is nested too deeply.", Flaw("too-deep", pointer="")) from error
    except ValueError as error:
        raise InvalidBodyError(f"Not strict JSON: {error}.", Flaw("syntax", pointer="")) from error
