"""A row of an article as the domain knows it."""

from collections.abc import Sequence
from datetime import UTC

from app.domain.annotations import ArticleDate, Span
from app.domain.articles import ActorCount, Article
from app.domain.dates import PartialDate
from app.store.rows import ArticleRow


def as_article(row: ArticleRow, actors: Sequence[ActorCount]) -> Article:
    """The article of a row, with these actors; a row that is new has the instants of its clock, in any zone."""
    return Article(
        id=row.id,
        text=row.text,
        text_version=row.text_version,
        title=row.title,
        kicker=row.kicker,
        language=row.language,
        source=row.source,
        url=row.url,
        author=row.author,
        rights=row.rights,
        metadata=row.extra,
        date=_date(row),
        excerpt=_span(row.excerpt_start, row.excerpt_end),
        zones=row.zones,
        dates=row.dates,
        actors=actors,
        duplicate_of=row.duplicate_of,
        revision=row.revision,
        seq=row.seq,
        ingested_at=row.ingested_at.astimezone(UTC),
        updated_at=row.updated_at.astimezone(UTC),
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start=start, end=end)


def _date(row: ArticleRow) -> ArticleDate:
    known = {"value": row.date_value, "precision": row.date_precision}
    days = {"earliest": row.date_earliest, "latest": row.date_latest}
    return ArticleDate(
        date=PartialDate.model_validate(known | days) if row.date_value else None,
        source=row.date_source,
        confidence=row.date_confidence,
        evidence=row.date_evidence,
        published_at=row.published_at,
        estimate=row.date_estimate,
    )
