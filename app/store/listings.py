"""Listings: the JSON of each article as lists show it, written with every revision of it."""

import logging
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.domain.listed import LISTING_FORMAT, write_listing
from app.store.database import Database
from app.store.described import as_article
from app.store.rows import ArticleRow, ListingRow, StateRow

logger = logging.getLogger(__name__)
_STATE = "listings"
_BATCH = 500
_KEEP = sa.insert(ListingRow).prefix_with("OR REPLACE")


def keep_listings(session: Session, rows: Sequence[ArticleRow]) -> None:
    """Write the listings of articles, which are flushed, in the place of those that they had."""
    values = [{"article_id": row.id, "json": write_listing(as_article(row, ()), row.named)} for row in rows]
    session.connection().execute(_KEEP, values)


def sync_listings(database: Database) -> None:
    """Have all articles a listing of the newest format: those of an older version are made anew, in batches.

    Who opens the database meanwhile waits; raises `StorageFullError`, `BusyError`.
    """
    if _is_newest(database):
        return
    with database.alone():
        if _is_newest(database):
            return
        _tell(database)
        last: str | None = ""
        while last is not None:
            with database.write() as session:
                last = _remake(session, last)
        with database.write() as session:
            session.merge(StateRow(name=_STATE, value=LISTING_FORMAT))


def _tell(database: Database) -> None:
    """Say what who opens a large store waits for."""
    with database.read() as session:
        count = session.scalar(sa.select(sa.func.count()).select_from(ArticleRow))
    if count:
        logger.info("the listings of %d articles are made, once: 100,000 take some 12 seconds", count)


def _is_newest(database: Database) -> bool:
    with database.read() as session:
        state = session.get(StateRow, _STATE)
    return state is not None and state.value == LISTING_FORMAT


def _remake(session: Session, last: str) -> str | None:
    """Make some listings behind the article `last`; returns the last of these, None at the end."""
    past = select(ArticleRow).where(col(ArticleRow.id) > last).order_by(col(ArticleRow.id)).limit(_BATCH)
    rows = session.exec(past).all()
    if not rows:
        return None
    keep_listings(session, rows)
    return rows[-1].id
