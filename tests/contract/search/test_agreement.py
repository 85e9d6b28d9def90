"""Whoosh finds, counts, scores and orders as the index in memory does."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.actors import ActorExpression, AllOf, AnyOf, Anyone, Entities, Not, Surface
from app.domain.annotations import ARTICLE_ZONES, ZONES
from app.domain.dates import DateInterval
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.queries import SORTS, WITHIN, ArticleQuery, Choice, Together
from app.domain.word_grammar import parse_word_expression
from app.domain.words import parse_words
from app.search.memory import MemoryIndex
from tests.contract.search.documents import START, Written, both

ids = st.sampled_from([f"a{number}" for number in range(8)])
zones = st.sampled_from([*ZONES, "title", "body", "body"])
WORDS = ["Außenminister", "Aussenministern", "fordern", "fördern", "EU-Rat", "Rat", "sanctions", "neue", "neuen", "Rat"]
ODD = ["x" * 65, "é", "२", "AND", "schön"]
texts = st.lists(st.sampled_from(WORDS) | st.sampled_from(WORDS + ODD), min_size=1, max_size=8).map(" ".join)
parts = st.sampled_from(
    [*WORDS, *ODD, "Auß*", "neu*", "sanction", '"EU Rat"', '"Rat neue"', '"neuen Rat Rat"', "foerdern"]
)
queries = st.lists(st.builds("".join, st.tuples(st.sampled_from(["", "", "-"]), parts)), max_size=3).map(" ".join)
NEAR = ['"Rat neue"~2', '"neuen Rat Rat"~3', "title:Rat", 'boilerplate:"EU Rat"']
ALIKE = ["for?ern", "foe?dern", "Auß*in?ster", "San*ion?", "fordern~1", "neue~2", "body:for*", "caption:neue~1"]
leaves = parts.filter(lambda part: part not in {"AND", "x" * 65}) | st.sampled_from([*NEAR, *ALIKE])
advanced = st.recursive(
    leaves,
    lambda part: (
        st.builds("NOT ({})".format, part)
        | st.builds("({}) ({})".format, part, part)
        | st.builds("({}) OR ({})".format, part, part)
        | st.builds("title:({})".format, part)
    ),
    max_leaves=5,
)
TYPES = {"eu": "organization", "michel": "person", "paris": "place", "x-person-michel": "person"}
entities = st.sampled_from([*TYPES])
types = st.sampled_from(["person", "place"])
forms = st.sampled_from(["Michel", "Michels", "Paris", "Paris’", "Zürich"])
mentions = st.builds(
    lambda entity, *rest: IndexMention(entity, TYPES[entity], *rest),
    *(entities, zones, st.integers(0, 3), st.integers(0, 1), forms, st.integers(0, 4).map(bool)),
)
choices = st.frozensets(st.sampled_from(["de", "en", "fr", None]), max_size=2)
days = st.dates(date(2016, 1, 1), date(2016, 3, 1))
precisions = st.frozensets(st.sampled_from([None, "day", "month", "interval"]), max_size=2)


@st.composite
def documents(draw: st.DrawFn) -> IndexDocument:
    earliest = draw(st.none() | days)
    return IndexDocument(
        id=draw(ids),
        language=draw(st.sampled_from(["de", "en", "fr", None])),
        source=draw(st.sampled_from(["de", "en", None])),
        passages=tuple(draw(st.lists(st.tuples(zones, texts), min_size=1, max_size=4))),
        mentions=tuple(draw(st.lists(mentions, max_size=6))),
        dates=tuple(
            (zone, day, day + timedelta(days=3)) for zone, day in draw(st.lists(st.tuples(zones, days), max_size=2))
        ),
        earliest=earliest,
        latest=earliest and earliest + timedelta(days=draw(st.integers(0, 31))),
        estimate=None if earliest else draw(st.none() | days.map(lambda day: (day, day + timedelta(days=30)))),
        published_at=draw(st.sampled_from([None, "08:00", "2016-01-01T09:00:00+02:00"])),
        ingested_at=START + timedelta(hours=draw(st.integers(0, 30))),
        updated_at=START + timedelta(hours=draw(st.integers(0, 30))),
        duplicate_of=draw(st.none() | ids),
    )


actors: st.SearchStrategy[ActorExpression] = st.recursive(
    st.builds(Entities, ids=st.lists(entities, max_size=2).map(tuple))
    | st.builds(Surface, form=forms, type=st.none() | types)
    | st.builds(Anyone, type=st.none() | types),
    lambda part: (
        st.builds(Not, part=part)
        | st.builds(AllOf, parts=st.lists(part, max_size=2).map(tuple))
        | st.builds(AnyOf, parts=st.lists(part, max_size=2).map(tuple))
    ),
    max_leaves=4,
)


def rarely(strategy: st.SearchStrategy[Any], usual: Any) -> st.SearchStrategy[Any]:
    """The usual value, and now and then another: filters that all bite leave nothing to compare."""
    return st.integers(0, 4).flatmap(lambda throw: st.just(usual) if throw else strategy)


intervals = st.builds(DateInterval, earliest=st.none() | days, latest=st.none() | days)
clocked = st.dates(START.date(), START.date() + timedelta(days=2)).map(lambda day: DateInterval(earliest=day))
article_queries = st.builds(
    ArticleQuery,
    text=st.none() | queries.map(parse_words) | advanced.map(parse_word_expression),
    actor=rarely(actors, None),
    actor_within=rarely(st.sampled_from(WITHIN), "article"),
    actor_min=rarely(st.integers(1, 3), 1),
    actor_role=rarely(st.just("speaker"), None),
    actor_zones=rarely(st.frozensets(zones), None),
    together=rarely(
        st.builds(Together, ids=st.lists(entities, max_size=2).map(tuple), within=st.sampled_from(WITHIN)), None
    ),
    interval=st.none() | intervals,
    estimates=st.booleans(),
    date_match=st.sampled_from(["overlaps", "within", "covers"]),
    undated=rarely(st.sampled_from(["exclude", "only"]), "include"),
    mentioned=rarely(intervals, None),
    ingested=rarely(clocked, None),
    updated=rarely(clocked, None),
    duplicates=rarely(st.sampled_from(["collapse", "only"]), "show"),
    sources=rarely(st.builds(Choice, included=choices, excluded=choices), Choice()),
    languages=rarely(st.builds(Choice, included=choices, excluded=choices), Choice()),
    zones=rarely(st.frozensets(zones), ARTICLE_ZONES),
    word_zones=rarely(st.frozensets(zones), None),
    date_within=rarely(intervals, None),
    date_precision=rarely(st.builds(Choice, included=precisions, excluded=precisions), Choice()),
    sort=st.sampled_from(SORTS),
)
commits = st.lists(st.tuples(st.lists(documents(), max_size=6), st.lists(ids, max_size=2)), min_size=1, max_size=3)


@settings(max_examples=60)
@given(commits, st.lists(article_queries, min_size=5, max_size=15), st.integers(0, 3), st.integers(0, 3))
def test_both_answer_alike(written: Written, asked: list[ArticleQuery], limit: int, offset: int) -> None:
    with both(written) as (memory, whoosh):
        assert whoosh.count() == memory.count()
        for query in asked:
            whole = memory.search(query, limit=None)
            assert whoosh.search(query, limit=None) == whole
            page = whoosh.search(query, limit=limit, offset=offset)
            assert page == memory.search(query, limit=limit, offset=offset)
            if whole.hits:
                key = whole.hits[len(whole.hits) // 2].key
                assert whoosh.search(query, limit=limit, after=key) == memory.search(query, limit=limit, after=key)


@settings(max_examples=60)
@given(st.lists(documents(), max_size=8), st.lists(article_queries, min_size=5, max_size=15))
def test_a_document_passes_where_a_search_finds_it(written: list[IndexDocument], asked: list[ArticleQuery]) -> None:
    memory = MemoryIndex()
    memory.apply(written, [], 1)
    there = list({document.id: document for document in written}.values())
    for query in asked:
        shown = query.model_copy(update={"text": None, "duplicates": query.duplicates.replace("collapse", "show")})
        found = {hit.id for hit in memory.search(shown, limit=None).hits}
        assert [document.id in found for document in there] == memory.passing(shown, there)
