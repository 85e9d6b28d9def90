"""Which documents pass the filters of a query, one by one and without an index."""

from collections.abc import Sequence

from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.search.mentioning import mentions_actor
from app.search.ordering import facts_of, passes


def passing(query: ArticleQuery, documents: Sequence[IndexDocument]) -> list[bool]:
    """See `SearchIndex.passing`."""
    return [passes(facts_of(each, 0), query) and mentions_actor(each.mentions, query) for each in documents]
