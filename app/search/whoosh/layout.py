"""What the index holds of an article: its fields, their terms, and the mark that names this layout."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from whoosh import __version__
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Positions
from whoosh.reading import IndexReader, TermNotFound

from app.domain.annotations import ZONES
from app.domain.index_documents import IndexDocument
from app.domain.surfaces import surface_text
from app.domain.word_grammar import MAX_DISTANCE
from app.domain.words import MAX_WORDS
from app.search.analysis import SERVED, document_languages, forms, stem
from app.search.ordering import facts_of

FORMAT = 4
"""Raise it whenever the same articles would give other terms or other stored values."""

ARTICLE, ENTITY, SURFACE, FACTS, CHECKPOINT = "article", "entity", "surface", "facts", "checkpoint"
_UNIT = "\x1f"
_GAP = MAX_WORDS + MAX_DISTANCE

Term = tuple[str, int]
"""A term and the position of its word."""


class Words(FieldType):  # type: ignore[misc]
    """A field whose terms come analysed: several may share a position."""

    def __init__(self) -> None:
        super().__init__(Positions(), analyzer=None)

    def index(self, value: list[Term], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The posting of each term: term, frequency, weight, encoded positions."""
        positions: dict[str, list[int]] = {}
        for term, position in value:
            positions.setdefault(term, []).append(position)
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), self.format.encode(places)


def word_field(zone: str) -> str:
    """The name of the field that holds the words of a zone."""
    return f"words_{zone}"


def exact_term(form: str) -> str:
    """The term of an exact form."""
    return f"={form}"


def stem_term(form: str, language: str) -> str:
    """The term of the stem of an exact form."""
    return f"{language}:{stem(form, language)}"


def entity_term(zone: str, entity: str) -> str:
    """The term of a mention of an entity."""
    return f"{zone}:{entity}"


def surface_term(zone: str, kind: str | None, text: str) -> str:
    """The term of a mention's text, for one entity type or (None) for any."""
    return _UNIT.join((zone, kind or "", text))


def schema() -> Schema:
    """The fields. What is stored of an article is its facts, of the checkpoint the last change."""
    listed = {name: ID() for name in (ARTICLE, ENTITY, SURFACE, CHECKPOINT)}
    return Schema(**listed, **{word_field(zone): Words() for zone in ZONES}, **{FACTS: STORED()})


@cache
def fingerprint() -> str:
    """Names all that decides what an index means: another one must be built anew."""
    fields = [(name, type(field).__name__, type(field.format).__name__) for name, field in sorted(schema().items())]
    decided = [FORMAT, __version__, unicodedata.unidata_version, SERVED, fields]
    return hashlib.sha256(json.dumps(decided).encode()).hexdigest()[:16]


def article_fields(document: IndexDocument) -> dict[str, Any]:
    """The fields of an article, for Whoosh's writer."""
    words, length = _words(document)
    surfaces = {
        (zone, of, surface_text(text)) for _, kind, zone, _, _, text, _ in document.mentions for of in (kind, None)
    }
    return {
        **{word_field(zone): terms for zone, terms in words.items()},
        ARTICLE: [document.id],
        ENTITY: [entity_term(zone, entity) for entity, _, zone, *_ in document.mentions],
        SURFACE: [surface_term(zone, kind, text) for zone, kind, text in surfaces],
        FACTS: tuple(facts_of(document, length)),
    }


def checkpoint_fields(applied: int) -> dict[str, Any]:
    """The fields of the document that says which change was applied last; it is no article."""
    return {CHECKPOINT: [CHECKPOINT], FACTS: applied}


def _words(document: IndexDocument) -> tuple[dict[str, list[Term]], int]:
    """The terms of each zone, and the number of words. A gap keeps passages apart that a phrase cannot reach over."""
    languages = document_languages(document.language)
    words: dict[str, list[Term]] = {}
    position = length = 0
    for zone, text in document.passages:
        for form in forms(text):
            words.setdefault(zone, []).extend((term, position) for term in _terms(form, languages))
            position, length = position + 1, length + 1
        position += _GAP
    return words, length


def _terms(form: str, languages: tuple[str, ...]) -> list[str]:
    return [exact_term(form), *(stem_term(form, language) for language in languages)] if form else []


def numbers_having(reader: IndexReader, field: str, term: str) -> list[int]:
    """The numbers of the live documents that have a term."""
    try:
        return list(reader.postings(field, term).all_ids())
    except TermNotFound:
        return []


def stored_checkpoint(reader: IndexReader) -> int:
    """The `seq` of the last change that a reader sees; 0 for an empty index."""
    return max(
        (reader.stored_fields(number)[FACTS] for number in numbers_having(reader, CHECKPOINT, CHECKPOINT)), default=0
    )
