"""Readers: a file -> articles as they are sent. A new format is one new file and one line here."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from app.errors import AppError
from app.formats.readers import json, ndjson, txt


class Read(NamedTuple):
    """One article of a file: its 1-based line (None when the file is one article), and its fields or what is wrong."""

    line: int | None
    fields: object | AppError


Reader = Callable[[BinaryIO, int], Iterator[tuple[int | None, object | AppError]]]

READERS: dict[str, Reader] = {".txt": txt.read, ".json": json.read, ".ndjson": ndjson.read}


def read(suffix: str, file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """The articles of a file with a suffix of `READERS`, each of at most `max_bytes`.

    Nothing is raised: what is wrong is in `Read.fields`.
    """
    try:
        yield from (Read(line, fields) for line, fields in READERS[suffix](file, max_bytes))
    except AppError as error:
        yield Read(None, error)
