"""Formats: articles as bytes, streamed. A format is a module with a media type and a `write`, and a line here."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from app.formats import csv, ndjson


class Format(Protocol):
    """What a module of this folder holds.

    `write` takes articles as the JSON objects that the API serves, and by name what the format lets one choose; it
    gives bytes, piece by piece, in constant memory.
    """

    MEDIA_TYPE: str

    write: Callable[..., Iterator[bytes]]


FORMATS: Mapping[str, Format] = {"csv": csv, "ndjson": ndjson}
