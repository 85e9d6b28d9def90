"""Articles: what is stored and served of one, and what a change to one is."""

from datetime import datetime
from typing import Any, Literal

from app.domain.annotations import ArticleDate, EntityType, FoundEntity, Mention, MentionedDate, Quotation, Span, Zone
from app.domain.frozen import Frozen
from app.domain.rights import Rights

Operation = Literal["upsert", "delete"]
Cause = Literal["ingest", "delete", "reannotate", "relink", "purge", "suppress"]
PutStatus = Literal["created", "updated", "unchanged"]


class ActorCount(Frozen):
    """An actor of an article: how often its title, lead and body mention it, and where first."""

    id: str
    label: str
    type: EntityType
    wikidata_id: str | None
    mentions: int
    first: int


class EntityLabel(Frozen):
    """What a reader needs to show an entity id."""

    label: str
    type: EntityType
    wikidata_id: str | None


class _Described(Frozen):
    """A text and what is known of it. `text` is NFC with `\\n` line ends; all spans index into it.

    `rights` is what the article itself says of who may read its text; None leaves it to the service.
    """

    id: str
    text: str
    text_version: str
    title: str | None
    kicker: str | None
    language: str
    source: str | None
    url: str | None
    author: str | None
    rights: Rights | None = None
    metadata: dict[str, Any]
    date: ArticleDate
    excerpt: Span | None
    zones: tuple[Zone, ...]
    dates: tuple[MentionedDate, ...] = ()


class Article(_Described):
    """An article as it stands in the store."""

    actors: tuple[ActorCount, ...]
    duplicate_of: str | None
    revision: int
    seq: int
    ingested_at: datetime
    updated_at: datetime


class Revision(Frozen):
    """One past or present state of an article: its number, when, why and at which `seq` it came to be.

    `extractor` names what found its annotations, None for a deletion.
    """

    revision: int
    seq: int
    at: datetime
    op: Operation
    cause: Cause
    extractor: str | None = None


class Change(Frozen):
    """One row of the change log."""

    seq: int
    at: datetime
    id: str
    revision: int
    op: Operation
    cause: Cause


class Current(Frozen):
    """What must be known of an article before it is written again."""

    revision: int
    content_hash: str
    deleted: bool
    seq: int


class Put(Frozen):
    """What became of an article that was sent."""

    id: str
    status: PutStatus
    revision: int
    seq: int


class Purged(Frozen):
    """What a purge did: its `seq`, and the ids of other articles, deleted ones too, that hold the same text."""

    seq: int
    copies: tuple[str, ...] = ()


class ArticleDraft(_Described):
    """An article ready to be stored: what was sent (`sent`, and its `content_hash`) and what was found in it."""

    content_hash: str
    sent: dict[str, Any]
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...] = ()
    sketch: bytes = b""
    unknown: tuple[FoundEntity, ...]
    extractor: str
