"""Writing articles: each call is all that one transaction does."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.domain.articles import ArticleDraft, Cause, Put
from app.store import sketches
from app.store.articles import absent
from app.store.counts import NOTHING, counted_in, recount
from app.store.duplicates import copies_of, original_of, relink, stand
from app.store.entities import add_unknown, drop_unmentioned
from app.store.mentions import add_mentions, count_named, find_mentions, in_order, remove_mentions
from app.store.quotations import are_stored, replace_quotations, speaking
from app.store.revisions import last_revision, log_deleted, mentioned, revise
from app.store.rows import ArticleRow
from app.store.suppressions import without_suppressed


def put(session: Session, draft: ArticleDraft, cause: Cause, at: datetime) -> Put:
    """Store a draft, without those who are suppressed, unless it says nothing new.

    To annotate anew concerns an article that lives and whose content is still the same: raises `NotFoundError` and
    `GoneError`, and newer content stays as it is.
    """
    draft = without_suppressed(session, draft)
    row = session.get(ArticleRow, draft.id)
    if row is None and cause == "reannotate":
        raise absent(session, draft.id)
    if row is not None and _says_nothing_new(session, row, draft, cause):
        if cause == "reannotate" and sketches.keep(session, row.id, draft.sketch):
            relink(session, [row.id, *stand(session, row, was_original=row.duplicate_of is None)], at)
        return Put(id=row.id, status="unchanged", revision=row.revision, seq=row.seq)
    stored = _write(session, row or _new(session, draft, at), draft, cause, at)
    return Put(id=draft.id, status="updated" if row else "created", revision=stored.revision, seq=stored.seq)


def delete(session: Session, article_id: str, at: datetime, cause: Cause = "delete") -> int:
    """Delete an article and return the `seq`; raises `NotFoundError` and `GoneError`."""
    row = session.get(ArticleRow, article_id)
    if row is None:
        raise absent(session, article_id)
    seq = log_deleted(session, article_id, row.revision + 1, at, cause)
    entities, copies = remove_mentions(session, article_id), copies_of(session, article_id)
    sketches.forget(session, article_id)
    before = counted_in(row)
    session.delete(row)
    session.flush()
    recount(session, before, NOTHING)
    drop_unmentioned(session, entities)
    relink(session, copies, at)
    return seq


def _says_nothing_new(session: Session, row: ArticleRow, draft: ArticleDraft, cause: Cause) -> bool:
    same_content = row.content_hash == draft.content_hash
    if cause != "reannotate" or not same_content:
        return same_content or cause == "reannotate"
    same_columns = all(getattr(row, name) == value for name, value in _columns(draft).items())
    fresh = in_order(each.as_stored() for each in draft.mentions)
    same_mentions = same_columns and find_mentions(session, [row.id])[row.id] == fresh
    return same_mentions and are_stored(session, row.id, draft.quotations)


def _new(session: Session, draft: ArticleDraft, at: datetime) -> ArticleRow:
    last = last_revision(session, draft.id)
    return ArticleRow(
        id=draft.id, revision=last[0] if last else 0, ingested_at=at, duplicate_of=None, **_columns(draft)
    )


def _write(session: Session, row: ArticleRow, draft: ArticleDraft, cause: Cause, at: datetime) -> ArticleRow:
    entities, known = remove_mentions(session, draft.id), row in session
    before = counted_in(row) if known else NOTHING
    copies = copies_of(session, draft.id) if known else []
    was_original = known and row.duplicate_of is None
    row.sqlmodel_update(_columns(draft))
    row.duplicate_of = original_of(session, row, draft.sketch)
    found = {"extractor": draft.extractor, "mentioned": mentioned(in_order(draft.mentions), speaking(draft.quotations))}
    revise(session, row, cause, at, sent=draft.sent if cause == "ingest" else None, **found)
    add_unknown(session, draft.mentions, draft.unknown)
    add_mentions(session, draft.id, draft.mentions)
    replace_quotations(session, draft.id, draft.quotations)
    recount(session, before, counted_in(row))
    drop_unmentioned(session, entities)
    sketches.keep(session, draft.id, draft.sketch)
    relink(session, [*copies, *stand(session, row, was_original=was_original)], at)
    return row


def _columns(draft: ArticleDraft) -> dict[str, Any]:
    same = ("content_hash", "text", "text_version", "title", "kicker", "language", "source", "url", "author", "rights")
    date, day, excerpt = draft.date, draft.date.date, draft.excerpt
    return {
        **{name: getattr(draft, name) for name in same},
        "extra": draft.metadata,
        "date_value": day.value if day else None,
        "date_precision": day.precision if day else None,
        "date_earliest": day.earliest if day else None,
        "date_latest": day.latest if day else None,
        "date_source": date.source,
        "date_confidence": date.confidence,
        "date_evidence": date.evidence.model_dump() if date.evidence else None,
        "date_estimate": date.estimate.model_dump() if date.estimate else None,
        "published_at": date.published_at,
        "excerpt_start": excerpt.start if excerpt else None,
        "excerpt_end": excerpt.end if excerpt else None,
        "zones": [zone.model_dump() for zone in draft.zones],
        "dates": [date.model_dump() for date in draft.dates],
        "named": count_named(draft.mentions),
    }
