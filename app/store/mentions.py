"""Mentions: read, added and removed by article."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.domain.annotations import ARTICLE_ZONES, Mention
from app.domain.index_documents import IndexMention
from app.domain.listed import ListedMention
from app.store.database import among
from app.store.rows import MentionRow, QuotationRow

_IN_ORDER = (col(MentionRow.start), col(MentionRow.end).desc(), col(MentionRow.id))
_COLUMNS = [getattr(MentionRow, name) for name in MentionRow.model_fields]
_SHARED = set(Mention.model_fields) & set(MentionRow.model_fields)


def find_mentions(session: Session, ids: Iterable[str]) -> dict[str, list[Mention]]:
    """The mentions of each of these articles, sorted by start, longest first."""
    found: dict[str, list[Mention]] = {name: [] for name in ids}
    listed = sa.select(*_COLUMNS).where(among(MentionRow.article_id, found))
    for row in session.connection().execute(listed.order_by(*_IN_ORDER)).mappings():
        found[row["article_id"]].append(Mention(entity=row["entity_id"], **{name: row[name] for name in _SHARED}))
    return found


def find_index_mentions(session: Session, ids: Iterable[str]) -> dict[str, list[IndexMention]]:
    """The mentions of each of these articles, in order, as the index is told of them."""
    found: dict[str, list[IndexMention]] = {name: [] for name in ids}
    speaking = set(session.exec(select(QuotationRow.mention_id).where(among(QuotationRow.article_id, found))))
    listed = sa.select(*_COLUMNS).where(among(MentionRow.article_id, found)).order_by(*_IN_ORDER)
    for row in session.connection().execute(listed):
        text = " ".join(row.text.split())
        place = (row.zone, row.sentence, row.paragraph)
        mention = IndexMention(row.entity_id, row.type, *place, text, row.id in speaking)
        found[row.article_id].append(mention)
    return found


def in_order(mentions: Iterable[Mention]) -> list[Mention]:
    """Sorted as they are read back: by start, longest first; the id settles what is left."""
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.id))


def count_named(mentions: Iterable[Mention | ListedMention]) -> list[list[Any]]:
    """Whom title, lead and body of an article mention: entity id, how often, where first. The most mentioned first."""
    places: dict[str, list[int]] = {}
    for mention in mentions:
        if mention.zone in ARTICLE_ZONES:
            places.setdefault(mention.entity, []).append(mention.start)
    counted = ((-len(starts), min(starts), entity) for entity, starts in places.items())
    return [[entity, -times, first] for times, first, entity in sorted(counted)]


def add_mentions(session: Session, article_id: str, mentions: Iterable[Mention]) -> None:
    """Add the mentions of an article that has none."""
    rows = [_values(article_id, mention) for mention in mentions]
    if rows:
        session.connection().execute(sa.insert(MentionRow), rows)


def remove_mentions(session: Session, article_id: str) -> set[str]:
    """Remove the mentions of an article; returns the ids of the entities that it mentioned."""
    removed = sa.delete(MentionRow).where(col(MentionRow.article_id) == article_id).returning(col(MentionRow.entity_id))
    return set(session.connection().execute(removed).scalars())


def _values(article_id: str, mention: Mention) -> dict[str, object]:
    return {**mention.model_dump(exclude={"entity"}), "article_id": article_id, "entity_id": mention.entity}
