"""Where an entity is mentioned, article by article."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, func

from app.domain.queries import Window
from app.store.database import among
from app.store.rows import ArticleRow, MentionRow

_NEWEST_FIRST = (
    col(ArticleRow.date_latest).desc().nulls_last(),
    col(ArticleRow.date_earliest).desc(),
    col(ArticleRow.id),
    col(MentionRow.start),
    col(MentionRow.end).desc(),
    col(MentionRow.id),
)


def find_places(
    session: Session,
    entity_id: str,
    zones: Collection[str],
    articles: Collection[str] | None,
    window: Window,
) -> tuple[int, list[tuple[str, str]]]:
    """How many mentions an entity has in these zones, and some of them; see `Store.places`."""
    inside = () if articles is None else (among(MentionRow.article_id, articles),)
    wanted = (col(MentionRow.entity_id) == entity_id, col(MentionRow.zone).in_(zones), *inside)
    total = sa.select(func.count()).select_from(MentionRow).where(*wanted)
    places = sa.select(col(MentionRow.article_id), col(MentionRow.id)).join(ArticleRow).where(*wanted)
    rows = session.connection().execute(places.order_by(*_NEWEST_FIRST).limit(window.limit).offset(window.offset))
    return session.connection().execute(total).scalar_one(), [(article, mention) for article, mention in rows]
