"""Quotations: read, added and removed by article. Who speaks is a mention, and with it goes."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.domain.annotations import Quotation, Span, Speaker
from app.store.database import among
from app.store.rows import MentionRow, QuotationRow

_IN_ORDER = (col(QuotationRow.start), col(QuotationRow.end).desc(), col(QuotationRow.kind))
_OWN = [getattr(QuotationRow, name) for name in QuotationRow.model_fields]
_SPEAKER: tuple[sa.Label[Any], ...] = (
    col(MentionRow.entity_id).label("entity"),
    col(MentionRow.start).label("speaker_start"),
    col(MentionRow.end).label("speaker_end"),
)


def find_quotations(session: Session, ids: Iterable[str]) -> dict[str, list[Quotation]]:
    """The quotations of each of these articles, sorted by start, longest first."""
    found: dict[str, list[Quotation]] = {name: [] for name in ids}
    listed = sa.select(*_OWN, *_SPEAKER).join(MentionRow, isouter=True)
    chosen = listed.where(among(QuotationRow.article_id, found)).order_by(*_IN_ORDER)
    for row in session.connection().execute(chosen).mappings():
        found[row["article_id"]].append(_quotation(row))
    return found


def are_stored(session: Session, article_id: str, quotations: Iterable[Quotation]) -> bool:
    """Whether these are the quotations of an article already."""
    in_order = sorted(quotations, key=lambda each: (each.start, -each.end, each.kind))
    return find_quotations(session, [article_id])[article_id] == in_order


def speaking(quotations: Iterable[Quotation]) -> frozenset[str]:
    """The ids of the mentions that are speakers."""
    return frozenset(each.speaker.mention for each in quotations if each.speaker)


def replace_quotations(session: Session, article_id: str, quotations: Iterable[Quotation]) -> None:
    """Make these the quotations of an article; their speakers are among its mentions already."""
    session.connection().execute(sa.delete(QuotationRow).where(col(QuotationRow.article_id) == article_id))
    rows = [_values(article_id, each) for each in quotations]
    if rows:
        session.connection().execute(sa.insert(QuotationRow), rows)


def _values(article_id: str, quotation: Quotation) -> dict[str, Any]:
    cue, speaker = quotation.cue, quotation.speaker
    return {
        **quotation.model_dump(exclude={"cue", "speaker"}),
        "article_id": article_id,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "mention_id": speaker.mention if speaker else None,
    }


def _quotation(row: sa.RowMapping) -> Quotation:
    cue, mention = row["cue_start"], row["mention_id"]
    speaker = {"entity": row["entity"], "start": row["speaker_start"], "end": row["speaker_end"]}
    return Quotation(
        **{name: row[name] for name in ("start", "end", "zone", "kind", "rule")},
        cue=None if cue is None else Span(start=cue, end=row["cue_end"]),
        speaker=None if mention is None else Speaker(mention=mention, **speaker),
    )
