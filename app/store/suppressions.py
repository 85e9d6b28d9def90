"""Suppressions: entities that nobody is told of. Their mentions are not stored; the texts stay as they are."""

import json
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.domain.annotations import without_speaker
from app.domain.articles import ArticleDraft
from app.domain.authority import Authority
from app.domain.entities import Entity, ids_of
from app.errors import NotFoundError
from app.store.database import among
from app.store.mentions import count_named, find_mentions
from app.store.quotations import find_quotations, speaking
from app.store.revisions import mentioned, revise
from app.store.rows import ArticleRow, EntityRow, MentionRow, RevisionRow, SuppressionRow


def suppressions(session: Session) -> frozenset[str]:
    """The ids that are suppressed."""
    return frozenset(session.exec(select(SuppressionRow.entity_id)).all())


def without_suppressed(session: Session, draft: ArticleDraft) -> ArticleDraft:
    """A draft that mentions nobody who is suppressed."""
    hidden = suppressions(session)
    mentions = tuple(each for each in draft.mentions if each.entity not in hidden)
    unknown = tuple(each for each in draft.unknown if each.id not in hidden)
    quotations = tuple(without_speaker(each, hidden) for each in draft.quotations)
    return draft.model_copy(update={"mentions": mentions, "unknown": unknown, "quotations": quotations})


def suppress(session: Session, entity: Entity, at: datetime) -> int:
    """Take an entity out of all articles and of the tables; returns how many articles mentioned it.

    So are the ids that its names would get, were they met without it.
    """
    ids = ids_of(entity)
    _add(session, ids, at)
    articles = session.exec(select(MentionRow.article_id).where(among(MentionRow.entity_id, ids)).distinct()).all()
    session.connection().execute(sa.delete(MentionRow).where(among(MentionRow.entity_id, ids)))
    for row in session.exec(select(ArticleRow).where(among(ArticleRow.id, articles)).order_by(ArticleRow.id)).all():
        left = find_mentions(session, [row.id])[row.id]
        speakers = speaking(find_quotations(session, [row.id])[row.id])
        row.named = count_named(left)
        before = session.get_one(RevisionRow, (row.id, row.revision))
        revise(session, row, "suppress", at, extractor=before.extractor, mentioned=mentioned(left, speakers))
    for each in sorted(ids):
        _forget_in_revisions(session, each)
    session.connection().execute(sa.delete(EntityRow).where(among(EntityRow.id, ids)))
    return len(articles)


def release(session: Session, entity_id: str) -> None:
    """Let an entity be told of again, from the next annotation on; raises `NotFoundError`."""
    row = session.get(SuppressionRow, entity_id)
    if row is None:
        raise NotFoundError(f"{entity_id!r} is not suppressed; --list says who is.")
    session.connection().execute(sa.delete(SuppressionRow).where(col(SuppressionRow.at) == row.at))


def admitted(session: Session, authority: Authority) -> list[Entity]:
    """The entities of an authority that are not suppressed: those that are stay so under another id."""
    hidden = suppressions(session)
    entities = [entity.as_entity() for entity in authority.entities]
    for entity in entities:
        if known := ids_of(entity) & hidden:
            since = session.get_one(SuppressionRow, min(known)).at
            _add(session, ids_of(entity) - hidden, since)
    return [entity for entity in entities if not ids_of(entity) & hidden]


def _add(session: Session, ids: frozenset[str], at: datetime) -> None:
    """Of one suppression all rows have one time."""
    for each in sorted(ids):
        session.merge(SuppressionRow(entity_id=each, at=at))
    session.flush()


def _forget_in_revisions(session: Session, entity_id: str) -> None:
    held = func.instr(sa.cast(RevisionRow.mentioned, sa.Text), json.dumps(entity_id)) > 0
    for row in session.exec(select(RevisionRow).where(held)).all():
        zones = {zone: [each for each in rows if each[0] != entity_id] for zone, rows in (row.mentioned or {}).items()}
        row.mentioned = {zone: rows for zone, rows in zones.items() if rows}
        session.add(row)
    session.flush()
