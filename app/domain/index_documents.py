"""What the index is told of an article."""

from datetime import date, datetime
from typing import NamedTuple

from app.domain.annotations import EntityType, ZoneName
from app.domain.frozen import Frozen


class IndexMention(NamedTuple):
    """A mention: whom, of which type, where, and how it is spelled, with single spaces.

    `sentence` and `paragraph` are 0-based numbers in the article; a `speaker` is whom a quotation is ascribed to here.
    """

    entity: str
    type: EntityType
    zone: ZoneName
    sentence: int
    paragraph: int
    text: str
    speaker: bool = False


class IndexDocument(Frozen):
    """What the index holds of an article.

    `passages` are (zone, text) in the order of the text; a phrase never spans two. `dates` are (zone, first day, last
    day) of the dates that the text mentions; `estimate` is the first and the last day of a guess for an article without
    a date. `language` is None when it is not known.
    """

    id: str
    language: str | None
    source: str | None
    passages: tuple[tuple[str, str], ...]
    mentions: tuple[IndexMention, ...]
    dates: tuple[tuple[str, date, date], ...]
    earliest: date | None
    latest: date | None
    estimate: tuple[date, date] | None = None
    published_at: str | None
    ingested_at: datetime
    updated_at: datetime
    duplicate_of: str | None
