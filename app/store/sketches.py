"""Which texts are nearly the same: signatures compared where one of their bands is equal (locality-sensitive hashing).

Only articles that are no copies have bands: what is nearly the same as a copy is found by the copy's original.
"""

import hashlib

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.store.rows import ArticleRow, BandRow, SketchRow

NEAR = 0.6
"""The share of equal numbers from which two texts are nearly the same: with one sentence of ten changed it is 0.79."""

_ROWS = 5  # numbers of a band: of texts that are alike by 0.6, 87 of 100 share one of 25 bands, of those by 0.75 all
_MOST = 64  # articles that are compared: the eldest of those that share a band


def keep(session: Session, article_id: str, signature: bytes) -> bool:
    """Note the signature of an article, empty for none; returns whether it is another than before."""
    row = session.get(SketchRow, article_id)
    if (row.signature if row else b"") == signature:
        return False
    if row:
        forget(session, article_id)
        session.delete(row)
        session.flush()
    if signature:
        session.add(SketchRow(article_id=article_id, signature=signature))
        session.flush()
    return True


def offer(session: Session, article_id: str) -> None:
    """Let copies of an article be found by its bands."""
    rows = [{"band": band, "article_id": article_id} for band in _bands(signature_of(session, article_id))]
    if rows:
        session.connection().execute(sa.insert(BandRow).prefix_with("OR IGNORE"), rows)


def forget(session: Session, article_id: str) -> None:
    """Let no more copies of an article be found."""
    bands = _bands(signature_of(session, article_id))
    if bands:
        ours = col(BandRow.band).in_(bands), col(BandRow.article_id) == article_id
        session.connection().execute(sa.delete(BandRow).where(*ours))


def near(session: Session, row: ArticleRow, signature: bytes, *, elder: bool) -> list[str]:
    """The ids of originals that are nearly the same as a text of this signature, the eldest first.

    They are elder or younger than `row`, whose text it is.
    """
    if not signature:
        return []
    age = sa.tuple_(col(ArticleRow.ingested_at), col(ArticleRow.id))
    ours = (row.ingested_at, row.id)
    sharing = select(BandRow.article_id).where(col(BandRow.band).in_(_bands(signature)))
    found = (
        select(ArticleRow.id, SketchRow.signature)
        .join(SketchRow)
        .where(col(ArticleRow.id).in_(sharing), age < ours if elder else age > ours)
    )
    listed = session.exec(found.order_by(col(ArticleRow.ingested_at), col(ArticleRow.id)).limit(_MOST))
    return [name for name, other in listed if _likeness(signature, other) >= NEAR]


def signature_of(session: Session, article_id: str) -> bytes:
    """The signature of an article, empty for none."""
    row = session.get(SketchRow, article_id)
    return row.signature if row else b""


def _bands(signature: bytes) -> list[int]:
    """A number of 63 bits for each whole band."""
    width = 2 * _ROWS
    pieces = [signature[start : start + width] for start in range(0, len(signature) - width + 1, width)]
    digests = (hashlib.blake2b(bytes([number]) + piece, digest_size=8) for number, piece in enumerate(pieces))
    return [int.from_bytes(digest.digest()) >> 1 for digest in digests]


def _likeness(one: bytes, other: bytes) -> float:
    pairs = zip(memoryview(one).cast("H"), memoryview(other).cast("H"), strict=True)
    return 2 * sum(left == right for left, right in pairs) / len(one)
