"""Plain text: the whole file is the text of one article."""

from collections.abc import Iterator
from typing import BinaryIO

from app.formats.readers.encodings import decode
from app.formats.readers.reading import Read
from app.formats.readers.whole import read_whole


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """One article, its `text` as it stands in the file; raises `AppError` for what is too large, or no text."""
    text, note = decode(read_whole(file, max_bytes))
    yield Read(None, {"text": text}, note)
