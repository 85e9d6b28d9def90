"""Segments of arrays, as Whoosh knows them: how they stand in its table of contents, who writes and who reads them."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage

from app.search.whoosh.codec_readers import ArrayDocuments, ArrayTerms
from app.search.whoosh.codec_writers import DocumentWriter, PostingsWriter
from app.search.whoosh.segments.container import Container

EXTENSION = ".arrays"


class ArraySegment(Segment):  # type: ignore[misc]
    """A segment whose arrays are a `Container`; it is pickled, so its module and its attributes keep their names.

    `applied` is the `seq` of the last change that an index with this segment holds.
    """

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.applied = 0
        self._size = 0
        self._deleted = 0

    def codec(self) -> Codec:
        """The codec that reads it."""
        return ArrayCodec()

    def path(self, folder: Path) -> Path:
        """Its file in the folder of a generation."""
        return folder / str(self.make_filename(EXTENSION))

    def live(self) -> NDArray[np.bool_]:
        """For each document whether it is there still."""
        bits = np.frombuffer(self._deleted.to_bytes(-(-self._size // 8), "little"), np.uint8)
        return ~np.unpackbits(bits, count=self._size, bitorder="little").astype(bool)

    def set_doc_count(self, doccount: int) -> None:
        """Say how many documents the file holds."""
        self._size = doccount

    def doc_count_all(self) -> int:
        """How many documents the file holds."""
        return self._size

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return self._deleted.bit_count()

    def deleted_docs(self) -> list[int]:
        """The numbers of those that are deleted."""
        deleted: list[int] = np.flatnonzero(~self.live()).tolist()
        return deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted."""
        bit = 1 << docnum
        self._deleted = self._deleted | bit if delete else self._deleted & ~bit

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._deleted >> docnum & 1)

    def should_assemble(self) -> bool:
        """It has one file as it is."""
        return False


class ArrayCodec(Codec):  # type: ignore[misc]
    """Reads and writes segments of arrays for Whoosh; each of its writers has one of its own."""

    length_stats = False

    def per_document_writer(self, storage: FileStorage, segment: ArraySegment) -> DocumentWriter:
        """See `Codec`; it is made before the `field_writer`, which needs its documents."""
        self._documents = DocumentWriter()
        return self._documents

    def field_writer(self, storage: FileStorage, segment: ArraySegment) -> PostingsWriter:
        """See `Codec`."""
        return PostingsWriter(segment.path(Path(storage.folder)), self._documents.documents)

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayTerms:
        """See `Codec`."""
        return ArrayTerms(Container(segment.path(Path(storage.folder))))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> ArrayDocuments:
        """See `Codec`."""
        return ArrayDocuments(Container(segment.path(Path(storage.folder))), segment)

    def new_segment(self, storage: FileStorage, indexname: str) -> ArraySegment:
        """See `Codec`."""
        return ArraySegment(indexname)
