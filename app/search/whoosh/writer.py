"""Writes a generation of the index: articles and the change they stand for, in one commit."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex, clean_files
from whoosh.reading import IndexReader, SegmentReader
from whoosh.writing import SegmentWriter

from app.domain.index_documents import IndexDocument
from app.errors import BusyError
from app.search.whoosh.generations import create_generation, live_generation, prune, rebuilding, switch
from app.search.whoosh.layout import (
    ARTICLE,
    CHECKPOINT,
    article_fields,
    checkpoint_fields,
    numbers_having,
    stored_checkpoint,
)
from app.search.whoosh.storage import INDEX, LOCK, DurableStorage

_CROWD = 10
_SMALL_DIGITS = (1, 2)


class WhooshWriter:
    """An `IndexWriter`. Whatever Whoosh raises passes through: let the process end, and start again.

    Writes the generation that is named, else the live one, which is created when there is none. Raises `BusyError`
    when somebody else writes it.
    """

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        self._folder = folder
        name = generation or live_generation(folder) or _first_generation(folder)
        storage = DurableStorage(folder / name)
        self._lock = storage.lock(LOCK)
        if not self._lock.acquire():
            raise BusyError(f"The index {folder / name} is being written by another process.")
        self._index = FileIndex(storage, indexname=INDEX)
        _clear_leftovers(self._index, folder / name)
        with closing(self._index.reader()) as reader:
            self._applied = stored_checkpoint(reader)

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, then remove `deleted`, and record `applied`: one commit, durable on return."""
        latest = {document.id: document for document in documents}
        writer = SegmentWriter(self._index, _lk=False, codec=_codec())
        with closing(writer.reader()) as reader:
            for number in _numbers(reader, {*latest, *deleted}):
                writer.delete_document(number)
        for document in latest.values():
            if document.id not in set(deleted):
                writer.add_document(**article_fields(document))
        writer.add_document(**checkpoint_fields(applied))
        writer.commit(mergetype=_merge)
        self._applied = applied

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles, and rewrite every segment that still holds anything of them; other generations go."""
        writer = SegmentWriter(self._index, _lk=False, codec=_codec())
        with closing(writer.reader()) as reader:
            for number in (number for name in ids for number in numbers_having(reader, ARTICLE, name)):
                writer.delete_document(number)
        writer.commit(mergetype=_holding(ids))
        with suppress(BusyError), rebuilding(self._folder):
            prune(self._folder)

    def applied(self) -> int:
        """The `seq` of the last change that was committed."""
        return self._applied

    def close(self) -> None:
        """Release the lock."""
        self._lock.release()


def _codec() -> W3Codec:
    """Whoosh's codec, told that no field has lengths: else it looks for a file of them at each posting."""
    codec = W3Codec()
    codec.length_stats = False
    return codec


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


def _numbers(reader: IndexReader, ids: Iterable[str]) -> list[int]:
    """The document numbers of articles, and of the checkpoint."""
    found = [numbers_having(reader, ARTICLE, name) for name in ids]
    return [number for numbers in (*found, numbers_having(reader, CHECKPOINT, CHECKPOINT)) for number in numbers]


def _holding(ids: Sequence[str]) -> Callable[[SegmentWriter, list[Any]], list[Any]]:
    """A merge of the segments that hold these articles, deleted or not."""

    def merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
        names = set()
        for segment in segments:
            with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
                if any((ARTICLE, name) in reader for name in ids):
                    names.add(segment.segment_id())
        return _rewrite(writer, segments, names)

    return merge


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Which segments stay as they are; the others are merged into the one being written.

    Ten segments of like size become one while they are small: of one digit, of two digits of documents. Larger ones
    stay, as Whoosh merges more slowly than it indexes. A segment of which less than half is left is rewritten, one of
    which nothing is left is dropped.
    """
    left = [segment for segment in segments if segment.doc_count()]
    merged = [segment for segment in left if 2 * segment.doc_count() < segment.doc_count_all()]
    for digits in _SMALL_DIGITS:
        alike = [segment for segment in left if len(str(segment.doc_count())) == digits]
        merged += alike if len(alike) >= _CROWD else []
    return _rewrite(writer, left, {segment.segment_id() for segment in merged})


def _rewrite(writer: SegmentWriter, segments: list[Any], names: set[str]) -> list[Any]:
    """Write what is left of the named segments into the new one; returns the others."""
    for segment in segments:
        if segment.segment_id() in names and segment.doc_count():
            with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
                writer.add_reader(reader)
    return [segment for segment in segments if segment.segment_id() not in names]
