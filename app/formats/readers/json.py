"""JSON: the file is one article as `POST /articles` takes it."""

from collections.abc import Iterator
from typing import BinaryIO

from app.domain.strict_json import parse_json
from app.formats.readers.whole import read_whole


def read(file: BinaryIO, max_bytes: int) -> Iterator[tuple[None, object]]:
    """One article; raises `AppError` for what is too large or not strict JSON."""
    yield None, parse_json(read_whole(file, max_bytes))
