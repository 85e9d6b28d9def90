"""CSV (RFC 4180) in UTF-8: one row an article, the columns in an order that stays; new ones come at the end."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import Any

MEDIA_TYPE = "text/csv"
COLUMNS = (
    "id",
    "title",
    "date_value",
    "date_precision",
    "date_earliest",
    "date_latest",
    "date_source",
    "language",
    "source",
    "url",
    "actors",
    "duplicate_of",
    "revision",
)


def write(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The header line, then a line an article; `articles` are JSON objects as the API serves them."""
    yield _line(COLUMNS)
    for article in articles:
        yield _line(_row(article))


def _row(article: Mapping[str, Any]) -> list[Any]:
    dated = {f"date_{name}": value for name, value in article["date"].items()}
    actors = "|".join(actor["id"] for actor in article["actors"])
    fields = {**article, **dated, "actors": actors}
    return [fields[column] for column in COLUMNS]


def _line(cells: Iterable[Any]) -> bytes:
    line = StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
