"""Writes a generation of the index: articles and the change they stand for, in one commit."""

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from whoosh.index import FileIndex, clean_files

from app.domain.index_documents import IndexDocument
from app.errors import BusyError
from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.commits import Commit
from app.search.whoosh.container import Container
from app.search.whoosh.documents import find_document
from app.search.whoosh.fields import DOCUMENT
from app.search.whoosh.generations import create_generation, live_generation, prune, rebuilding, switch
from app.search.whoosh.storage import INDEX, LOCK, DurableStorage


class WhooshWriter:
    """An `IndexWriter`. Whatever Whoosh raises passes through: let the process end, and start again.

    Writes the generation that is named, else the live one, which is created when there is none. Raises `BusyError`
    when somebody else writes it.
    """

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        self._folder = folder
        name = generation or live_generation(folder) or _first_generation(folder)
        self._generation = folder / name
        storage = DurableStorage(self._generation)
        self._lock = storage.lock(LOCK)
        if not self._lock.acquire():
            raise BusyError(f"The index {self._generation} is being written by another process.")
        self._index = FileIndex(storage, indexname=INDEX)
        self._open: dict[str, Container] = {}
        contents = self._index._read_toc()
        _clear_leftovers(self._index, self._generation)
        self._applied = max((segment.applied for segment in contents.segments), default=0)

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, then remove `deleted`, and record `applied`: one commit, durable on return."""
        latest = {document.id: document for document in documents}
        commit = self._commit(applied)
        self._delete(commit.segments, {*latest, *deleted})
        for document in latest.values():
            if document.id not in set(deleted):
                commit.add_document(**{DOCUMENT: document})
        commit.commit()
        self._applied = applied

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles, and rewrite every segment that still holds anything of them; other generations go."""
        commit = self._commit(self._applied)
        self._delete(commit.segments, ids)
        commit.commit()
        with suppress(BusyError), rebuilding(self._folder):
            prune(self._folder)

    def applied(self) -> int:
        """The `seq` of the last change that was committed."""
        return self._applied

    def close(self) -> None:
        """Release the lock."""
        self._lock.release()

    def _commit(self, applied: int) -> Commit:
        commit = Commit(self._index, self._generation, applied)
        known = {segment.segid for segment in commit.segments}
        self._open = {name: arrays for name, arrays in self._open.items() if name in known}
        return commit

    def _arrays(self, segment: ArraySegment) -> Container:
        if segment.segid not in self._open:
            self._open[segment.segid] = Container(segment.path(self._generation))
        return self._open[segment.segid]

    def _delete(self, segments: Iterable[ArraySegment], ids: Iterable[str]) -> None:
        """Mark articles as deleted, wherever they stand."""
        names = list(ids)
        for segment in segments:
            arrays = self._arrays(segment)
            for name in names:
                number = find_document(arrays, name)
                if number is not None:
                    segment.delete_document(number)


def _first_generation(folder: Path) -> str:
    name = create_generation(folder)
    switch(folder, name)
    return name


def _clear_leftovers(index: FileIndex, generation: Path) -> None:
    """Delete what a writer that was killed has left."""
    contents = index._read_toc()
    clean_files(index.storage, INDEX, contents.generation, contents.segments)
    for unfinished in generation.glob(f"_{INDEX}_*.toc.*"):
        unfinished.unlink()
    shutil.rmtree(generation / f"{INDEX}.tmp", ignore_errors=True)
