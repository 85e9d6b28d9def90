"""CSV (RFC 4180) in UTF-8: a header line, then a line a row."""

import csv as rfc4180
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain
from typing import Any, NamedTuple

from app.formats.tables import TABLES, Table

MEDIA_TYPE = "text/csv"
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Dialect(NamedTuple):
    """What begins the file, what stands between cells, and whether a spreadsheet is kept from running them."""

    begin: str = ""
    delimiter: str = ","
    for_spreadsheets: bool = False


DIALECTS: Mapping[str, Dialect] = {
    "plain": Dialect(),
    "excel": Dialect(_BYTE_ORDER_MARK, ",", True),
    "excel-de": Dialect(_BYTE_ORDER_MARK, ";", True),
}


def write(
    articles: Iterable[Mapping[str, Any]], *, rows: str = "articles", columns: Sequence[str] = (), csv: str = "plain"
) -> Iterator[bytes]:
    """The table `rows` of articles, which are JSON objects as the API serves them; without `columns` all of it."""
    return write_table(TABLES[rows], articles, columns, csv)


def write_table(
    table: Table, objects: Iterable[Mapping[str, Any]], columns: Sequence[str] = (), csv: str = "plain"
) -> Iterator[bytes]:
    """A line for each row that `objects` make in `table`, in the dialect `csv`.

    For spreadsheets, text that one would run as a formula gets a `'` in front of it.
    """
    dialect, columns = DIALECTS[csv], columns or table.columns
    yield dialect.begin.encode() + _line(columns, dialect)
    for row in chain.from_iterable(map(table.rows, objects)):
        yield _line((row[column] for column in columns), dialect)


def _line(cells: Iterable[Any], dialect: Dialect) -> bytes:
    line = StringIO(newline="")
    shown = map(_neutral, cells) if dialect.for_spreadsheets else cells
    rfc4180.writer(line, delimiter=dialect.delimiter, lineterminator="\r\n").writerow(shown)
    return line.getvalue().encode()


def _neutral(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
