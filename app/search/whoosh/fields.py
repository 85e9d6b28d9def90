"""The schema of the index, as Whoosh is told it, and the mark that names its format."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from whoosh import __version__
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Format, Frequency, Positions
from whoosh.system import pack_uint

from app.domain.index_documents import IndexDocument
from app.search.analysis import SERVED, forms
from app.search.scoring import boost
from app.search.whoosh.segments.word_sections import FIELDS, GAP, SHORT_FIELDS

FORMAT = 5
"""Raise it whenever the same articles would give other arrays."""

ARTICLE, DOCUMENT = "article", "document"


class Words(FieldType):  # type: ignore[misc]
    """The exact forms of some zones; its value is an `IndexDocument`. Weights are the boosts of the zones, summed."""

    def __init__(self, zones: frozenset[str], kept: Format) -> None:
        super().__init__(kept, analyzer=None)
        self.zones = zones

    def index(self, value: IndexDocument, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The posting of each form: the form, its frequency, its weight, its places as Whoosh encodes them."""
        places: dict[str, list[int]] = {}
        weights: dict[str, float] = {}
        for zone, position, form in _placed(value):
            if zone in self.zones:
                places.setdefault(form, []).append(position)
                weights[form] = weights.get(form, 0.0) + boost(zone)
        encode = self.format.encode if isinstance(self.format, Positions) else _encode_count
        for form, positions in places.items():
            yield form.encode(), len(positions), weights[form], encode(positions)


def _encode_count(positions: Sequence[int]) -> bytes:
    """As `Frequency` reads it."""
    return bytes(pack_uint(len(positions)))


def _placed(document: IndexDocument) -> Iterator[tuple[str, int, str]]:
    """Zone, place and form of each word that can be found."""
    start = 0
    for zone, text in document.passages:
        found = forms(text)
        yield from ((zone, position, form) for position, form in enumerate(found, start) if form)
        start += len(found) + GAP


def schema() -> Schema:
    """The fields: the id, words with their places and without, and what else is known of an article."""
    words = {name: Words(zones, Positions()) for name, zones in FIELDS.items()}
    short = {zone: Words(frozenset({zone}), Frequency()) for zone in SHORT_FIELDS}
    return Schema(**{ARTICLE: ID(stored=True), **words, **short, DOCUMENT: STORED()})


def document_fields(document: IndexDocument) -> dict[str, IndexDocument | str]:
    """The fields of an article, for a writer."""
    return {ARTICLE: document.id, **dict.fromkeys((*FIELDS, *SHORT_FIELDS, DOCUMENT), document)}


@cache
def fingerprint() -> str:
    """Names all that decides what an index means: another one must be built anew."""
    fields = [(name, type(field).__name__, type(field.format).__name__) for name, field in sorted(schema().items())]
    decided = [FORMAT, __version__, unicodedata.unidata_version, SERVED, fields]
    return hashlib.sha256(json.dumps(decided).encode()).hexdigest()[:16]
