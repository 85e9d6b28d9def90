"""NDJSON: one article a line, as `POST /articles` takes it. Empty lines count as lines and hold nothing."""

from collections.abc import Iterator
from typing import BinaryIO

from app.domain.strict_json import parse_json
from app.errors import AppError, PayloadTooLargeError
from app.formats.readers.reading import Read


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """The articles with their 1-based line numbers; a broken line is its error, and the next one follows."""
    for number, line in enumerate(_lines(file, max_bytes), start=1):
        if len(line) > max_bytes:
            detail = f"The line is larger than the {max_bytes} bytes that are taken."
            yield Read(number, PayloadTooLargeError(detail))
        elif line.strip():
            yield Read(number, _parsed(line.rstrip()))


def _lines(file: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    while line := file.readline(max_bytes + 1):
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(max_bytes)):
            pass
        yield line


def _parsed(line: bytes) -> object | AppError:
    try:
        fields: object = parse_json(line)
    except AppError as error:
        return error
    return fields
