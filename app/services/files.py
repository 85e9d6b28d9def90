"""Files and folders in: every article of every file, each with what became of it."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.domain.articles import PutStatus
from app.domain.entities import transliterate
from app.domain.frozen import Frozen
from app.domain.inputs import FORMATS, RESERVED_IDS, parse_input
from app.errors import AppError, NotFoundError, UnsupportedMediaTypeError
from app.formats.readers import READERS, Read, read
from app.services import Services
from app.services.ingest import put_article


class Outcome(Frozen):
    """What became of one article of a file: `status` and `seq`, or the `reason` why it was not taken.

    `note` says what was done to it on the way. `line` is 1-based, None where the file is one article.
    """

    file: str
    line: int | None = None
    id: str | None = None
    status: PutStatus | None = None
    seq: int | None = None
    reason: str | None = None
    note: str | None = None


class Source(Frozen):
    """A file to read, and the name that its path gives an article without an id."""

    path: Path
    name: str


def list_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The files that `paths` name: a file as it is, of a folder all that can be read, in the order of their names.

    Hidden files and folders are left out.
    """
    for path in paths:
        if not path.is_dir():
            yield Source(path=path, name=path.stem)
            continue
        for file in sorted(path.rglob("*")):
            below = file.relative_to(path)
            if file.suffix.lower() in READERS and file.is_file() and not any(p.startswith(".") for p in below.parts):
                yield Source(path=file, name="_".join(below.with_suffix("").parts))


def fit_id(name: str) -> str:
    """A name made to fit as an article id: what does not fit is replaced, what is too long is cut and told apart."""
    fitted = re.sub(r"[^A-Za-z0-9._~-]", "-", transliterate(name))
    if len(fitted) > 128:
        fitted = f"{fitted[:111]}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    fitted = re.sub(r"^[.~]|[.~]$", "-", fitted) or "-"
    stem, dot, suffix = fitted.rpartition(".")
    if dot and suffix in FORMATS:
        return f"{stem}-{suffix}"
    return f"{fitted}-" if fitted in RESERVED_IDS else fitted


def ingest_sources(services: Services, sources: Iterable[Source], max_bytes: int) -> Iterator[Outcome]:
    """Store every article of the sources, one outcome each, as it happens. A bad one never stops the rest.

    Two articles of one run with the same id: the second is not taken.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for found in _articles(source, max_bytes):
            yield _take(services, source, found, seen)


def _articles(source: Source, max_bytes: int) -> Iterator[Read]:
    suffix = source.path.suffix.lower()
    try:
        with source.path.open("rb") as file:
            if suffix in READERS:
                yield from read(suffix, file, max_bytes)
            else:
                kinds = ", ".join(READERS)
                yield Read(None, UnsupportedMediaTypeError(f"A file of this kind is not read; these are: {kinds}."))
    except OSError as error:
        yield Read(None, NotFoundError(f"The file cannot be read: {error.strerror}."))


def _take(services: Services, source: Source, found: Read, seen: dict[str, str]) -> Outcome:
    file = os.fsencode(source.path).decode(errors="replace")
    place: dict[str, Any] = {"file": file, "line": found.line}
    try:
        if isinstance(found.fields, AppError):
            raise found.fields
        article = parse_input(found.fields)
        by_path = fit_id(source.name) if found.line is None else article.derived_id
        name = article.id or by_path
        if name in seen:
            return Outcome(**place, id=name, reason=f"The id {name!r} was already given by {seen[name]} in this run.")
        seen[name] = f"{file}:{found.line}" if found.line else file
        put, _ = put_article(services, article, name)
    except AppError as error:
        return Outcome(**place, reason=error.detail)
    renamed = article.id is None and found.line is None and name != source.name
    note = f"The name {source.name!r} does not fit as an id; it is stored as {name!r}." if renamed else None
    return Outcome(**place, id=name, status=put.status, seq=put.seq, note=note)
