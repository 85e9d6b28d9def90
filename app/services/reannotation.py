"""Articles annotated anew, after an upgrade or with other authority files: only what changed is written."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from app.domain.articles import Put
from app.domain.frozen import Frozen
from app.domain.inputs import ArticleInput
from app.errors import GoneError, NotFoundError
from app.services import Services
from app.services.ingest import draft


class Progress(Frozen):
    """How far a run has come: all ids up to `after`. `knowing` names what it annotates with; a run with another begins
    anew."""

    knowing: str
    after: str = ""
    updated: int = 0
    unchanged: int = 0


def begun(services: Services, note: Path) -> Progress:
    """How far a run that was broken off has come, as its `note` says; the beginning where there is none to go on."""
    known = (services.annotator.version, services.store.authority(), *sorted(services.store.suppressed()))
    beginning = Progress(knowing=hashlib.sha256("\n".join(known).encode()).hexdigest())
    try:
        noted = Progress.model_validate_json(note.read_bytes())
    except (FileNotFoundError, ValidationError):
        return beginning
    return noted if noted.knowing == beginning.knowing else beginning


def go_on(services: Services, progress: Progress, ids: Iterable[str], note: Path) -> Iterator[Progress]:
    """Annotate these articles anew, noting how far it has come after each; raises `StorageFullError`.

    `ids` ascend, and are those past `progress.after`. At the end the note is gone.
    """
    for put in reannotate(services, ids):
        counted: dict[str, int] = {put.status: getattr(progress, put.status) + 1}
        progress = progress.model_copy(update={"after": put.id, **counted})
        _write(note, progress)
        yield progress
    note.unlink(missing_ok=True)


def _write(note: Path, progress: Progress) -> None:
    """All of it or nothing, whenever the process is killed."""
    fresh = note.with_suffix(".new")
    fresh.write_text(progress.model_dump_json(), "utf-8")
    fresh.replace(note)


def reannotate(services: Services, article_ids: Iterable[str]) -> Iterator[Put]:
    """Annotate articles anew from what was sent; `unchanged` where the same is found.

    An article that is deleted meanwhile is passed over. Raises `StorageFullError`.
    """
    for name in article_ids:
        with suppress(GoneError, NotFoundError):
            sent = ArticleInput.model_validate(services.store.sent(name))
            yield services.store.put(draft(services.annotator, name, sent), cause="reannotate")
