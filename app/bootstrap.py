"""The one place that picks adapters: SQLite for the store, Whoosh for the index, the built-in rules as annotator."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import perf_counter

from app.annotate import Annotator, build_annotator, explain, find_sentences
from app.domain.annotations import Annotation, Given, Mention, Span
from app.domain.authority import AuthorityFiles
from app.domain.explanations import Explanation
from app.domain.ports import IndexWriter, Store
from app.errors import BusyError
from app.search.whoosh import (
    WhooshIndex,
    WhooshWriter,
    create_generation,
    live_generation,
    prune,
    rebuilding,
    switch,
    verify,
)
from app.services import Services, ignore
from app.services.indexing import fill
from app.settings import Settings, shipped
from app.store import SqliteStore, open_store

_GIVEN_NOTHING = Given()


class LazyAnnotator:
    """The annotator, built when the first text comes: it takes longer than all else that a process starts with."""

    version = Annotator.version

    def __init__(self, authority: AuthorityFiles, on_extraction: Callable[[float], None]) -> None:
        self._authority = authority
        self._on_extraction = on_extraction

    def annotate(self, article_id: str, text: str, given: Given = _GIVEN_NOTHING) -> Annotation:
        """See `Annotator.annotate`; raises `InvalidBodyError` when the authority files have become unreadable."""
        annotator = _build(self._authority, self._authority.digest)
        started = perf_counter()
        found = annotator.annotate(article_id, text, given)
        if text:  # an empty one only warms up
            self._on_extraction(perf_counter() - started)
        return found

    def sentences(self, text: str, title: str | None) -> list[Span]:
        """See `Annotator.sentences`; who is known does not matter to it."""
        return find_sentences(text, title)

    def explain(self, text: str, mentions: Sequence[Mention], labels: Mapping[str, str]) -> list[Explanation]:
        """See `Annotator.explain`."""
        return explain(text, mentions, labels)


@lru_cache(maxsize=4)
def _build(authority: AuthorityFiles, _state: str) -> Annotator:
    return build_annotator(authority.load())


def open_migrated_store(settings: Settings) -> SqliteStore:
    """The database, migrated and in step with the authority files; raises `AppError`."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    authority = AuthorityFiles(folder=settings.authority_dir)
    return open_store(settings.database, shipped("migrations"), authority, min_free=settings.min_free)


def open_annotator(settings: Settings, on_extraction: Callable[[float], None] = ignore) -> LazyAnnotator:
    """The annotator that knows the names of the authority files; see `open_services`."""
    return LazyAnnotator(AuthorityFiles(folder=settings.authority_dir), on_extraction)


def open_services(
    settings: Settings, on_extraction: Callable[[float], None] = ignore, on_put: Callable[[str], None] = ignore
) -> Services:
    """All that the verbs work with; raises `AppError`. Close with `close_services`.

    `on_extraction` hears how many seconds an annotation took, `on_put` what became of each article that was put.
    """
    return Services(
        store=open_migrated_store(settings),
        index=WhooshIndex(settings.index_dir, keep_queries=settings.answer_cache > 0),
        annotator=open_annotator(settings, on_extraction),
        on_put=on_put,
    )


def close_services(services: Services) -> None:
    """Let go of the database."""
    services.store.close()


@contextmanager
def using_services(settings: Settings) -> Iterator[Services]:
    """`open_services` for the length of a `with`."""
    services = open_services(settings)
    try:
        yield services
    finally:
        close_services(services)


@dataclass(frozen=True)
class LiveWriter:
    """The writer of the live generation; `superseded()` once another generation has taken its place."""

    writer: IndexWriter
    superseded: Callable[[], bool]


@contextmanager
def writing_index(settings: Settings, store: Store, on_rebuild: Callable[[str], None]) -> Iterator[LiveWriter]:
    """The writer of a sound index: one that is missing, damaged or ahead of the store is first built anew.

    `on_rebuild` hears why.
    """
    reason = verify(settings.index_dir) or _ahead(settings, store)
    if reason:
        on_rebuild(reason)
        rebuild_index(settings, store)
    name = live_generation(settings.index_dir)
    with closing(WhooshWriter(settings.index_dir)) as writer:
        with suppress(BusyError), rebuilding(settings.index_dir):
            prune(settings.index_dir)
        yield LiveWriter(writer, lambda: live_generation(settings.index_dir) != name)


def _ahead(settings: Settings, store: Store) -> str | None:
    applied, head = WhooshIndex(settings.index_dir).applied(), store.head()
    return f"the index holds change {applied}, the store ends at {head}" if applied > head else None


def rebuild_index(settings: Settings, store: Store, on_batch: Callable[[int], None] | None = None) -> None:
    """Build a new generation beside the live one, then switch to it; readers go on all the while."""
    folder: Path = settings.index_dir
    with rebuilding(folder):
        name = create_generation(folder)
        with closing(WhooshWriter(folder, name)) as writer:
            fill(store, writer, on_batch=on_batch)
        switch(folder, name)
        prune(folder, wait=True)
