"""The ports: what varies by technology, as the services see it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from app.domain.annotations import Annotation, Given, Mention, Span
from app.domain.articles import Article, ArticleDraft, Cause, Change, Current, EntityLabel, Purged, Put, Revision
from app.domain.entities import Completion, Entity, EntityCounts
from app.domain.frozen import Frozen
from app.domain.keys import ApiKey, Scope
from app.domain.queries import ArticleQuery

SortKey = tuple[str | int | float | None, ...]


class IndexDocument(Frozen):
    """What the index holds of an article.

    `passages` are (zone, text) in the order of the text; a phrase never spans two. `entities` are (zone, entity id)
    and `surfaces` (zone, text of the mention with single spaces, entity type), one for each mention. `dates` are (zone,
    first day, last day) of the dates that the text mentions. `language` is None when it is not known.
    """

    id: str
    language: str | None
    source: str | None
    passages: tuple[tuple[str, str], ...]
    entities: tuple[tuple[str, str], ...]
    surfaces: tuple[tuple[str, str, str], ...]
    dates: tuple[tuple[str, date, date], ...]
    earliest: date | None
    latest: date | None
    published_at: str | None
    ingested_at: datetime
    updated_at: datetime
    duplicate_of: str | None


class Hit(Frozen):
    """One article found: its place in the order (`key`) and, for a query with words, its score."""

    id: str
    key: SortKey
    score: float | None = None


class Hits(Frozen):
    """The answer to a query: exact counts and one page of it.

    `undated` counts the articles that match all other filters and have no date, `collapsed` the copies that were left
    out in favour of an elder article; `seq` is the last change that the index held when it answered.
    """

    total: int
    undated: int
    collapsed: int
    hits: tuple[Hit, ...]
    seq: int


class SearchIndex(Protocol):
    """Reads the index. Every answer comes from one state of it."""

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits in the query's order, from `offset` or behind the key `after`; all of them when `limit` is None.

        Order: `-date` is latest, earliest, `published_at` descending, then id; `date` is the reverse of the first
        three; undated articles are last in both; `-ingested` newest first, then id; `relevance` by descending score,
        then id. Ids always ascend. Raises `IndexUnavailableError`, `CursorInvalidError` when `after` is no key of
        this order, and `QueryTooCostlyError` when an advanced `q` stands for too many words of the index.
        """
        ...

    def mark(
        self, query: ArticleQuery, passages: Sequence[tuple[str, str]], language: str | None
    ) -> Sequence[Sequence[Span]]:
        """For each passage (zone, text) of an article in `language`, the spans in it that the words of a query match.

        Those of negated clauses are left out; spans may overlap, in any order.
        """
        ...

    def applied(self) -> int:
        """The `seq` of the last change that the index holds; 0 for an empty one."""
        ...

    def count(self) -> int:
        """How many articles the index holds."""
        ...

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has."""
        ...


class IndexWriter(Protocol):
    """Writes the index. One process, one writer."""

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, remove `deleted`, and record `applied`, all in one commit."""
        ...

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles, and from all files whatever these still hold of them. The checkpoint stays."""
        ...

    def applied(self) -> int:
        """The `seq` of the last change that was committed."""
        ...

    def close(self) -> None:
        """Release the lock."""
        ...


class Annotator(Protocol):
    """Text -> annotations; pure."""

    version: str

    def annotate(self, article_id: str, text: str, given: Given = ...) -> Annotation:
        """All that is found in `text`; what is `given` wins."""
        ...

    def sentences(self, text: str, title: str | None) -> list[Span]:
        """The sentences of `text`, whose title is `title`: those that the mentions in it are numbered by."""
        ...


class Resolved(Frozen):
    """A name as it was resolved. `by` is `id`, `wikidata`, `label` or `alias`, None when nothing has that name.

    `alternatives` are other entities of that name, best first; `others` are entities of types that a bare name does
    not reach (a region, a place).
    """

    name: str
    id: str | None
    by: str | None = None
    alternatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Store(Protocol):
    """The only truth. Each writing call is one transaction; a `seq` is handed out in commit order."""

    def put(self, draft: ArticleDraft, cause: Cause = "ingest", origin: str | None = None) -> Put:
        """Store a draft: `created`, `updated` (a new revision), or `unchanged` when the content hash is the same.

        With cause `reannotate` it is `unchanged` when no annotation differs. `origin` is the file that it was read
        from; what is ingested from none has none from then on. Raises `StorageFullError`.
        """
        ...

    def record_origin(self, article_id: str, origin: str) -> None:
        """Note the file that an article was read from again; raises `StorageFullError`."""
        ...

    def origins(self, place: str) -> Iterator[tuple[str, str]]:
        """The ids of the articles of a file, or of all files of a folder or an archive, each with its own file.

        In the order of the files, in constant memory.
        """
        ...

    def delete(self, article_id: str) -> int:
        """Delete an article and return the `seq`; raises `NotFoundError`, `GoneError`, `StorageFullError`."""
        ...

    def purge(self, article_id: str) -> Purged:
        """Erase all words of an article, living or deleted: only its id, its `seq`s and its times stay.

        Doing it again changes nothing. Raises `NotFoundError`, `StorageFullError`.
        """
        ...

    def scrub(self) -> None:
        """After purges: leave nothing of what they erased in the files, which may take a while.

        Raises `StorageFullError` and `BusyError`: then do it again.
        """
        ...

    def suppress(self, entity_id: str) -> int:
        """Tell nobody of an entity any more: no article mentions it, now or when it is annotated anew.

        Each article that did gets a revision with the cause `suppress`; returns how many. Raises `NotFoundError`.
        """
        ...

    def release(self, entity_id: str) -> None:
        """End a suppression: the next opening brings the entity back, the next annotation its mentions.

        Raises `NotFoundError`.
        """
        ...

    def suppressed(self) -> frozenset[str]:
        """The ids of those that are suppressed, also those that their names would get."""
        ...

    def current(self, article_id: str) -> Current | None:
        """What is known of an id, deleted or not; None when it was never used."""
        ...

    def get(self, article_id: str) -> Article:
        """One article; raises `NotFoundError` and `GoneError`."""
        ...

    def find(self, ids: Sequence[str]) -> list[Article]:
        """The articles of these ids that there are, in the order asked for."""
        ...

    def mentions(self, ids: Sequence[str]) -> dict[str, list[Mention]]:
        """The mentions of each of these articles, sorted by start, longest first."""
        ...

    def revisions(self, article_id: str) -> list[Revision]:
        """All revisions of an article, oldest first."""
        ...

    def sent(self, article_id: str) -> dict[str, Any]:
        """What was sent of the current revision; raises `NotFoundError` and `GoneError`."""
        ...

    def ids(self) -> Iterator[str]:
        """The ids of all articles, ascending, in constant memory."""
        ...

    def changes(self, since: int, limit: int) -> list[Change]:
        """Up to `limit` rows of the change log past `since`, in order."""
        ...

    def documents(self, ids: Sequence[str]) -> list[IndexDocument]:
        """The index documents of those of these ids that there are."""
        ...

    def authority(self) -> str:
        """The digest of the authority files that it is in step with."""
        ...

    def head(self) -> int:
        """The newest `seq`; 0 for an empty log."""
        ...

    def state(self) -> str:
        """A name of all that is stored: another after every change, and after the authority files changed."""
        ...

    def count(self) -> int:
        """How many articles there are."""
        ...

    def resolve(self, name: str, types: frozenset[str] | None) -> Resolved:
        """The entity that a name means: by id, Wikidata id, label, alias, in this order, best known first.

        `types` None means persons, organizations and countries.
        """
        ...

    def suggest(self, name: str, limit: int = 5) -> list[Entity]:
        """Entities whose names are like `name`, best first: what one may have meant."""
        ...

    def complete(self, beginning: str, unverified: bool, limit: int) -> tuple[int, list[Completion]]:
        """The number of entities of which a name begins so (folded), and the best of them.

        First those of exactly this name, then those that most articles mention, then by id; those that no authority
        file knows only if `unverified`.
        """
        ...

    def places(
        self, entity_id: str, zones: Collection[str], limit: int | None, offset: int
    ) -> tuple[int, list[tuple[str, str]]]:
        """The number of mentions of an entity in these zones, and some of them as (article id, mention id).

        Newest article first by latest and earliest day, undated last, then by article id and in the order of the text.
        """
        ...

    def labels(self, ids: Sequence[str]) -> dict[str, EntityLabel]:
        """Label, type and Wikidata id of entities."""
        ...

    def entity(self, ref: str) -> Entity:
        """An entity by id or Wikidata id; raises `NotFoundError`."""
        ...

    def entities(
        self, name: str | None, types: frozenset[str], limit: int | None, offset: int
    ) -> tuple[int, list[tuple[Entity, EntityCounts]]]:
        """The number of entities and a page of them, most mentioned articles first, then by id.

        With `name` those of which a name begins with it (folded); an empty `types` takes all, `limit` None too.
        """
        ...

    def entity_counts(self, entity_id: str) -> EntityCounts:
        """How often, when first and when last an entity is met."""
        ...

    def create_key(self, label: str, scopes: frozenset[Scope], expires_at: datetime | None = None) -> tuple[str, str]:
        """A new key: its id, and the key itself, which is nowhere kept (only its sha256 is)."""
        ...

    def find_key(self, key: str) -> ApiKey | None:
        """Which key this is, even one that has ended; None when it is none of ours. Compared in constant time."""
        ...

    def find_keys(self) -> list[ApiKey]:
        """All keys, also those that have ended, oldest first."""
        ...

    def revoke_key(self, key_id: str) -> ApiKey:
        """End a key now; raises `NotFoundError`."""
        ...

    def rotate_key(self, key_id: str, overlap: timedelta) -> tuple[str, str]:
        """A new key of the same label, scopes and expiry, as `create_key` gives it; the old one ends after `overlap`.

        Raises `NotFoundError`, and `GoneError` for a key that has ended.
        """
        ...

    def touch_key(self, key_id: str) -> None:
        """Remember that a key is used now; raises `NotFoundError`, `BusyError`, `StorageFullError`."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
