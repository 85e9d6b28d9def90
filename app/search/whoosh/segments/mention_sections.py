"""What a segment holds of mentions: each of them as a row, and by entity and by spelling the numbers of these rows."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from app.domain.annotations import ARTICLE_ZONES, ENTITY_TYPES, ZONES
from app.domain.index_documents import IndexDocument
from app.domain.surfaces import surface_text
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import (
    Numbers,
    distinct,
    look_up,
    narrow,
    numbered,
    pack_strings,
    starts_by,
    starts_of,
)

_ZONE_NUMBERS: dict[str, int] = {zone: number for number, zone in enumerate(ZONES)}
_TYPE_NUMBERS: dict[str, int] = {kind: number for number, kind in enumerate(ENTITY_TYPES)}
_IN_ARTICLE = np.array([zone in ARTICLE_ZONES for zone in ZONES])


def mention_sections(documents: Sequence[IndexDocument]) -> Arrays:
    """The mentions of documents, in their order."""
    sizes = np.array([len(document.mentions) for document in documents], np.int64)
    docs = np.repeat(np.arange(len(documents), dtype=np.uint16), sizes)
    mentions = list(chain.from_iterable(document.mentions for document in documents))
    columns = list(zip(*mentions, strict=True)) or [()] * 7
    named, kinds, zones, sentences, paragraphs, texts, speakers = columns
    surfaces = list(map(surface_text, texts))
    entity_numbers, surface_numbers = numbered(named), numbered(surfaces)
    rows = {
        "mention.starts": starts_of(sizes),
        "mention.docs": docs,
        "mention.entities": look_up(entity_numbers, named, np.uint32),
        "mention.surfaces": look_up(surface_numbers, surfaces, np.uint32),
        "mention.types": look_up(_TYPE_NUMBERS, kinds, np.uint8),
        "mention.zones": look_up(_ZONE_NUMBERS, zones, np.uint8),
        "mention.speakers": np.array(speakers, np.uint8),
        **unit_sections("sentence", np.array(sentences, np.int64), docs, len(documents)),
        **unit_sections("paragraph", np.array(paragraphs, np.int64), docs, len(documents)),
    }
    names = {**pack_strings("entity", list(entity_numbers)), **pack_strings("surface", list(surface_numbers))}
    return {**rows, **names, **inverted(rows, len(documents), len(entity_numbers), len(surface_numbers))}


def inverted(rows: Arrays, documents: int, entities: int, surfaces: int) -> Arrays:
    """What is derived from the rows: the mentions of each entity and surface, and who is in which article."""
    in_article = _IN_ARTICLE[rows["mention.zones"]]
    docs, named = rows["mention.docs"][in_article], rows["mention.entities"][in_article]
    return {
        **_by("entity", rows["mention.entities"], entities),
        **_by("surface", rows["mention.surfaces"], surfaces),
        **_articles(docs, named, entities),
        **_actors(docs, named, documents),
    }


def unit_sections(name: str, numbers: Numbers, docs: Numbers, documents: int) -> Arrays:
    """Sentences or paragraphs by ordinals over the whole segment, and the document of each."""
    sizes = np.zeros(documents, np.int64)
    np.maximum.at(sizes, docs, numbers + 1)
    ordinals = (np.cumsum(sizes) - sizes)[docs] + numbers
    in_docs = np.repeat(np.arange(documents, dtype=np.uint16), sizes)
    return {f"mention.{name}s": ordinals.astype(np.uint32), f"{name}.docs": in_docs}


def _by(name: str, numbers: Numbers, count: int) -> Arrays:
    rows = np.argsort(numbers, kind="stable").astype(np.uint32)
    return {f"{name}.mentions.starts": starts_by(numbers[rows], count), f"{name}.mentions": rows}


def _articles(docs: Numbers, named: Numbers, entities: int) -> Arrays:
    pairs, counts = np.unique(named.astype(np.uint64) << np.uint64(16) | docs, return_counts=True)
    return {
        "entity.articles.starts": starts_by((pairs >> np.uint64(16)).astype(np.int64), entities),
        "entity.articles": pairs.astype(np.uint16),
        "entity.articles.counts": narrow(counts),
    }


def _actors(docs: Numbers, named: Numbers, documents: int) -> Arrays:
    pairs = distinct(docs.astype(np.uint64) << np.uint64(32) | named)
    starts = starts_by((pairs >> np.uint64(32)).astype(np.int64), documents)
    return {"actors.starts": starts, "actors.entities": pairs.astype(np.uint32)}
