"""What the index is told of an article."""

from datetime import date, datetime

from app.domain.frozen import Frozen


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
