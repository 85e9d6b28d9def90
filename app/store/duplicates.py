"""Articles with the same text: the eldest is the original, and all others point at it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.store.revisions import revise
from app.store.rows import ArticleRow, RevisionRow

_AGE = (col(ArticleRow.ingested_at), col(ArticleRow.id))


def original_of(session: Session, row: ArticleRow) -> str | None:
    """The id of the eldest article with the text of `row`; None when that is `row` itself."""
    same = col(ArticleRow.text_version) == row.text_version, col(ArticleRow.id) != row.id
    elder = sa.tuple_(*_AGE) < (row.ingested_at, row.id)
    return session.exec(select(ArticleRow.id).where(*same, elder).order_by(*_AGE).limit(1)).first()


def relink(session: Session, text_version: str, at: datetime) -> None:
    """Let all articles of a text point at the eldest; each one that did not gets a revision."""
    same = col(ArticleRow.text_version) == text_version
    eldest = session.exec(select(ArticleRow.id).where(same).order_by(*_AGE).limit(1)).first()
    points = col(ArticleRow.duplicate_of).is_distinct_from(sa.case((col(ArticleRow.id) != eldest, eldest)))
    for row in session.exec(select(ArticleRow).where(same, points).order_by(*_AGE)).all():
        row.duplicate_of = None if row.id == eldest else eldest
        before = session.get_one(RevisionRow, (row.id, row.revision))
        revise(session, row, "relink", at, extractor=before.extractor, mentioned=before.mentioned)
