"""Whoosh counts as the index in memory does."""

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import FACETS, INTERVALS, Facet, Interval, NetworkShape
from app.domain.index_documents import IndexDocument
from app.domain.queries import WITHIN, ArticleQuery
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
