"""Origins: the file that an article was last read from."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.store.rows import ArticleRow, OriginRow


def record(session: Session, article_id: str, file: str | None) -> None:
    """Note the file of an article that lives; None: it came from no file."""
    row = session.get(OriginRow, article_id)
    if file is None and row is not None:
        session.delete(row)
    elif file is not None and session.get(ArticleRow, article_id) is not None:
        session.merge(OriginRow(article_id=article_id, file=file))


def is_known(session: Session, article_id: str, file: str) -> bool:
    """Whether an article is known to come from this file."""
    row = session.get(OriginRow, article_id)
    return row is not None and row.file == file


def find_past(session: Session, place: str, last: tuple[str, str], limit: int) -> list[tuple[str, str]]:
    """Up to `limit` pairs of file and article id behind `last`: of the file `place`, and of what is in or below it.

    Below a folder is what follows `/`, in an archive what follows `!`; each is a range of the index.
    """
    file = col(OriginRow.file)
    below = [sa.and_(file >= place + sign, file < place + chr(ord(sign) + 1)) for sign in "/!"]
    past = sa.tuple_(file, col(OriginRow.article_id)) > sa.tuple_(*map(sa.literal, last))
    found = select(OriginRow.file, OriginRow.article_id).where(sa.or_(file == place, *below), past)
    return [(row[0], row[1]) for row in session.exec(found.order_by(file, col(OriginRow.article_id)).limit(limit))]
