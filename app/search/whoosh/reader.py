"""Searches the live generation of the index, wherever it is switched to."""

import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock

from whoosh.index import TOC, FileIndex

from app.domain.annotations import Span
from app.domain.ports import Hits, SortKey
from app.domain.queries import ArticleQuery
from app.errors import IndexUnavailableError
from app.search.marking import mark
from app.search.ordering import Page, answer
from app.search.whoosh.generations import live_generation
from app.search.whoosh.layout import fingerprint
from app.search.whoosh.snapshot import Snapshot
from app.search.whoosh.storage import INDEX, DurableStorage, read_manifest

_REFRESH = 0.2
_ATTEMPTS = 5
_PAUSE = 0.02

logger = logging.getLogger(__name__)

_Version = tuple[str, int]
"""A generation and the number of its last commit."""


class WhooshIndex:
    """A `SearchIndex`. Opens the index when it is first asked; a folder without one counts as empty.

    What was committed, or switched to, is seen after 200 ms at most. When the newest state cannot be opened, the one
    before goes on answering. Safe to use from several threads, which take turns: Whoosh's readers share a file
    position, and Python would not run them side by side anyway.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._version: _Version | None = None
        self._looked: float | None = None

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits, as the port says; raises `IndexUnavailableError`."""
        with self._lock:
            snapshot = self._newest()
            if snapshot is None:
                return Hits(total=0, undated=0, collapsed=0, hits=(), seq=0)
            return answer(snapshot.find(query), query, Page(limit, offset, after), snapshot.applied)

    def mark(
        self, query: ArticleQuery, passages: Sequence[tuple[str, str]], language: str | None
    ) -> Sequence[Sequence[Span]]:
        """The spans, as the port says."""
        return mark(query, passages, language)

    def applied(self) -> int:
        """The `seq` of the last change; raises `IndexUnavailableError`."""
        with self._lock:
            snapshot = self._newest()
            return snapshot.applied if snapshot else 0

    def count(self) -> int:
        """How many articles there are; raises `IndexUnavailableError`."""
        with self._lock:
            snapshot = self._newest()
            return snapshot.count() if snapshot else 0

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has; raises `IndexUnavailableError`."""
        with self._lock:
            snapshot = self._newest()
            return snapshot.sources if snapshot else {}

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        with self._lock:
            self._take(None, None)
            self._looked = None

    def _newest(self) -> Snapshot | None:
        now = time.monotonic()
        if self._looked is None or now - self._looked >= _REFRESH:
            self._refresh()
            self._looked = now
        return self._snapshot

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
            reader = FileIndex(storage, indexname=INDEX).reader()
            self._take(Snapshot(reader, self._snapshot.segments if self._snapshot else {}), version)

    def _take(self, snapshot: Snapshot | None, version: _Version | None) -> None:
        former, self._snapshot, self._version = self._snapshot, snapshot, version
        if former:
            former.close()
