"""Articles with the same text, or nearly the same: the eldest is the original, and all others point at it.

A copy never is an original. It stays with its original for as long as that is one; then it is decided anew, the eldest
copy first.
"""

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.store import sketches
from app.store.revisions import revise
from app.store.rows import ArticleRow, RevisionRow

_AGE = (col(ArticleRow.ingested_at), col(ArticleRow.id))


def original_of(session: Session, row: ArticleRow, signature: bytes) -> str | None:
    """The id of the eldest original with the text of `row`, else nearly so; None when that is `row` itself."""
    same = col(ArticleRow.text_version) == row.text_version, col(ArticleRow.id) != row.id
    elder = sa.tuple_(*_AGE) < (row.ingested_at, row.id)
    found = select(ArticleRow.id, ArticleRow.duplicate_of).where(*same, elder).order_by(*_AGE).limit(1)
    for name, original in session.exec(found):
        return original or name
    return next(iter(sketches.near(session, row, signature, elder=True)), None)


def copies_of(session: Session, article_id: str) -> list[str]:
    """The ids of the articles that point at this one."""
    return list(session.exec(select(ArticleRow.id).where(ArticleRow.duplicate_of == article_id)))


def younger_than(session: Session, row: ArticleRow) -> list[str]:
    """The ids of the younger originals with the text of `row`, or nearly so."""
    same = col(ArticleRow.text_version) == row.text_version, col(ArticleRow.duplicate_of).is_(None)
    younger = sa.tuple_(*_AGE) > (row.ingested_at, row.id)
    near = sketches.near(session, row, sketches.signature_of(session, row.id), elder=False)
    return [*session.exec(select(ArticleRow.id).where(*same, younger)), *near]


def relink(session: Session, ids: Iterable[str], at: datetime) -> None:
    """Decide anew what these articles are copies of, the eldest first; each for which that changes gets a revision.

    Whoever was an original hands its copies on; whoever becomes one takes the younger originals that are its copies.
    """
    waiting = [(row.ingested_at, row.id) for row in (session.get(ArticleRow, name) for name in set(ids)) if row]
    heapify(waiting)
    while waiting:
        row = session.get_one(ArticleRow, heappop(waiting)[1])
        before, row.duplicate_of = row.duplicate_of, _decided(session, row)
        if row.duplicate_of == before:
            continue
        last = session.get_one(RevisionRow, (row.id, row.revision))
        revise(session, row, "relink", at, extractor=last.extractor, mentioned=last.mentioned)
        for name in stand(session, row, was_original=before is None):
            other = session.get_one(ArticleRow, name)
            heappush(waiting, (other.ingested_at, other.id))


def _decided(session: Session, row: ArticleRow) -> str | None:
    return original_of(session, row, sketches.signature_of(session, row.id))


def stand(session: Session, row: ArticleRow, *, was_original: bool) -> list[str]:
    """Let an article be found as an original if it is one; returns whose standing that may change."""
    if row.duplicate_of is None:
        sketches.offer(session, row.id)
        return younger_than(session, row)
    if was_original:
        sketches.forget(session, row.id)
    return copies_of(session, row.id) if was_original else []
