"""Formats: articles as bytes, streamed. A format is a module with a media type and a `write`, and a line here."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from app.formats import csv, ndjson


class Format(Protocol):
    """What a module of this folder holds; it takes articles as the JSON objects that the API serves."""

    MEDIA_TYPE: str

    def write(self, articles: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
        """The articles as bytes, piece by piece, in constant memory."""
        ...


FORMATS: Mapping[str, Format] = {"csv": csv, "ndjson": ndjson}
