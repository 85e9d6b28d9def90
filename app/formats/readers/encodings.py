"""Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252, which is Latin-1 with signs in place of controls."""

import codecs
import re

from app.domain.strict_json import decode_utf8
from app.errors import Flaw, InvalidBodyError

_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_WINDOWS = "Windows-1252"
# What pages mean when they say so (WHATWG Encoding, 4.2).
_LABELS = dict.fromkeys(
    ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "cp1252", "windows-1252"), _WINDOWS
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(raw: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """The text of bytes, and a note when they are not UTF-8.

    `declared` is the encoding that a document says it has. Raises `InvalidBodyError` for what is binary, and for what
    is in no encoding that is read.
    """
    encoding = _MARKS.get(raw[:2]) or _known(declared) or _guess(raw)
    text = decode_utf8(raw) if encoding == "utf-8" else _decode(raw, encoding)
    if found := _CONTROL.search(text):
        raise _wrong(f"It is binary, no text: character {found.start()} is the control character {ord(found[0])}.")
    return text, None if encoding == "utf-8" else f"It is not UTF-8; it was read as {encoding}."


def _known(declared: str | None) -> str | None:
    try:
        label = (declared or "").strip().lower()
        name = _LABELS.get(label) or codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return None if name == "ascii" else name


def _guess(raw: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (only what is not UTF-8 needs it)

    try:
        raw.decode()
    except UnicodeDecodeError as error:
        damaged = 2 * sum(len(found) for found in _MULTIBYTE.findall(raw)) > len(_BEYOND_ASCII.findall(raw))
        if damaged or b"\0" in raw or from_bytes(raw, cp_isolation=["cp1252"]).best() is None:
            detail = f"Byte {error.start} is not UTF-8, and the whole is not {_WINDOWS}."
            raise InvalidBodyError(detail, Flaw("encoding", pointer="", more={"byte": error.start})) from error
        return _WINDOWS
    return "utf-8"


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong(f"It should be {encoding}, but byte {error.start} is not.") from error
    except LookupError as error:  # a codec that Python knows, but not of text
        raise _wrong(f"{encoding} is no encoding of text.") from error


def _wrong(detail: str) -> InvalidBodyError:
    return InvalidBodyError(detail, Flaw("encoding", pointer=""))
