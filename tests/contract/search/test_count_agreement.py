"""Whoosh counts as the index in memory does."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import FACETS, INTERVALS, Facet, Interval
from app.domain.index_documents import IndexDocument
from app.domain.networks import NetworkShape
from app.domain.queries import WITHIN, ArticleQuery, Together
from app.search.memory import MemoryIndex
from app.search.whoosh import WhooshIndex, WhooshWriter
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


@settings(max_examples=60, deadline=None)
@given(commits, st.lists(asked, min_size=5, max_size=15))
def test_both_count_alike(
    written: list[tuple[list[IndexDocument], list[str]]],
    asked: list[tuple[ArticleQuery, Facet, Interval, NetworkShape]],
) -> None:
    memory = MemoryIndex()
    with tempfile.TemporaryDirectory() as folder, closing(WhooshWriter(Path(folder))) as writer:
        for applied, (put, deleted) in enumerate(written, start=1):
            for index in (memory, writer):
                index.apply(put, deleted, applied)
        with closing(WhooshIndex(Path(folder))) as whoosh:
            for query, facet, interval, shape in asked:
                assert whoosh.facet(query, facet) == memory.facet(query, facet)
                assert whoosh.timeline(query, interval) == memory.timeline(query, interval)
                assert whoosh.network(query, shape) == memory.network(query, shape)
                assert whoosh.neighborhood(query, "eu", shape) == memory.neighborhood(query, "eu", shape)


@settings(max_examples=60, deadline=None)
@given(commits, article_queries, shapes)
def test_a_weight_is_the_number_of_articles_that_mention_both(
    written: list[tuple[list[IndexDocument], list[str]]], query: ArticleQuery, shape: NetworkShape
) -> None:
    memory = MemoryIndex()
    for applied, (put, deleted) in enumerate(written, start=1):
        memory.apply(put, deleted, applied)
    query = query.model_copy(update={"together": None})
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
    return memory.search(query.model_copy(update={"together": together}), limit=0).total
