"""The `Store` port on SQLite: each call opens one transaction and does one thing in it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session

from app.domain.annotations import Mention, Quotation
from app.domain.articles import Article, ArticleDraft, Cause, Change, Current, EntityLabel, Purged, Put, Revision
from app.domain.changes import History
from app.domain.entities import Completion, Entity, EntityCounts, EntitySort, Resolved
from app.domain.index_documents import IndexDocument
from app.domain.keys import ApiKey, Scope
from app.domain.listed import ListedArticle, ListedMention, ListedText
from app.domain.queries import Window
from app.store import (
    articles,
    completions,
    counts,
    entities,
    history,
    keys,
    lines,
    mentions,
    names,
    origins,
    purges,
    quotations,
    revisions,
    suppressions,
    writes,
)
from app.store.authority import forget_digest, stored_digest
from app.store.database import Database
from app.store.listed import Labels, find_listed, find_listed_mentions, find_listed_texts
from app.store.remembered import Remembered

_PAGE = 1000

T = TypeVar("T")


def utc_now() -> datetime:
    """The clock of the store."""
    return datetime.now(UTC)


class SqliteStore:
    """Implements `app.domain.ports.Store`; may be used from many threads. `clock` says when a change happens."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._remembered = Remembered(database)
        self._labels = Remembered(database)
        self._actors = Labels(database.version)

    def _read(self, find: Callable[..., T], *asked: Any) -> T:
        with self._database.read() as session:
            return find(session, *asked)

    def put(self, draft: ArticleDraft, cause: Cause = "ingest", origin: str | None = None) -> Put:
        """See `Store.put`; with cause `reannotate` also raises `NotFoundError` and `GoneError`."""
        with self._database.write() as session:
            put = writes.put(session, draft, cause, self._clock())
            if cause == "ingest":
                origins.record(session, draft.id, origin)
            return put

    def record_origin(self, article_id: str, origin: str) -> None:
        """See `Store.record_origin`; nothing is written when it is known."""
        with self._database.read() as session:
            if origins.is_known(session, article_id, origin):
                return
        with self._database.write() as session:
            origins.record(session, article_id, origin)

    def origins(self, place: str) -> Iterator[tuple[str, str]]:
        """See `Store.origins`; page by page, so that no transaction stays open between them."""
        last = ("", "")
        while page := self._origins(place, last):
            yield from ((article_id, file) for file, article_id in page)
            last = page[-1]

    def _origins(self, place: str, last: tuple[str, str]) -> list[tuple[str, str]]:
        return self._read(origins.find_past, place, last, _PAGE)

    def delete(self, article_id: str) -> int:
        """See `Store.delete`."""
        with self._database.write() as session:
            return writes.delete(session, article_id, self._clock())

    def purge(self, article_id: str) -> Purged:
        """See `Store.purge`."""
        with self._database.write() as session:
            return purges.purge(session, article_id, self._clock())

    def scrub(self) -> None:
        """See `Store.scrub`."""
        purges.scrub(self._database)

    def suppress(self, entity_id: str) -> int:
        """See `Store.suppress`."""
        with self._database.write() as session:
            return suppressions.suppress(session, entities.get_entity(session, entity_id), self._clock())

    def release(self, entity_id: str) -> None:
        """See `Store.release`."""
        with self._database.write() as session:
            suppressions.release(session, entity_id)
            forget_digest(session)

    def suppressed(self) -> frozenset[str]:
        """See `Store.suppressed`."""
        return self._read(suppressions.suppressions)

    def current(self, article_id: str) -> Current | None:
        """See `Store.current`."""
        return self._read(articles.current, article_id)

    def get(self, article_id: str) -> Article:
        """See `Store.get`."""
        return self._read(articles.get, article_id)

    def find(self, ids: Sequence[str]) -> list[Article]:
        """See `Store.find`."""
        return self._read(articles.find, ids)

    def listed(self, ids: Sequence[str]) -> list[ListedArticle]:
        """See `Store.listed`."""
        with self._database.glance() as connection:
            return find_listed(connection, ids, self._actors)

    def listed_texts(self, ids: Sequence[str]) -> list[ListedText]:
        """See `Store.listed_texts`."""
        with self._database.glance() as connection:
            return find_listed_texts(connection, ids)

    def listed_mentions(self, ids: Sequence[str]) -> dict[str, list[ListedMention]]:
        """See `Store.listed_mentions`."""
        with self._database.glance() as connection:
            return find_listed_mentions(connection, ids)

    def mentions(self, ids: Sequence[str]) -> dict[str, list[Mention]]:
        """See `Store.mentions`."""
        return self._read(mentions.find_mentions, ids)

    def quotations(self, ids: Sequence[str]) -> dict[str, list[Quotation]]:
        """See `Store.quotations`."""
        return self._read(quotations.find_quotations, ids)

    def revisions(self, article_id: str) -> list[Revision]:
        """See `Store.revisions`."""
        return self._read(revisions.revisions, article_id)

    def sent(self, article_id: str) -> dict[str, Any]:
        """See `Store.sent`."""
        return self._read(articles.sent, article_id)

    def ids(self) -> Iterator[str]:
        """See `Store.ids`; pages of ids, so that no transaction stays open between them."""
        last: str | None = ""
        while last is not None:
            with self._database.read() as session:
                page = articles.ids_past(session, last, _PAGE)
            yield from page
            last = page[-1] if page else None

    def changes(self, since: int, limit: int) -> list[Change]:
        """See `Store.changes`."""
        return self._read(revisions.changes, since, limit)

    def newest(self, ids: Sequence[str], until: int, limit: int) -> list[tuple[str, int]]:
        """See `Store.newest`."""
        return self._read(articles.newest, ids, until, limit)

    def history(self, since: int, limit: int) -> History:
        """See `Store.history`."""
        return self._read(history.history, since, limit)

    def documents(self, ids: Sequence[str]) -> list[IndexDocument]:
        """See `Store.documents`."""
        return self._read(articles.documents, ids)

    def authority(self) -> str:
        """See `Store.authority`."""
        return self._remembered.recall(stored_digest) or ""

    def head(self) -> int:
        """See `Store.head`."""
        return self._remembered.recall(revisions.head)

    def state(self) -> str:
        """See `Store.state`."""
        return self._remembered.recall(_state)

    def version(self) -> int:
        """See `Store.version`."""
        return self._database.version()

    def count(self) -> int:
        """See `Store.count`."""
        return self._remembered.recall(articles.count)

    def resolve(self, name: str, types: frozenset[str] | None) -> Resolved:
        """See `Store.resolve`."""
        return self._remembered.recall(names.resolve, name, types)

    def suggest(self, name: str, limit: int = 5) -> list[Entity]:
        """See `Store.suggest`."""
        return self._read(names.suggest, name, limit)

    def complete(self, beginning: str, unverified: bool, limit: int) -> tuple[int, list[Completion]]:
        """See `Store.complete`."""
        return self._read(completions.complete, beginning, unverified, limit)

    def places(
        self,
        entity_id: str,
        zones: Collection[str],
        limit: int | None,
        offset: int,
        articles: Collection[str] | None = None,
    ) -> tuple[int, list[tuple[str, str]]]:
        """See `Store.places`."""
        return self._read(lines.find_places, entity_id, zones, articles, Window(limit, offset))

    def labels(self, ids: Sequence[str]) -> dict[str, EntityLabel]:
        """See `Store.labels`."""
        return self._labels.recall_each(entities.labels, ids)

    def entity(self, ref: str) -> Entity:
        """See `Store.entity`."""
        return self._remembered.recall(entities.get_entity, ref)

    def parts(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See `Store.parts`."""
        return self._read(entities.find_parts, ids)

    def consisting(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """See `Store.consisting`."""
        return self._read(entities.find_consisting, ids)

    def entities(
        self, name: str | None, types: frozenset[str], limit: int | None, offset: int, sort: EntitySort = "-articles"
    ) -> tuple[int, list[tuple[Entity, EntityCounts]]]:
        """See `Store.entities`."""
        return self._read(entities.find_entities, name, types, sort, Window(limit, offset))

    def entity_counts(self, entity_id: str) -> EntityCounts:
        """See `Store.entity_counts`."""
        return self._remembered.recall(_entity_counts, entity_id)

    def create_key(self, label: str, scopes: frozenset[Scope], expires_at: datetime | None = None) -> tuple[str, str]:
        """See `Store.create_key`."""
        with self._database.write() as session:
            return keys.create_key(session, label, scopes, self._clock(), expires_at)

    def find_key(self, key: str) -> ApiKey | None:
        """See `Store.find_key`."""
        return self._read(keys.find_key, key)

    def find_keys(self) -> list[ApiKey]:
        """See `Store.find_keys`."""
        return self._read(keys.find_keys)

    def revoke_key(self, key_id: str) -> ApiKey:
        """See `Store.revoke_key`."""
        with self._database.write() as session:
            return keys.revoke_key(session, key_id, self._clock())

    def rotate_key(self, key_id: str, overlap: timedelta) -> tuple[str, str]:
        """See `Store.rotate_key`."""
        at = self._clock()
        with self._database.write() as session:
            return keys.rotate_key(session, key_id, at, at + overlap)

    def touch_key(self, key_id: str) -> None:
        """See `Store.touch_key`."""
        with self._database.write() as session:
            keys.touch_key(session, key_id, self._clock())

    def close(self) -> None:
        """See `Store.close`."""
        self._database.close()


def _state(session: Session) -> str:
    return f"{revisions.head(session)} {stored_digest(session)}"


def _entity_counts(session: Session, entity_id: str) -> EntityCounts:
    return counts.read_counts(session, [entity_id])[entity_id]
