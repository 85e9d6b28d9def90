"""The segment that Whoosh's own writer makes of what it has analysed and sorted: the very bytes that ours makes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.base import FieldWriter, PerDocumentWriter
from whoosh.fields import FieldType, Schema
from whoosh.formats import Positions

from app.domain.index_documents import IndexDocument
from app.search.whoosh.fields import DOCUMENT
from app.search.whoosh.segments.building import build
from app.search.whoosh.segments.container import Arrays, write_container
from app.search.whoosh.segments.packing import narrow, numbered, starts_by
from app.search.whoosh.segments.word_sections import (
    FIELDS,
    SHORT_FIELDS,
    form_languages,
    key_rows,
    key_sections,
    lexicon_sections,
)


class _Posting(NamedTuple):
    form: str
    document: int
    frequency: int
    weight: float
    positions: list[int]


class DocumentWriter(PerDocumentWriter):  # type: ignore[misc]
    """See `PerDocumentWriter`. Keeps the documents that come in the field `DOCUMENT`."""

    is_closed = False

    def __init__(self) -> None:
        self.documents: list[IndexDocument] = []

    def start_doc(self, docnum: int) -> None:
        """Nothing is written before the end."""

    def add_field(self, fieldname: str, fieldobj: FieldType, value: Any, length: int) -> None:
        """Take in the document; of the other fields nothing is stored. Raises `TypeError` when it is missing."""
        if fieldname == DOCUMENT and value is None:
            raise TypeError("Whoosh's own writer cannot merge segments of arrays")
        if fieldname == DOCUMENT:
            self.documents.append(value)

    def close(self) -> None:
        """Say that all documents are there."""
        self.is_closed = True


class PostingsWriter(FieldWriter):  # type: ignore[misc]
    """See `FieldWriter`. The forms and their postings are Whoosh's; all else is made from the documents."""

    is_closed = False

    def __init__(self, path: Path, documents: list[IndexDocument]) -> None:
        self._path, self._documents = path, documents
        self._postings: dict[str, list[_Posting]] = {name: [] for name in (*FIELDS, *SHORT_FIELDS)}

    def add_postings(self, schema: Schema, lengths: None, items: Iterable[tuple[Any, ...]]) -> None:
        """Take in all postings, and write the segment."""
        super().add_postings(schema, lengths, items)
        arrays = build(self._documents)
        write_container(self._path, {**arrays, **self._sections(arrays)})

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        """Begin the terms of a field."""
        self._field, self._format = fieldname, fieldobj.format

    def start_term(self, text: bytes) -> None:
        """Begin the postings of a term."""
        self._form = text.decode()

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Take in a posting; those of ids are not needed."""
        if self._field in self._postings:
            kept = self._format
            positions = kept.decode_positions(vbytes) if isinstance(kept, Positions) else []
            posting = _Posting(self._form, docnum, kept.decode_frequency(vbytes), weight, positions)
            self._postings[self._field].append(posting)

    def finish_term(self) -> None:
        """Nothing is written before the end."""

    def close(self) -> None:
        """Say that there is nothing more to write; called when a writer is cancelled, too."""
        self.is_closed = True

    def _sections(self, arrays: Arrays) -> Arrays:
        numbers = numbered(posting.form for name in FIELDS for posting in self._postings[name])
        postings = {
            section: array
            for name, listed in self._postings.items()
            for section, array in _field(name, listed, numbers).items()
        }
        forms = list(numbers)
        keys = key_rows(forms, form_languages({**arrays, **postings}, arrays["languages"]))
        return {**postings, **lexicon_sections(forms), **key_sections(*keys)}


def _field(name: str, postings: list[_Posting], numbers: dict[str, int]) -> Arrays:
    forms = np.array([numbers[posting.form] for posting in postings], np.int64)
    counts = np.array([posting.frequency for posting in postings], np.int64)
    sections = {
        f"{name}.starts": starts_by(forms, len(numbers)),
        f"{name}.docs": np.array([posting.document for posting in postings], np.uint16),
        f"{name}.counts": narrow(counts),
    }
    if name in SHORT_FIELDS:
        return sections
    places = [position for posting in postings for position in posting.positions]
    return {
        **sections,
        f"{name}.weights": narrow(np.array([posting.weight for posting in postings]).astype(np.int64)),
        f"{name}.positions": narrow(np.array(places, np.int64)),
        f"{name}.positions.starts": starts_by(np.repeat(forms, counts), len(numbers)),
    }
