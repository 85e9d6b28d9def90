"""NDJSON: one JSON object a line, as the API serves it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

MEDIA_TYPE = "application/x-ndjson"


def write(articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A line an article; `articles` are JSON objects as the API serves them."""
    for article in articles:
        yield orjson.dumps(article, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
