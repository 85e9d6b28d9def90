"""The change log, with what its articles were: read from the revisions that it speaks of, and those before them."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.domain.changes import History, Past, Step
from app.domain.index_documents import IndexDocument, IndexMention
from app.store.articles import days_of, known_language
from app.store.revisions import changes, head
from app.store.rows import ChangeRow, RevisionRow

_PLAIN = ("source", "published_at", "ingested_at", "duplicate_of")
_READ = (
    "article_id",
    "revision",
    "op",
    "at",
    "language",
    "date_earliest",
    "date_latest",
    "mentioned",
    "dates",
    *_PLAIN,
)
_COLUMNS = [getattr(RevisionRow, name) for name in _READ]

_Key = tuple[str, int]


def history(session: Session, since: int, limit: int) -> History:
    """Up to `limit` changes past `since`, each with the article before and after it."""
    logged = changes(session, since, limit)
    named = {(change.id, change.revision - back) for change in logged for back in (0, 1)}
    pasts = _pasts(session, named)
    steps = (
        Step(each, pasts.get((each.id, each.revision - 1)), pasts.get((each.id, each.revision))) for each in logged
    )
    return History(tuple(steps), session.exec(select(func.min(ChangeRow.seq))).one() or 0, head(session))


def _pasts(session: Session, named: Iterable[_Key]) -> dict[_Key, Past]:
    """The articles as these revisions have them, but for deletions."""
    wanted = func.json_each(json.dumps(sorted(named))).table_valued("value")
    article_id, number = (func.json_extract(wanted.c.value, path) for path in ("$[0]", "$[1]"))
    same = sa.and_(col(RevisionRow.article_id) == article_id, col(RevisionRow.revision) == number)
    found = sa.select(*_COLUMNS).select_from(sa.outerjoin(wanted, RevisionRow, same))  # in this order: by key
    rows = session.connection().execute(found)
    return {(row.article_id, row.revision): _past(row) for row in rows if row.op == "upsert"}


def _past(row: Any) -> Past:
    at: datetime | None = row.ingested_at
    return Past(_document(row) if at else None)


def _document(row: Any) -> IndexDocument:
    """What the index was told of an article, without its words; the row is not validated again."""
    plain = {name: getattr(row, name) for name in _PLAIN}
    return IndexDocument.model_construct(
        id=row.article_id,
        language=known_language(row.language),
        passages=(),
        mentions=tuple(
            IndexMention(entity, kind, zone, sentence, paragraph, text, speaker)
            for zone, listed in (row.mentioned or {}).items()
            for entity, kind, text, sentence, paragraph, speaker in listed
        ),
        dates=days_of(row.dates or ()),
        earliest=row.date_earliest,
        latest=row.date_latest,
        updated_at=row.at,
        **plain,
    )
