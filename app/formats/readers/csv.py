"""CSV (RFC 4180): a row an article, columns named as the fields of `POST /articles`, `metadata` a JSON object.

Cells are parted by comma, semicolon or tab, as the header has it. An empty cell is a field that was not sent.
"""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from app.domain.inputs import ArticleInput
from app.domain.strict_json import parse_json
from app.errors import AppError, Flaw, InvalidBodyError, PayloadTooLargeError
from app.formats.readers.encodings import decode
from app.formats.readers.reading import Read
from app.formats.readers.whole import read_whole

_DELIMITERS = ",;\t"
_COLUMNS = frozenset(ArticleInput.model_fields)


class _Lines(Iterator[str]):
    """The lines of a file, each decoded by itself; `number` is the 1-based number of the last one, `note` its note."""

    def __init__(self, file: BinaryIO, max_bytes: int) -> None:
        self.number = 0
        self.note: str | None = None
        self._file = file
        self._max_bytes = max_bytes

    def __next__(self) -> str:
        raw = self._file.readline(self._max_bytes + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > self._max_bytes:
            self._file = BytesIO()
            detail = f"The line is larger than the {self._max_bytes} bytes that are taken; the rest is not read."
            raise PayloadTooLargeError(detail)
        text, note = decode(raw)
        self.note = self.note or note
        return text


def read(file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """The rows with the numbers of the lines where they begin; a broken row is its error, and the next one follows.

    Raises `InvalidBodyError` for a header that cannot be understood.
    """
    csv.field_size_limit(max_bytes)
    lines = _Lines(_as_utf8(file, max_bytes), max_bytes)
    header = next(lines, "")
    rows = csv.reader(chain([header], lines), delimiter=max(_DELIMITERS, key=header.count), strict=True)
    try:
        columns = _columns(next(rows, []))
    except csv.Error as error:
        raise _wrong(f"Not CSV: {error}.", "syntax") from error
    yield from _rows(rows, lines, columns)


def _rows(rows: Iterator[list[str]], lines: _Lines, columns: Sequence[str]) -> Iterator[Read]:
    while True:
        begin, lines.note = lines.number + 1, None
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, AppError) as error:
            yield Read(begin, error if isinstance(error, AppError) else _wrong(f"Not CSV: {error}.", "syntax"))
            continue
        if any(cells):
            yield Read(begin, _fields(columns, cells), lines.note)


def _as_utf8(file: BinaryIO, max_bytes: int) -> BinaryIO:
    """The same file, or, of one in UTF-16, which has no lines of bytes, its text in UTF-8."""
    begin = file.read(2)
    if begin in (BOM_UTF16_LE, BOM_UTF16_BE):
        return BytesIO(decode(begin + read_whole(file, max_bytes))[0].encode())
    return _Behind(begin, file)


class _Behind(BytesIO):
    """The lines of a file of which the first bytes have been read."""

    def __init__(self, begin: bytes, file: BinaryIO) -> None:
        super().__init__(begin)
        self._rest = file

    def readline(self, size: int = -1, /) -> bytes:  # type: ignore[override]
        """The next line, or its first `size` bytes."""
        begin = super().readline(size)
        return begin if begin.endswith(b"\n") else begin + self._rest.readline(size)


def _columns(cells: Sequence[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    counted = Counter(columns)
    wrong = {
        "unknown": [name for name in columns if name not in _COLUMNS],
        "duplicate": [name for name, count in counted.items() if count > 1],
        "required": [] if "text" in columns else ["text"],
    }
    for reason, names in wrong.items():
        if names:
            known = ", ".join(sorted(_COLUMNS))
            said = {"unknown": "is not known", "duplicate": "is there twice", "required": "is missing"}[reason]
            raise _wrong(f"The column {names[0][:200]!r} {said}; columns are: {known}.", reason)
    return columns


def _fields(columns: Sequence[str], cells: Sequence[str]) -> object | AppError:
    if len(cells) != len(columns):
        return _wrong(f"The row has {len(cells)} cells, the header {len(columns)}.", "syntax")
    fields: dict[str, object] = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
    if "metadata" not in fields:
        return fields
    try:
        return fields | {"metadata": parse_json(str(fields["metadata"]).encode())}
    except AppError as error:
        return InvalidBodyError(f"/metadata: {error.detail}", *error.flaws)


def _wrong(detail: str, reason: str) -> InvalidBodyError:
    return InvalidBodyError(detail, Flaw(reason, pointer=""))
