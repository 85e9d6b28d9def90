"""JSON: the file is one article as `POST /articles` takes it."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import BinaryIO

from app.domain.strict_json import parse_json
from app.formats.readers.encodings import decode
from app.formats.readers.reading import Read
from app.formats.readers.whole import read_whole


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """One article, in UTF-8, or in UTF-16 with its mark; raises `AppError` for what is too large or not strict JSON."""
    raw = read_whole(file, max_bytes)
    if not raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        yield Read(None, parse_json(raw))
        return
    text, note = decode(raw)
    yield Read(None, parse_json(text.encode()), note)
