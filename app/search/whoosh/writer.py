"""Writes a generation of the index: articles and the change they stand for, in one commit."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

import numpy as np
from whoosh.index import FileIndex, clean_files

from app.domain.index_documents import IndexDocument
from app.errors import BusyError
from app.search.whoosh.background import Merge
from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.commits import Commit
from app.search.whoosh.fields import document_fields
from app.search.whoosh.finding.documents import find_document
from app.search.whoosh.generations import create_generation, live_generation, prune, rebuilding, switch
from app.search.whoosh.policy import merged_later, merged_now
from app.search.whoosh.segments.building import MAX_DOCUMENTS, build
from app.search.whoosh.segments.container import Container
from app.search.whoosh.storage import INDEX, LOCK, UNFINISHED, DurableStorage

_MAX_CHARACTERS = 200_000_000
"""How much text makes a segment at most when an index is filled."""


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
        self._merge: Merge | None = None
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
                commit.add_document(**document_fields(document))
        commit.commit_merging(self._merged_now)
        self._applied = applied
        self._merge_later(commit.segments)

    def fill(self, batches: Iterable[Sequence[IndexDocument]], applied: int) -> None:
        """Fill an empty index with documents, no two of one id, and record `applied` in the last commit.

        Takes no more memory than the largest segment does, however many documents there are.
        """
        documents = chain.from_iterable(batches)
        while count := len((arrays := build(_portion(documents)))["length"]):
            commit = self._commit(self._applied)
            commit.add_arrays(arrays, np.ones(count, bool))
            commit.commit_merging(lambda *_: ())
        self.apply([], [], applied)

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles, and rewrite every segment that still holds anything of them; other generations go."""
        self._drop_merge()
        held = True
        while held:
            commit = self._commit(self._applied)
            self._delete(commit.segments, ids)
            commit.commit_merging(lambda segments, _: [each for each in segments if self._holds(each, ids)][:1])
            held = any(self._holds(each, ids) for each in commit.segments)
        self._open.clear()
        with suppress(BusyError), rebuilding(self._folder):
            prune(self._folder)

    def applied(self) -> int:
        """The `seq` of the last change that was committed."""
        return self._applied

    def close(self) -> None:
        """Release the lock."""
        self._drop_merge()
        self._lock.release()

    def _commit(self, applied: int) -> Commit:
        """A commit that has taken in the merge that ran beside the former ones, if it has ended."""
        commit = Commit(self._index, self._generation, applied)
        if self._merge and self._merge.done():
            self._merge.adopt(commit.segments)
            self._merge = None
        known = {segment.segid for segment in commit.segments}
        self._open = {name: arrays for name, arrays in self._open.items() if name in known}
        return commit

    def _merged_now(self, segments: Sequence[ArraySegment], fresh: int) -> list[ArraySegment]:
        return merged_now([each for each in segments if not (self._merge and self._merge.takes(each))], fresh)

    def _merge_later(self, segments: Sequence[ArraySegment]) -> None:
        if self._merge is None and (large := merged_later(segments)):
            self._merge = Merge(self._generation, large)

    def _drop_merge(self) -> None:
        if self._merge:
            self._merge.discard()
        self._merge = None

    def _arrays(self, segment: ArraySegment) -> Container:
        if segment.segid not in self._open:
            self._open[segment.segid] = Container(segment.path(self._generation))
        return self._open[segment.segid]

    def _delete(self, segments: Iterable[ArraySegment], ids: Iterable[str]) -> None:
        """Mark articles as deleted, wherever they stand."""
        names = list(ids)
        for segment in segments:
            for name in names:
                number = find_document(self._arrays(segment), name)
                if number is not None:
                    segment.delete_document(number)

    def _holds(self, segment: ArraySegment, ids: Iterable[str]) -> bool:
        """Whether the file of a segment holds any of these articles, deleted or not."""
        return any(find_document(self._arrays(segment), name) is not None for name in ids)


def _first_generation(folder: Path) -> str:
    name = create_generation(folder)
    switch(folder, name)
    return name


def _portion(documents: Iterator[IndexDocument]) -> Iterator[IndexDocument]:
    """As many of the next documents as fit in a segment."""
    room = _MAX_CHARACTERS
    for document in islice(documents, MAX_DOCUMENTS):
        yield document
        room -= sum(len(text) for _, text in document.passages)
        if room < 0:
            return


def _clear_leftovers(index: FileIndex, generation: Path) -> None:
    """Delete what a writer that was killed has left."""
    contents = index._read_toc()
    clean_files(index.storage, INDEX, contents.generation, contents.segments)
    for unfinished in generation.glob(f"_{INDEX}_*.toc.*"):
        unfinished.unlink()
    for unfinished in generation.glob(f".*{UNFINISHED}"):
        unfinished.unlink()
    shutil.rmtree(generation / f"{INDEX}.tmp", ignore_errors=True)
