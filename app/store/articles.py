"""Reading articles: rows as domain models."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from app.domain.annotations import ACTOR_TYPES
from app.domain.articles import ActorCount, Article, Current
from app.domain.dates import parse_partial_date
from app.domain.index_documents import IndexDocument
from app.errors import AppError, GoneError, NotFoundError
from app.store.database import among
from app.store.described import as_article
from app.store.entities import labels
from app.store.mentions import find_index_mentions
from app.store.revisions import changed_until, last_revision
from app.store.rows import ArticleRow, RevisionRow

_FEW = 2_000  # articles whose rows are looked up
_PAGE, _PAGES = 1_000, 20  # changes that are read at once, and how often
UNKNOWN_LANGUAGE = "und"  # ISO 639-3, "undetermined"


def current(session: Session, article_id: str) -> Current | None:
    """What is known of an id; the hash of a deleted article is empty, and so equals none."""
    row = session.get(ArticleRow, article_id)
    if row is not None:
        return Current(revision=row.revision, content_hash=row.content_hash, deleted=False, seq=row.seq)
    last = last_revision(session, article_id)
    return last and Current(revision=last[0], content_hash="", deleted=True, seq=last[1])


def absent(session: Session, article_id: str) -> AppError:
    """Why an article cannot be had: it was deleted, or never was."""
    if last_revision(session, article_id):
        return GoneError(f"The article {article_id!r} was deleted.")
    return NotFoundError(f"There is no article {article_id!r}.")


def get(session: Session, article_id: str) -> Article:
    """One article; raises `NotFoundError` and `GoneError`."""
    for article in find(session, [article_id]):
        return article
    raise absent(session, article_id)


def find(session: Session, ids: Sequence[str]) -> list[Article]:
    """The articles of these ids that there are, in the order asked for, in two queries."""
    rows = _rows(session, ids)
    actors = _actors(session, rows.values())
    return [as_article(rows[name], actors.get(name, ())) for name in ids if name in rows]


def documents(session: Session, ids: Sequence[str]) -> list[IndexDocument]:
    """The index documents of those of these ids that there are, in three queries."""
    rows = _rows(session, ids)
    mentions = find_index_mentions(session, rows)
    return [
        IndexDocument(
            id=row.id,
            language=known_language(row.language),
            source=row.source,
            passages=tuple((zone["zone"], row.text[zone["start"] : zone["end"]]) for zone in row.zones),
            mentions=tuple(mentions[row.id]),
            dates=days_of(row.dates),
            earliest=row.date_earliest,
            latest=row.date_latest,
            estimate=_estimate(row),
            published_at=row.published_at,
            ingested_at=row.ingested_at,
            updated_at=row.updated_at,
            duplicate_of=row.duplicate_of,
        )
        for row in (rows[name] for name in ids if name in rows)
    ]


def _estimate(row: ArticleRow) -> tuple[date, date] | None:
    """The first and the last day of the guess for an article without a date."""
    if row.date_estimate is None or row.date_latest is not None:
        return None
    guessed = parse_partial_date(row.date_estimate["value"])
    return guessed.earliest, guessed.latest


def sent(session: Session, article_id: str) -> dict[str, Any]:
    """What was last sent of an article that lives; raises `NotFoundError` and `GoneError`."""
    if session.get(ArticleRow, article_id) is None:
        raise absent(session, article_id)
    was_sent = (RevisionRow.article_id == article_id, col(RevisionRow.sent).is_not(None))
    newest = select(RevisionRow.sent).where(*was_sent).order_by(col(RevisionRow.revision).desc()).limit(1)
    return dict(session.exec(newest).one() or {})


def ids_past(session: Session, last: str, limit: int) -> Sequence[str]:
    """Up to `limit` ids of articles behind `last`, ascending."""
    past = select(ArticleRow.id).where(ArticleRow.id > last)
    return session.exec(past.order_by(ArticleRow.id).limit(limit)).all()


def newest(session: Session, ids: Iterable[str], until: int, limit: int) -> list[tuple[str, int]]:
    """Up to `limit` of these articles that last changed at `until` or before, each with its `seq`, the newest first.

    Of many the end of the log most often tells which these are: it is read backwards for a while.
    """
    wanted, found = frozenset(ids), list[tuple[str, int]]()
    pages = _PAGES if len(wanted) > _FEW else 0
    while pages and len(found) < limit and (changed := changed_until(session, until, _PAGE)):
        since = changed[-1][1] - 1
        found += _last_changed(session, wanted.intersection(name for name, _ in changed), since, until, limit)
        until, pages = since, pages - 1
    rest = limit - len(found)
    return found[:limit] + (_last_changed(session, wanted, 0, until, rest) if until and rest > 0 else [])


def _last_changed(session: Session, ids: Iterable[str], since: int, until: int, limit: int) -> list[tuple[str, int]]:
    """Those of some articles that last changed past `since`, and not past `until`, the newest first."""
    seq = col(ArticleRow.seq)
    chosen = select(ArticleRow.id, ArticleRow.seq).where(among(ArticleRow.id, ids), seq > since, seq <= until)
    return [(name, number) for name, number in session.exec(chosen.order_by(seq.desc()).limit(limit))]


def count(session: Session) -> int:
    """How many articles live."""
    return session.exec(select(func.count()).select_from(ArticleRow)).one()


def _rows(session: Session, ids: Iterable[str]) -> dict[str, ArticleRow]:
    return {row.id: row for row in session.exec(select(ArticleRow).where(among(ArticleRow.id, ids)))}


def _actors(session: Session, rows: Collection[ArticleRow]) -> dict[str, tuple[ActorCount, ...]]:
    """The actors of each article, of those whom it names."""
    known = labels(session, {entity for row in rows for entity, *_ in row.named})
    return {
        row.id: tuple(
            ActorCount(id=entity, mentions=times, first=first, **known[entity].model_dump())
            for entity, times, first in row.named
            if entity in known and known[entity].type in ACTOR_TYPES
        )
        for row in rows
    }


def known_language(language: str) -> str | None:
    """A language as it is asked for: None when it is not known."""
    return None if language == UNKNOWN_LANGUAGE else language


def days_of(dates: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, date, date], ...]:
    """The days of the dates that an article mentions, each once in a zone."""
    named = dict.fromkeys((each["zone"], each["value"]) for each in dates)
    days = ((zone, parse_partial_date(value)) for zone, value in named)
    return tuple((zone, dated.earliest, dated.latest) for zone, dated in days)
