"""An article as lists show it: the same names as in `Article`, but values that cost next to nothing to make.

A list reads many articles and shows little of each: models that check what the store has checked before would cost more
than reading it.
"""

from datetime import date, datetime
from typing import Any, NamedTuple

from app.domain.annotations import EntityType, ZoneName
from app.domain.rights import Rights


class Stretch(NamedTuple):
    """See `Span`."""

    start: int
    end: int


class ListedZone(NamedTuple):
    """See `Zone`."""

    zone: ZoneName
    start: int
    end: int


class ListedMention(NamedTuple):
    """See `Mention`; its letters are those of the text."""

    entity: str
    start: int
    end: int
    type: EntityType
    zone: ZoneName


class ListedActor(NamedTuple):
    """See `ActorCount`."""

    id: str
    label: str
    type: EntityType
    wikidata_id: str | None
    mentions: int
    first: int


class ListedDay(NamedTuple):
    """See `PartialDate`."""

    value: str
    precision: str
    earliest: date
    latest: date


class ListedEstimate(NamedTuple):
    """See `DateEstimate`."""

    value: str
    evidence: Stretch | None


class ListedDate(NamedTuple):
    """See `ArticleDate`."""

    date: ListedDay | None
    source: str | None
    confidence: float | None
    evidence: Stretch | None
    published_at: str | None
    estimate: ListedEstimate | None


class ListedArticle(NamedTuple):
    """See `Article`; without the dates that it mentions, and its `seq`."""

    id: str
    text: str
    text_version: str
    title: str | None
    kicker: str | None
    language: str
    source: str | None
    url: str | None
    author: str | None
    rights: Rights | None
    metadata: dict[str, Any]
    date: ListedDate
    excerpt: Stretch | None
    zones: tuple[ListedZone, ...]
    actors: tuple[ListedActor, ...]
    duplicate_of: str | None
    revision: int
    ingested_at: datetime
    updated_at: datetime
