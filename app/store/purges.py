"""Erasing: all words of an article, whether it lives or was deleted; what stays is its id, its `seq`s and its times."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.domain.annotations import text_version
from app.domain.articles import Purged
from app.domain.inputs import ArticleInput
from app.errors import NotFoundError
from app.store.database import Database, among
from app.store.revisions import log_deleted
from app.store.rows import ArticleRow, RevisionRow, StateRow
from app.store.writes import delete

UNSCRUBBED = "unscrubbed"
"""The state that says that the files may still hold what a purge has taken out of the tables."""

_KEPT = {"article_id", "revision", "seq", "at", "op", "cause"}


def purge(session: Session, article_id: str, at: datetime) -> Purged:
    """Take the words of an article out of all tables; raises `NotFoundError`. Doing it again changes nothing."""
    newest = select(RevisionRow).where(RevisionRow.article_id == article_id)
    last = session.exec(newest.order_by(col(RevisionRow.revision).desc()).limit(1)).first()
    if last is None:
        raise NotFoundError(f"There is no article {article_id!r}.")
    if last.cause == "purge":
        return Purged(seq=last.seq)
    copies = _copies(session, article_id)
    if last.op == "delete":
        seq = log_deleted(session, article_id, last.revision + 1, at, "purge")
    else:
        seq = delete(session, article_id, at, "purge")
    session.flush()
    wordless = dict.fromkeys(RevisionRow.model_fields.keys() - _KEPT)
    of_article = col(RevisionRow.article_id) == article_id
    session.connection().execute(sa.update(RevisionRow).where(of_article).values(wordless))
    session.merge(StateRow(name=UNSCRUBBED, value=str(seq)))
    return Purged(seq=seq, copies=copies)


def scrub(database: Database) -> None:
    """Leave nothing of what was purged in the files of the database; raises `StorageFullError`, `BusyError`."""
    with database.alone():
        with database.read() as session:
            purged = session.get(StateRow, UNSCRUBBED)
        if purged is None:
            return
        database.rewrite()
        with database.write() as session:
            done = col(StateRow.name) == UNSCRUBBED, col(StateRow.value) == purged.value
            session.connection().execute(sa.delete(StateRow).where(*done))


def _copies(session: Session, article_id: str) -> tuple[str, ...]:
    """The other articles, deleted ones too, that were ever sent with a text of this one."""
    of_article = RevisionRow.article_id == article_id, col(RevisionRow.sent).is_not(None)
    sent = [ArticleInput.model_validate(each) for each in session.exec(select(RevisionRow.sent).where(*of_article))]
    same_text = among(func.json_extract(col(RevisionRow.sent), "$.text"), {each.text for each in sent})
    same_whole = among(ArticleRow.text_version, {text_version(each.composed) for each in sent})
    found = {*session.exec(select(RevisionRow.article_id).where(same_text))}
    found.update(session.exec(select(ArticleRow.id).where(same_whole)))
    return tuple(sorted(found - {article_id}))
