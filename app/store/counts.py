"""How often title, lead and body of articles mention each entity, and when first and last: kept as articles change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, func, or_, select

from app.domain.annotations import ARTICLE_ZONES
from app.domain.entities import EntityCounts
from app.store.database import among
from app.store.rows import ArticleRow, EntityCountRow, EntityRow, MentionRow


class Counted(NamedTuple):
    """What counts of an article: how often it mentions whom, and the first and the last day that it may be of."""

    times: Mapping[str, int]
    earliest: date | None
    latest: date | None


NOTHING = Counted({}, None, None)
"""What counts of an article that there is not."""


def counted_in(row: ArticleRow) -> Counted:
    """What counts of an article as it stands in `row`."""
    return Counted({entity: times for entity, times, _ in row.named}, row.date_earliest, row.date_latest)


def recount(session: Session, before: Counted, after: Counted) -> None:
    """Count what an article has come to, and no more what it was; its mentions are stored as they are now."""
    if before == after:
        return
    if changed := [_change(name, before, after) for name in sorted({*before.times, *after.times})]:
        session.connection().execute(_ADD, changed)
    same_days = before[1:] == after[1:]
    if left := [name for name in before.times if name not in after.times or not same_days]:
        _settle(session, before, left)


def read_counts(session: Session, ids: Sequence[str]) -> dict[str, EntityCounts]:
    """The counts of each of these entities."""
    rows = session.exec(select(EntityCountRow).where(among(EntityCountRow.entity_id, ids)))
    found = {row.entity_id: EntityCounts(**row.model_dump(exclude={"entity_id"})) for row in rows}
    return {name: found.get(name, EntityCounts()) for name in ids}


def counted(name: str) -> sa.ColumnElement[Any]:
    """The count of this name (see `EntityCounts`) of the entity of the row at hand; None for whom nobody mentions."""
    of_entity = EntityCountRow.entity_id == EntityRow.id
    return select(getattr(EntityCountRow, name)).where(of_entity).scalar_subquery()


def mentioning_articles() -> sa.ColumnElement[int]:
    """The number of articles that mention the entity of the row at hand."""
    return func.coalesce(counted("articles"), 0)


def _change(name: str, before: Counted, after: Counted) -> dict[str, Any]:
    """What is added to the counts of an entity."""
    days = (after.earliest, after.latest) if name in after.times else (None, None)
    return {
        "entity_id": name,
        "articles": (name in after.times) - (name in before.times),
        "mentions": after.times.get(name, 0) - before.times.get(name, 0),
        "first_seen": days[0],
        "last_seen": days[1],
    }


def _settle(session: Session, before: Counted, left: Sequence[str]) -> None:
    """Of entities that an article was `before` counted for, drop those that none mentions, and look for the first and
    the last day of those of which it had one.
    """
    mine = among(EntityCountRow.entity_id, left)
    session.connection().execute(sa.delete(EntityCountRow).where(mine, col(EntityCountRow.articles) == 0))
    if before.earliest:
        had = or_(EntityCountRow.first_seen == before.earliest, EntityCountRow.last_seen == before.latest)
        session.connection().execute(sa.update(EntityCountRow).where(mine, had).values(_DAYS))


def _both(name: str, choose: Callable[..., sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    """The less or the greater of a day that is known and of one that is added, as far as there are any."""
    known, added = getattr(EntityCountRow, name), _ADDED.excluded[name]
    return choose(func.coalesce(known, added), func.coalesce(added, known))


def _among_articles(day: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """What is asked of the articles that mention the entity of the row of counts at hand."""
    there = col(MentionRow.article_id) == ArticleRow.id, col(MentionRow.zone).in_(ARTICLE_ZONES)
    mentioned = col(MentionRow.entity_id) == EntityCountRow.entity_id
    return sa.select(day).where(mentioned, *there).correlate(EntityCountRow).scalar_subquery()


_ADDED = insert(EntityCountRow)
_ADD = _ADDED.on_conflict_do_update(
    ["entity_id"],
    set_={
        "articles": col(EntityCountRow.articles) + _ADDED.excluded.articles,
        "mentions": col(EntityCountRow.mentions) + _ADDED.excluded.mentions,
        "first_seen": _both("first_seen", func.min),
        "last_seen": _both("last_seen", func.max),
    },
)
_DAYS = {
    "first_seen": _among_articles(func.min(ArticleRow.date_earliest)),
    "last_seen": _among_articles(func.max(ArticleRow.date_latest)),
}
