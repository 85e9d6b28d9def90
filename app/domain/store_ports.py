"""What the store does for articles, for entities and for keys; `app.domain.ports.Store` is all of it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.domain.annotations import Mention, Quotation
from app.domain.articles import Article, ArticleDraft, Cause, Change, Current, EntityLabel, Purged, Put, Revision
from app.domain.changes import History
from app.domain.entities import Completion, Entity, EntityCounts, EntitySort, Resolved
from app.domain.index_documents import IndexDocument
from app.domain.keys import ApiKey, Scope
from app.domain.listed import ListedArticle, ListedMention, ListedText


class ArticleStore(Protocol):
    """Articles, their revisions and the log of their changes."""

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

    def current(self, article_id: str) -> Current | None:
        """What is known of an id, deleted or not; None when it was never used."""
        ...

    def get(self, article_id: str) -> Article:
        """One article; raises `NotFoundError` and `GoneError`."""
        ...

    def find(self, ids: Sequence[str]) -> list[Article]:
        """The articles of these ids that there are, in the order asked for."""
        ...

    def listed(self, ids: Sequence[str]) -> list[ListedArticle]:
        """The same as lists show them: much quicker."""
        ...

    def listed_texts(self, ids: Sequence[str]) -> list[ListedText]:
        """The same with no more than highlights need."""
        ...

    def listed_mentions(self, ids: Sequence[str]) -> dict[str, list[ListedMention]]:
        """The same as `mentions`, with no more than highlights need."""
        ...

    def mentions(self, ids: Sequence[str]) -> dict[str, list[Mention]]:
        """The mentions of each of these articles, sorted by start, longest first."""
        ...

    def quotations(self, ids: Sequence[str]) -> dict[str, list[Quotation]]:
        """The quotations of each of these articles, sorted by start, longest first."""
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

    def newest(self, ids: Sequence[str], until: int, limit: int) -> list[tuple[str, int]]:
        """Those of these articles whose last change is none past `until`, each with its `seq`, the newest first."""
        ...

    def history(self, since: int, limit: int) -> History:
        """The same, each with the article before and after it, and how far the log reaches; all from one state."""
        ...

    def documents(self, ids: Sequence[str]) -> list[IndexDocument]:
        """The index documents of those of these ids that there are."""
        ...

    def head(self) -> int:
        """The newest `seq`; 0 for an empty log."""
        ...

    def count(self) -> int:
        """How many articles there are."""
        ...


class EntityStore(Protocol):
    """Who and what is mentioned, by id and by name."""

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

    def authority(self) -> str:
        """The digest of the authority files that it is in step with."""
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
        self,
        entity_id: str,
        zones: Collection[str],
        limit: int | None,
        offset: int,
        articles: Collection[str] | None = None,
    ) -> tuple[int, list[tuple[str, str]]]:
        """The number of mentions of an entity in these zones, and some of them as (article id, mention id).

        `articles` None means all articles. Newest article first by latest and earliest day, undated last, then by
        article id and in the order of the text.
        """
        ...

    def labels(self, ids: Sequence[str]) -> dict[str, EntityLabel]:
        """Label, type and Wikidata id of entities."""
        ...

    def entity(self, ref: str) -> Entity:
        """An entity by id or Wikidata id; raises `NotFoundError`."""
        ...

    def parts(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The organizations that each of these entities consists of, and what those consist of, by id."""
        ...

    def consisting(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The entities that say of themselves to be part of each of these, by id."""
        ...

    def entities(
        self,
        name: str | None,
        types: frozenset[str],
        limit: int | None,
        offset: int,
        sort: EntitySort = "-articles",
    ) -> tuple[int, list[tuple[Entity, EntityCounts]]]:
        """The number of entities and a page of them: those of most articles first, of most mentions, or seen last.

        Then by id; who was never seen is last. With `name` those of which a name begins with it (folded); an empty
        `types` takes all, `limit` None too.
        """
        ...

    def entity_counts(self, entity_id: str) -> EntityCounts:
        """How often, when first and when last an entity is met."""
        ...


class KeyStore(Protocol):
    """Who may do what."""

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
