"""NDJSON: one JSON object a line, as the API serves it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from orjson import Fragment

MEDIA_TYPE = "application/x-ndjson"


def write(articles: Iterable[Mapping[str, Any] | Fragment], *, end: int | None = None) -> Iterator[bytes]:
    """A line an article; `articles` are JSON objects as the API serves them, written or not.

    With `end`, the `seq` that they are of, a last line says how many they were: without it something was cut off.
    """
    rows = 0
    for article in articles:
        rows += 1
        yield _line(article)
    if end is not None:
        yield _line({"_end": {"rows": rows, "seq": end}})


def _line(value: Mapping[str, Any] | Fragment) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
