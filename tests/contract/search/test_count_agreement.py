"""Whoosh counts as the index in memory does, and each of both as much as the narrowed query finds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import FACETS, INTERVALS, Facet, Interval, bucket_days
from app.domain.narrowing import to_days, to_precision, to_unknown, to_value
from app.domain.networks import NetworkShape
from app.domain.ports import SearchIndex
from app.domain.queries import WITHIN, ArticleQuery, Choice, Together
from app.search.counting import DATED
from app.search.memory import MemoryIndex
from tests.contract.search.documents import Written, both
from tests.contract.search.test_agreement import article_queries, commits

shapes = st.builds(
    NetworkShape,
    within=st.sampled_from(WITHIN),
    types=st.frozensets(st.sampled_from(ENTITY_TYPES[:5])),
    max_nodes=st.integers(0, 4),
    min_weight=st.integers(0, 3),
    unverified=st.booleans(),
)
asked = st.tuples(article_queries, st.sampled_from(FACETS), st.sampled_from(INTERVALS), shapes)


@settings(max_examples=60)
@given(commits, st.lists(asked, min_size=5, max_size=15))
def test_both_count_alike(
    written: Written,
    asked: list[tuple[ArticleQuery, Facet, Interval, NetworkShape]],
) -> None:
    with both(written) as (memory, whoosh):
        for query, facet, interval, shape in asked:
            for most in (None, 0, 2):
                assert whoosh.facets(query, [facet], most)[0] == memory.facets(query, [facet], most)[0]
            assert whoosh.timeline(query, interval) == memory.timeline(query, interval)
            assert whoosh.network(query, shape) == memory.network(query, shape)
            assert whoosh.neighborhood(query, "eu", shape) == memory.neighborhood(query, "eu", shape)
            assert_found(whoosh, query, facet, interval)


def assert_found(index: SearchIndex, query: ArticleQuery, facet: Facet, interval: Interval) -> None:
    """What a bucket counts is what can be found; what tells of a date adds up."""
    counted, timeline, total = index.facets(query, [facet])[0], index.timeline(query, interval), found(index, query)
    for value, count in counted.buckets:
        assert found(index, to_value(query, facet, value)) == count
    if facet in DATED:
        assert sum(count for _, count in counted.buckets) + counted.unknown == total
    else:
        assert found(index, to_unknown(query, facet)) == counted.unknown
    assert sum(count for _, count in (*timeline.buckets, *timeline.imprecise)) + timeline.undated == total
    assert found(index, to_precision(query, [None])) == timeline.undated
    for key, count in timeline.buckets:
        assert found(index, to_days(query, bucket_days(key))) == count


def found(index: SearchIndex, query: ArticleQuery) -> int:
    return index.search(query, limit=0).total


@settings(max_examples=60)
@given(commits, article_queries, shapes)
def test_a_weight_is_the_number_of_articles_that_mention_both(
    written: Written, query: ArticleQuery, shape: NetworkShape
) -> None:
    memory = MemoryIndex()
    for applied, (put, deleted) in enumerate(written, start=1):
        memory.apply(put, deleted, applied)
    query = query.model_copy(update={"together": None})
    if query.duplicates == "collapse":  # of copies that differ another may be the eldest with both
        query = query.model_copy(update={"date_within": None, "date_precision": Choice()})
    network = memory.network(query, shape)
    assert network.total == memory.search(query, limit=0).total
    edges = [*network.edges]
    for name, _ in network.nodes[:1]:
        near = memory.neighborhood(query, name, shape)
        assert near.articles == total(memory, query, shape, name)
        edges += [(name, each.id, each.weight) for each in near.neighbors]
    for first, second, weight in edges:
        assert weight == total(memory, query, shape, first, second)


def total(memory: MemoryIndex, query: ArticleQuery, shape: NetworkShape, *names: str) -> int:
    together = Together(ids=names, within=shape.within)
    return found(memory, query.model_copy(update={"together": together}))
