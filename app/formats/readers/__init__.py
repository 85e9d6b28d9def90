"""Readers: a file -> articles as they are sent. A new format is one new file and one line here."""

from collections.abc import Iterator
from typing import BinaryIO

from app.errors import AppError, InvalidBodyError, UnsupportedMediaTypeError
from app.formats.readers import csv, eml, feed, html, json, md, ndjson, tar, txt, zip
from app.formats.readers.archives import Opener, read_members
from app.formats.readers.reading import Read, Reader, find_kind

READERS: dict[str, Reader] = {
    ".txt": txt.read,
    ".md": md.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": json.read,
    ".ndjson": ndjson.read,
    ".csv": csv.read,
    ".eml": eml.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
}
ARCHIVES: dict[str, Opener] = {
    ".zip": zip.members,
    ".tar": tar.members,
    ".tar.gz": tar.gzip_members,
    ".tgz": tar.gzip_members,
}
KINDS = (*READERS, *ARCHIVES)

__all__ = ["ARCHIVES", "KINDS", "READERS", "Read", "find_kind", "read"]


def read(kind: str | None, file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    """The articles of a file of this kind, as `find_kind` names it, each of at most `max_bytes`.

    Nothing is raised but `OSError`: what is wrong is in `Read.fields`.
    """
    try:
        if kind in ARCHIVES:
            yield from read_members(ARCHIVES[kind](file), READERS, ARCHIVES, max_bytes)
        elif kind in READERS:
            yield from READERS[kind](file, max_bytes)
        else:
            detail = f"A file of this kind is not read; these are: {', '.join(KINDS)}."
            yield Read(None, UnsupportedMediaTypeError(detail))
    except AppError as error:
        yield Read(None, error)
    except RecursionError:
        yield Read(None, InvalidBodyError("It is nested too deeply."))
