"""One commit: Whoosh's writer of segments and their table of contents, over our arrays."""

from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from app.domain.index_documents import IndexDocument
from app.search.whoosh.building import build
from app.search.whoosh.codec import ArrayCodec, ArraySegment
from app.search.whoosh.container import write_container
from app.search.whoosh.fields import DOCUMENT


class Commit(SegmentWriter):  # type: ignore[misc]
    """Writes the documents that it is given as one segment, and records that a change was applied.

    An index that is left without documents keeps an empty segment, which holds the number of the change.
    """

    segments: list[ArraySegment]
    newsegment: ArraySegment

    def __init__(self, index: FileIndex, folder: Path, applied: int) -> None:
        super().__init__(index, _lk=False, codec=ArrayCodec(), compound=False)
        self._path, self._applied = self.newsegment.path(folder), applied
        self._documents: list[IndexDocument] = []

    def add_document(self, **fields: Any) -> None:
        """Take in an article; only its field `DOCUMENT` is looked at."""
        self._documents.append(fields[DOCUMENT])
        self.docnum += 1
        self._added = True

    def commit(self, **_: Any) -> None:
        """Make it durable."""
        super().commit(mergetype=_keep)

    def _flush_segment(self) -> None:
        write_container(self._path, build(self._documents).items())

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        for segment in segments:
            segment.applied = self._applied
        super()._commit_toc(segments)


def _keep(writer: Commit, segments: list[ArraySegment]) -> list[ArraySegment]:
    left = [segment for segment in segments if segment.doc_count()]
    writer._added |= not left
    return left
