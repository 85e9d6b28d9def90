"""Files and folders in: every article of every file, each with what became of it."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.articles import PutStatus
from app.domain.frozen import Frozen
from app.domain.inputs import ArticleInput, parse_input
from app.errors import AppError, NotFoundError
from app.formats.readers import Read, find_kind, read
from app.services import Services
from app.services.ingest import Run
from app.services.sources import Source, fit_id, member_name


class Outcome(Frozen):
    """What became of one article of a file: `status` and `seq`, or the `reason` why it was not taken.

    `file` is `archive.zip!folder/file.txt` for a member of an archive. `line` is the 1-based line, or the number of the
    entry of a feed; None where the file is one article. `note` says what was done to it on the way.
    """

    file: str
    line: int | None = None
    id: str | None = None
    status: PutStatus | None = None
    seq: int | None = None
    reason: str | None = None
    note: str | None = None


def ingest_sources(
    services: Services, sources: Iterable[Source], max_bytes: int, run: Run | None = None
) -> Iterator[Outcome]:
    """Store every article of the sources, one outcome each, as it happens. A bad one never stops the rest.

    Two articles of one `run` with the same id: the second is not taken.
    """
    run = run or Run(services)
    for source in sources:
        for found in _articles(source, max_bytes):
            yield _take(run, source, found)


def _articles(source: Source, max_bytes: int) -> Iterator[Read]:
    try:
        if source.fault:
            raise OSError(0, source.fault)
        with source.path.open("rb") as file:
            yield from read(find_kind(source.path.name), file, max_bytes)
    except OSError as error:
        yield Read(None, NotFoundError(f"It cannot be read: {error.strerror or error}."))


def _take(run: Run, source: Source, found: Read) -> Outcome:
    file, origin = shown(source.path, found.member), origin_of(source.path, found.member)
    name = None
    try:
        if isinstance(found.fields, AppError):
            raise found.fields
        article = parse_input(found.fields)
        name, note = _name(source, found, article)
        place = f"{file}:{found.line}" if found.line else file
        put = run.put(article, name, place, origin)
    except AppError as error:
        run.missed.add(origin)
        return Outcome(file=file, line=found.line, id=name, reason=error.detail)
    notes = " ".join(filter(None, (found.note, note))) or None
    return Outcome(file=file, line=found.line, id=name, status=put.status, seq=put.seq, note=notes)


def origin_of(path: Path, member: str | None = None) -> str:
    """What the store knows a file by: its absolute path, and behind `!` the member of the archive."""
    return shown(Path(os.path.abspath(path)), member)  # noqa: PTH100  (resolve() would follow links)


def shown(path: Path, member: str | None = None) -> str:
    """A path as it is shown, and behind `!` the member of the archive."""
    file = os.fsencode(path).decode(errors="replace")
    return f"{file}!{member}" if member else file


def _name(source: Source, found: Read, article: ArticleInput) -> tuple[str, str | None]:
    """The id of an article, and a note when the name of its file had to be made to fit."""
    if article.id or found.line is not None:
        return article.id or article.derived_id, None
    name = member_name(source, found.member) if found.member else source.name
    fitted = fit_id(name)
    return fitted, None if fitted == name else f"The name {name!r} does not fit as an id; it is stored as {fitted!r}."
