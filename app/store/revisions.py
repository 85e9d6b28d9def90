"""Revisions and the change log: every change of an article leaves one row in each."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from app.domain.annotations import Mention
from app.domain.articles import Cause, Change, Revision
from app.store.listings import keep_listings
from app.store.rows import ArticleRow, ChangeRow, RevisionRow


def revise(session: Session, row: ArticleRow, cause: Cause, at: datetime, **found: Any) -> None:
    """Make the article as it stands in `row` its next revision; `found` is what the row does not hold of it."""
    row.revision += 1
    row.seq = _log(session, at=at, id=row.id, revision=row.revision, op="upsert", cause=cause)
    row.updated_at = at
    session.add(row)
    shared = row.model_dump(include=set(RevisionRow.model_fields) & set(ArticleRow.model_fields))
    session.add(RevisionRow(article_id=row.id, at=at, op="upsert", cause=cause, **shared, **found))
    session.flush()
    keep_listings(session, [row])


def log_deleted(session: Session, article_id: str, revision: int, at: datetime, cause: Cause) -> int:
    """Log that an article is deleted, or purged, as of `revision`; returns the `seq`."""
    seq = _log(session, at=at, id=article_id, revision=revision, op="delete", cause=cause)
    session.add(RevisionRow(article_id=article_id, revision=revision, seq=seq, at=at, op="delete", cause=cause))
    return seq


def mentioned(mentions: Iterable[Mention], speakers: Collection[str]) -> dict[str, list[list[Any]]]:
    """What a filter can ask of mentions, by zone; `speakers` are the ids of those that are said to speak."""
    zones: dict[str, list[list[Any]]] = {}
    for each in mentions:
        surface = " ".join(each.text.split())
        place = [each.sentence, each.paragraph, each.id in speakers]
        zones.setdefault(each.zone, []).append([each.entity, each.type, surface, *place])
    return zones


def revisions(session: Session, article_id: str) -> list[Revision]:
    """All revisions of an article, oldest first."""
    columns = [getattr(RevisionRow, name) for name in Revision.model_fields]
    ordered = select(*columns).where(RevisionRow.article_id == article_id).order_by(col(RevisionRow.revision))
    return [Revision.model_validate(row._asdict()) for row in session.exec(ordered)]


def last_revision(session: Session, article_id: str) -> tuple[int, int] | None:
    """The number and `seq` of the last revision of an article, deleted or not; None when there never was one."""
    of_article = select(RevisionRow.revision, RevisionRow.seq).where(RevisionRow.article_id == article_id)
    return session.exec(of_article.order_by(col(RevisionRow.revision).desc()).limit(1)).first()


def changes(session: Session, since: int, limit: int) -> list[Change]:
    """Up to `limit` changes past `since`, in order."""
    past = select(ChangeRow).where(col(ChangeRow.seq) > since).order_by(col(ChangeRow.seq)).limit(limit)
    return [Change.model_validate(row.model_dump(exclude={"type"})) for row in session.exec(past)]


def changed_until(session: Session, until: int, limit: int) -> list[tuple[str, int]]:
    """Which articles the last changes were of, up to `limit` of them at `until` or before, each with its `seq`."""
    before = select(ChangeRow.id, ChangeRow.seq).where(col(ChangeRow.seq) <= until)
    return [(name, seq) for name, seq in session.exec(before.order_by(col(ChangeRow.seq).desc()).limit(limit))]


def head(session: Session) -> int:
    """The newest `seq`; 0 for an empty log."""
    return session.exec(select(func.max(ChangeRow.seq))).one() or 0


def _log(session: Session, **change: Any) -> int:
    logged = insert(ChangeRow).values(type="article", **change).returning(col(ChangeRow.seq))
    return session.connection().execute(logged).scalar_one()
