"""Our own index, as the product opens it."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.search.whoosh import WhooshIndex, WhooshWriter
from benchmarks.peers import LIMIT, Answer


class Writer:
    """See `benchmarks.peers.Writer`. Analysis is our own work, so it is done while adding."""

    def __init__(self, folder: Path) -> None:
        self._writer = WhooshWriter(folder)

    def prepare(self, document: IndexDocument) -> IndexDocument:
        """As it is."""
        return document

    def fill(self, batches: Iterable[Sequence[IndexDocument]]) -> None:
        """As a rebuild does."""
        self._writer.fill(batches, 1)

    def add(self, prepared: Sequence[IndexDocument]) -> None:
        """One durable commit."""
        self._writer.apply(prepared, [], self._writer.applied() + len(prepared))

    def commit(self) -> None:
        """It was, when they were added."""

    def close(self) -> None:
        """Let go of the lock."""
        self._writer.close()


class Reader:
    """See `benchmarks.peers.Reader`."""

    def __init__(self, folder: Path) -> None:
        self._index = WhooshIndex(folder)
        self._index.count()
        self.forget, self.forget_queries = self._index.forget, self._index.forget_queries

    def prepare(self, query: ArticleQuery) -> ArticleQuery:
        """As it is."""
        return query

    def ask(self, prepared: ArticleQuery) -> Answer:
        """The answer of the port."""
        hits = self._index.search(prepared, limit=LIMIT)
        return Answer(hits.total, [hit.id for hit in hits.hits])

    def refresh(self) -> None:
        """The next question looks, at the latest 200 ms after the last look."""
