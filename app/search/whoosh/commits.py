"""One commit: Whoosh's writer of segments and their table of contents, over our arrays."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from app.domain.index_documents import IndexDocument
from app.search.whoosh.codec import ArrayCodec, ArraySegment
from app.search.whoosh.fields import DOCUMENT
from app.search.whoosh.segments.building import build
from app.search.whoosh.segments.container import Arrays, Container, write_container
from app.search.whoosh.segments.merging import merge

Policy = Callable[[Sequence[ArraySegment], int], Sequence[ArraySegment]]
"""Of the segments that there are, those that are merged with so many new documents."""


class Commit(SegmentWriter):  # type: ignore[misc]
    """Writes what it is given as one segment, and records that a change was applied.

    `segments` are those that there are, before and after. An index that is left without documents keeps an empty one,
    which holds the number of the change.
    """

    segments: list[ArraySegment]
    newsegment: ArraySegment

    def __init__(self, index: FileIndex, folder: Path, applied: int) -> None:
        super().__init__(index, _lk=False, codec=ArrayCodec(), compound=False)
        self._folder, self._applied = folder, applied
        self._parts: list[tuple[Arrays, NDArray[np.bool_]]] = []
        self._documents: list[IndexDocument] = []

    def add_document(self, **fields: Any) -> None:
        """Take in an article; only its field `DOCUMENT` is looked at."""
        self._documents.append(fields[DOCUMENT])
        self.docnum += 1
        self._added = True

    def add_reader(self, reader: SegmentReader) -> None:
        """Take in what is left of a segment."""
        self.add_arrays(Container(reader.segment().path(self._folder)), reader.segment().live())

    def add_arrays(self, arrays: Arrays, keep: NDArray[np.bool_]) -> None:
        """Take in the documents of a segment that the mask keeps."""
        self._parts.append((arrays, keep))
        self.docnum += int(np.count_nonzero(keep))
        self._added = True

    def commit_merging(self, policy: Policy) -> None:
        """Merge what a policy says, and make all durable; segments without documents go."""
        left = [segment for segment in self.segments if segment.doc_count()]
        merged = policy(left, self.docnum)
        for segment in merged:
            self.add_arrays(Container(segment.path(self._folder)), segment.live())
        kept = [segment for segment in left if segment not in merged]
        self._added |= not kept
        self.commit(mergetype=lambda *_: kept)

    def _flush_segment(self) -> None:
        if self._documents or not self._parts:
            self._parts.append((build(self._documents), np.ones(len(self._documents), bool)))
        (arrays, kept), *others = self._parts
        write_container(self.newsegment.path(self._folder), merge(self._parts) if others or not kept.all() else arrays)

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        self.segments = segments
        for segment in segments:
            segment.applied = self._applied
        super()._commit_toc(segments)
