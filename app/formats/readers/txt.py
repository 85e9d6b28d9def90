"""Plain text in UTF-8: the whole file is the text of one article."""

from collections.abc import Iterator
from typing import BinaryIO

from app.domain.strict_json import decode_utf8
from app.formats.readers.whole import read_whole


def read(file: BinaryIO, max_bytes: int) -> Iterator[tuple[None, object]]:
    """One article, its `text` as it stands in the file; raises `AppError` for what is too large or not UTF-8."""
    yield None, {"text": decode_utf8(read_whole(file, max_bytes))}
