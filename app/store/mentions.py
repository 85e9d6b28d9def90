"""Mentions: read by article, and replaced as a whole."""

from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from app.domain.annotations import Mention
from app.store.database import among
from app.store.rows import MentionRow


def find_mentions(session: Session, ids: Iterable[str]) -> dict[str, list[Mention]]:
    """The mentions of each of these articles, sorted by start, longest first."""
    found: dict[str, list[Mention]] = {name: [] for name in ids}
    rows = session.exec(select(MentionRow).where(among(MentionRow.article_id, found)))
    for row in rows:
        found[row.article_id].append(_mention(row))
    return {name: in_order(mentions) for name, mentions in found.items()}


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Sorted by start, longest first; the id settles what is left."""
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.id))


def replace_mentions(session: Session, article_id: str, mentions: Iterable[Mention]) -> None:
    """Make these the mentions of an article."""
    session.connection().execute(delete(MentionRow).where(col(MentionRow.article_id) == article_id))
    rows = [_values(article_id, mention) for mention in mentions]
    if rows:
        session.connection().execute(insert(MentionRow), rows)


def _mention(row: MentionRow) -> Mention:
    fields = row.model_dump(exclude={"article_id", "entity_id"})
    return Mention.model_validate({**fields, "entity": row.entity_id})


def _values(article_id: str, mention: Mention) -> dict[str, object]:
    return {**mention.model_dump(exclude={"entity"}), "article_id": article_id, "entity_id": mention.entity}
