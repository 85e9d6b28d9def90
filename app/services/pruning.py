"""Pruning: articles whose file is gone, or no longer holds them, are deleted."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from app.domain.frozen import Frozen
from app.errors import GoneError, NotFoundError
from app.services import Services
from app.services.files import origin_of
from app.services.ingest import Run, delete_article


class Pruned(Frozen):
    """An article that was deleted: its id, and the file that it came from."""

    id: str
    file: str


def prune(services: Services, places: Iterable[Path], run: Run) -> Iterator[Pruned]:
    """Delete the articles that once came from the files in `places` and that this `run` over them has not met.

    What came from a file of which something was not taken stays: nobody knows what that is. Raises `StorageFullError`.
    """
    for place in places:
        for name, file in services.store.origins(origin_of(place)):
            if name not in run and not _is_unread(file, run.missed):
                with suppress(NotFoundError, GoneError):  # deleted meanwhile by somebody else
                    delete_article(services, name)
                    yield Pruned(id=name, file=file)


def _is_unread(file: str, unread: Collection[str]) -> bool:
    """Whether a file, its archive, or a folder above it is among those that could not be read."""
    path, _, _ = file.partition("!")
    above = [str(folder) for folder in Path(path).parents]
    return not {file, path, *above}.isdisjoint(unread)
