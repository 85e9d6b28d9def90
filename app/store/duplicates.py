"""Articles with the same text: the eldest is the original, and all others point at it."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.store.revisions import revise
from app.store.rows import ArticleRow, RevisionRow


def original_of(session: Session, row: ArticleRow) -> str | None:
    """The id of the eldest article with the text of `row`; None when that is `row` itself."""
    same = col(ArticleRow.text_version) == row.text_version, col(ArticleRow.id) != row.id
    eldest = session.exec(select(ArticleRow).where(*same).order_by(*_AGE).limit(1)).first()
    is_elder = eldest and (eldest.ingested_at, eldest.id) < (row.ingested_at, row.id)
    return eldest.id if eldest and is_elder else None


def relink(session: Session, text_version: str, at: datetime) -> None:
    """Let all articles of a text point at the eldest; each one that did not gets a revision."""
    same = col(ArticleRow.text_version) == text_version
    eldest = session.exec(select(ArticleRow.id).where(same).order_by(*_AGE).limit(1)).first()
    if eldest is None:
        return
    points, is_eldest = col(ArticleRow.duplicate_of), col(ArticleRow.id) == eldest
    wrong = or_(is_eldest & points.is_not(None), ~is_eldest & points.is_distinct_from(eldest))
    for row in session.exec(select(ArticleRow).where(same, wrong).order_by(*_AGE)).all():
        row.duplicate_of = None if row.id == eldest else eldest
        before = session.get_one(RevisionRow, (row.id, row.revision))
        revise(session, row, "relink", at, extractor=before.extractor, mentioned=before.mentioned)


_AGE = (col(ArticleRow.ingested_at), col(ArticleRow.id))
