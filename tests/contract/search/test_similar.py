"""More like this: what is shared, and what that counts."""

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.queries import ArticleQuery, Window
from app.search.scoring import rarity
from tests.contract.search.documents import Subject, Written, article, both, mention
from tests.contract.search.test_agreement import article_queries, commits

ALL, EVERY = ArticleQuery(), Window(None)


def country(name: str, zone: str = "body") -> object:
    return mention(name, zone, type="country", text=name.title())  # type: ignore[arg-type]


SOURCE = article("a", "Das Getreide aus Ukraine liegt im Hafen.", entities=[country("ukraine"), country("turkey")])


@pytest.fixture
def told(index: Subject) -> Subject:
    index.put(
        SOURCE,
        article("b", "Im Hafen verdirbt Getreide.", entities=[country("ukraine")], source="x"),
        article("c", "Ein Fest.", entities=[country("turkey"), country("ukraine")]),
        article("d", "Der Hafen ist leer."),
        article("e", "Es regnet.", entities=[country("ukraine", "caption")]),
        article("f", "Das Getreide aus Ukraine liegt im Hafen.", duplicate_of="a", entities=[country("ukraine")]),
    )
    index.put(article("g", "Ukraine.", entities=[country("ukraine")]), deleted=["g"])
    return index


def test_the_likest_come_first_and_say_why(told: Subject) -> None:
    found = told.reader.similar(SOURCE, ALL, EVERY)
    assert [hit.id for hit in found.hits] == ["c", "b", "d"]
    assert found.total == 3
    shared = {hit.id: [(each.kind, each.key) for each in hit.shared] for hit in found.hits}
    assert shared["c"] == [("actor", "turkey"), ("actor", "ukraine")]
    assert set(shared["b"]) == {("actor", "ukraine"), ("term", "Getreide"), ("term", "Hafen")}
    assert shared["d"] == [("term", "Hafen")]


def test_a_weight_is_what_is_documented(told: Subject) -> None:
    (likest, *_) = told.reader.similar(SOURCE, ALL, EVERY).hits
    turkey, ukraine = (each.weight for each in likest.shared)
    rare, common = rarity(6, 2), rarity(6, 4)
    assert turkey == pytest.approx(rare / (rare + common) / 2)
    assert ukraine == pytest.approx(common / (rare + common) / 2)
    assert likest.score == turkey + ukraine == pytest.approx(0.5)


def test_what_stands_in_a_title_weighs_more(index: Subject) -> None:
    titled = article("a", entities=[country("ukraine", "title"), country("turkey")])
    index.put(titled, article("b", entities=[country("ukraine"), country("turkey")]))
    ((ukraine, turkey),) = [hit.shared for hit in index.reader.similar(titled, ALL, EVERY).hits]
    assert ukraine.weight / turkey.weight == pytest.approx(1 + log(4))
    assert ukraine.weight + turkey.weight == pytest.approx(1)


def test_a_word_is_shared_when_it_would_be_found(index: Subject) -> None:
    source = article("a", "Die Sanktionen wirken langsam.")
    index.put(
        source, article("b", "Eine Sanktion."), article("c", "Die Sanktionspolitik ruht."), article("d", "Langeweile.")
    )
    assert [hit.id for hit in index.reader.similar(source, ALL, EVERY).hits] == index.find("Sanktionen")[1:]


def test_filters_and_pages_choose(told: Subject) -> None:
    assert [hit.id for hit in told.reader.similar(SOURCE, ArticleQuery(sources={"included": ["x"]}), EVERY).hits] == [
        "b"
    ]
    assert [hit.id for hit in told.reader.similar(SOURCE, ALL, Window(1, 1)).hits] == ["b"]
    assert told.reader.similar(SOURCE, ALL, Window(0)) == (3, ())
    copy = SOURCE.model_copy(update={"id": "f", "duplicate_of": "a"})
    assert "a" not in [hit.id for hit in told.reader.similar(copy, ALL, EVERY).hits]


def test_nothing_is_like_what_shares_nothing(index: Subject) -> None:
    assert index.reader.similar(SOURCE, ALL, EVERY) == (0, ())
    index.put(SOURCE, article("b", "Ganz anders."))
    assert index.reader.similar(SOURCE, ALL, EVERY) == (0, ())


@settings(max_examples=60)
@given(commits, st.lists(article_queries, min_size=3, max_size=8), st.integers(0, 3), st.integers(0, 2))
def test_both_find_the_same_alike(written: Written, asked: list[ArticleQuery], limit: int, offset: int) -> None:
    with both(written) as (memory, whoosh):
        for document in [each for put, _ in written for each in put][:3]:
            for query in asked:
                for window in (EVERY, Window(limit, offset)):
                    assert whoosh.similar(document, query, window) == memory.similar(document, query, window)
