"""Searches the live generation of the index, wherever it is switched to."""

import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from whoosh.index import TOC

from app.domain.counts import Facet, FacetCounts, Interval, Timeline
from app.domain.index_documents import IndexDocument
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.passages import Passages, Stretches
from app.domain.ports import Hits, SortKey
from app.domain.queries import ArticleQuery, Window
from app.domain.similarity import SimilarHits
from app.errors import IndexUnavailableError
from app.search.marking import Marker
from app.search.ordering import Page
from app.search.passing import passing
from app.search.respelling import completed, respelled
from app.search.whoosh.allocation import keep_freed_memory
from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.fields import fingerprint
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.similarity import find_similar
from app.search.whoosh.finding.snapshot import Snapshot
from app.search.whoosh.finding.tallies import find_facets, find_neighborhood, find_network, find_timeline
from app.search.whoosh.finding.terms import alike, begun
from app.search.whoosh.finding.views import View
from app.search.whoosh.generations import live_generation
from app.search.whoosh.residence import Residence
from app.search.whoosh.segments.container import Container
from app.search.whoosh.storage import INDEX, DurableStorage, read_manifest

_REFRESH = 0.2
_ATTEMPTS = 5
_PAUSE = 0.02
_EMPTY = Snapshot((), 0)

logger = logging.getLogger(__name__)

_Version = tuple[str, int]
"""A generation and the number of its last commit."""


class WhooshIndex:
    """A `SearchIndex`. Opens the index when it is first asked; a folder without one counts as empty.

    What was committed, or switched to, is seen after 200 ms at most. When the newest state cannot be opened, the one
    before goes on answering. Any number of threads may search at once: one of them looks for a newer state when it is
    time to, and the others do not wait for it. What was found of words and filters is kept, and how a query puts them
    together; if `keep_queries`, what it chose as well, for its next page.
    """

    def __init__(self, folder: Path, *, keep_queries: bool = True) -> None:
        keep_freed_memory()
        self._folder = folder
        self._keep_queries = keep_queries
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._version: _Version | None = None
        self._opened: Mapping[str, tuple[Container, Leaf]] = {}
        self._residence = Residence()
        self._looked: float | None = None
        self._taken = 0
        self._marker = Marker()

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits, as the port says; raises `IndexUnavailableError`."""
        return self.snapshot().search(query, Page(limit, offset, after))

    def facets(self, query: ArticleQuery, facets: Sequence[Facet], most: int | None = None) -> list[FacetCounts]:
        """The counts, as the port says; raises `IndexUnavailableError`."""
        return find_facets(self.snapshot(), query, facets, most)

    def timeline(self, query: ArticleQuery, interval: Interval) -> Timeline:
        """The timeline, as the port says; raises `IndexUnavailableError`."""
        return find_timeline(self.snapshot(), query, interval)

    def network(self, query: ArticleQuery, shape: NetworkShape) -> Network:
        """The network, as the port says; raises `IndexUnavailableError`."""
        return find_network(self.snapshot(), query, shape)

    def neighborhood(self, query: ArticleQuery, entity: str, shape: NetworkShape) -> Neighborhood:
        """The neighborhood, as the port says; raises `IndexUnavailableError`."""
        return find_neighborhood(self.snapshot(), query, entity, shape)

    def similar(self, document: IndexDocument, query: ArticleQuery, window: Window) -> SimilarHits:
        """The articles, as the port says; raises `IndexUnavailableError`."""
        return find_similar(self.snapshot(), document, query, window)

    def completions(self, beginning: str, limit: int) -> Sequence[str]:
        """The words, as the port says; raises `IndexUnavailableError`."""
        return completed(begun(self.snapshot().views, beginning, 20 * limit), beginning, limit)

    def respellings(self, word: str, limit: int) -> Sequence[str]:
        """The words, as the port says; raises `IndexUnavailableError`."""
        return respelled(alike(self.snapshot().views, word), word, limit)

    def passing(self, query: ArticleQuery, documents: Sequence[IndexDocument]) -> list[bool]:
        """The documents, as the port says."""
        return passing(query, documents)

    def mark(self, query: ArticleQuery, texts: Sequence[Passages]) -> Stretches:
        """The stretches, as the port says."""
        return self._marker.mark(query, texts)

    def applied(self) -> int:
        """The `seq` of the last change; raises `IndexUnavailableError`."""
        return self.snapshot().applied

    def state(self) -> int:
        """A number of the state, as the port says; raises `IndexUnavailableError`."""
        self.snapshot()
        return self._taken

    def count(self) -> int:
        """How many articles there are; raises `IndexUnavailableError`."""
        return self.snapshot().count

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has; raises `IndexUnavailableError`."""
        return self.snapshot().sources

    def snapshot(self) -> Snapshot:
        """The newest state, not older than 200 ms; raises `IndexUnavailableError`."""
        self._residence.check()
        looked = self._looked
        if looked is None or time.monotonic() - looked >= _REFRESH:
            self._look(wait=looked is None)
        return self._snapshot or _EMPTY

    def forget_queries(self) -> None:
        """Drop what is kept of whole queries, and keep what was found of words and filters."""
        self.snapshot().forget_queries()

    def forget(self) -> None:
        """Drop all results that are kept."""
        self.snapshot().forget()

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        with self._lock:
            self._snapshot, self._version, self._opened, self._looked = None, None, {}, None
            self._residence.watch((), 0)

    def _look(self, *, wait: bool) -> None:
        """Look for a newer state, unless another thread does so right now; `wait` for it when there is none yet."""
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if self._looked is None or time.monotonic() - self._looked >= _REFRESH:
                self._refresh()
                self._looked = time.monotonic()
        finally:
            self._lock.release()

    def _refresh(self) -> None:
        """Take the newest state; a table of contents may vanish under us when a commit or a switch replaces it."""
        for _ in range(_ATTEMPTS):
            try:
                return self._reopen()
            except Exception as error:  # a damaged index may raise anything
                failure = error
                time.sleep(_PAUSE)
        if self._snapshot is None:
            raise IndexUnavailableError("The index cannot be read.") from failure
        logger.warning("the newest state of the index cannot be read: %s", failure)
        return None

    def _reopen(self) -> None:
        name = live_generation(self._folder)
        if name is None:
            return
        storage = DurableStorage(self._folder / name, readonly=True)
        version = (name, TOC._latest_generation(storage, INDEX))
        if version != self._version:
            if read_manifest(self._folder / name).fingerprint != fingerprint():
                raise IndexUnavailableError("The index was written in another format.")
            self._take(self._folder / name, TOC.read(storage, INDEX).segments, version)

    def _take(self, folder: Path, segments: Sequence[ArraySegment], version: _Version) -> None:
        """Open the segments that are not open yet; a segment never changes, but for what is deleted from it."""
        opened = {
            each.segment_id(): self._opened.get(each.segment_id()) or _open(each.path(folder)) for each in segments
        }
        views = [View(opened[each.segment_id()][1], each.live() if each.has_deletions() else None) for each in segments]
        applied = max((each.applied for each in segments), default=0)
        self._snapshot = Snapshot(views, applied, keep_queries=self._keep_queries)
        self._version, self._opened = version, opened
        self._residence.watch([file for file, _ in opened.values()], self._snapshot.count)
        self._taken += 1


def _open(path: Path) -> tuple[Container, Leaf]:
    file = Container(path)
    return file, Leaf(file)
