"""Over many articles the arrays answer as the truth in memory: with few and with most of them, and page by page."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.annotations import ZONES, EntityType
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.ports import Hits
from app.domain.queries import ArticleQuery
from app.search.memory import MemoryIndex
from app.search.ordering import Page
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.snapshot import Snapshot
from app.search.whoosh.finding.views import View
from app.search.whoosh.native import postings
from app.search.whoosh.segments.building import build
from tests.contract.search.documents import START
from tests.contract.search.test_agreement import ODD, WORDS, article_queries

KINDS: tuple[EntityType, ...] = ("person", "place")
OTHERS = ["fordere", "neues", "Räte", "Aussenministerin", *(f"wort{number}" for number in range(40))]


def drawn(dice: random.Random, language: str | None) -> IndexDocument:
    day = date(2016, 1, 1) + timedelta(days=dice.randrange(60)) if dice.random() < 0.8 else None
    said = [date(2016, 1, 1) + timedelta(days=dice.randrange(60)) for _ in range(dice.randrange(3))]
    return IndexDocument(
        id=f"a{dice.randrange(2000):04}",
        language=language or dice.choice(["de", "de", "en", "fr", None]),
        source=dice.choice(["de", "en", None]),
        passages=tuple((dice.choice([*ZONES, "title", *3 * ["body"]]), text(dice)) for _ in range(dice.randint(1, 4))),
        mentions=tuple(mention(dice) for _ in range(dice.choice([0, 0, 1, 3, 8]))),
        dates=tuple((dice.choice(ZONES), first, first + timedelta(days=3)) for first in said),
        earliest=day,
        latest=day and day + timedelta(days=dice.choice([0, 0, 0, 30])),
        estimate=None if day or dice.random() < 0.5 else (date(2016, 1, 5), date(2016, 2, 5)),
        published_at=dice.choice([None, "08:00"]),
        ingested_at=START + timedelta(hours=dice.randrange(60)),
        updated_at=START + timedelta(hours=dice.randrange(60)),
        duplicate_of=f"a{dice.randrange(300):04}" if dice.random() < 0.2 else None,
    )


def text(dice: random.Random) -> str:
    return " ".join(dice.choice(WORDS + ODD if dice.random() < 0.35 else OTHERS) for _ in range(dice.randint(1, 30)))


def mention(dice: random.Random) -> IndexMention:
    return IndexMention(
        entity=dice.choice(["eu", "nato", "russia"]),
        type=dice.choice(KINDS),
        zone=dice.choice([*ZONES, "body", "body"]),
        sentence=dice.randrange(5),
        paragraph=dice.randrange(3),
        text=dice.choice(["Michel", "Michels", "Paris", "Paris’", "Zürich"]),
        speaker=dice.random() < 0.2,
    )


@cache
def corpus(language: str | None, keep_queries: bool) -> tuple[MemoryIndex, Snapshot]:
    """About a thousand articles in three segments, some of them replaced or deleted, in one language or in several."""
    dice, memory = random.Random(f"{language}"), MemoryIndex()
    segments: list[tuple[list[IndexDocument], set[str]]] = []
    for applied, size in enumerate((900, 20, 250), start=1):
        documents = list({each.id: each for each in (drawn(dice, language) for _ in range(size))}.values())
        deleted = [f"a{dice.randrange(2000):04}" for _ in range(30)]
        memory.apply(documents, deleted, applied)
        for _, gone in segments:
            gone.update(deleted, (each.id for each in documents))
        segments.append((documents, set(deleted)))
    return memory, Snapshot([view(*segment) for segment in segments], 3, keep_queries=keep_queries)


def view(documents: Sequence[IndexDocument], gone: set[str]) -> View:
    return View(Leaf(build(documents)), np.array([each.id not in gone for each in documents]))


pages = st.tuples(st.integers(0, 50), st.integers(0, 20), st.floats(0, 1))


@settings(max_examples=60)
@given(st.sampled_from(["de", None]), st.booleans(), article_queries, pages, st.sampled_from([8, 1024]))
def test_many_articles_are_found_as_in_memory(
    language: str | None, keep_queries: bool, query: ArticleQuery, page: tuple[int, int, float], few: int
) -> None:
    memory, snapshot = corpus(language, keep_queries)
    whole = memory.search(query, limit=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_MANY", few)
        snapshot.forget()
        check(snapshot, query, whole, page)


def check(snapshot: Snapshot, query: ArticleQuery, whole: Hits, page: tuple[int, int, float]) -> None:
    limit, offset, where = page
    every = snapshot.search(query, Page(None))
    assert every == whole
    assert every.hits[offset : offset + limit] == whole.hits[offset : offset + limit]
    assert every.hits[limit::-3] == whole.hits[limit::-3]
    assert [every.hits[at] for at in range(-len(whole.hits), 0)] == list(whole.hits)
    assert snapshot.search(query, Page(None, offset)).hits == whole.hits[offset:]
    assert snapshot.search(query, Page(limit, offset)) == whole._replace(hits=whole.hits[offset : offset + limit])
    if whole.hits:
        last = int(where * (len(whole.hits) - 1))
        behind = snapshot.search(query, Page(limit, offset, whole.hits[last].key))
        assert behind.hits == whole.hits[last + 1 :][offset : offset + limit]
