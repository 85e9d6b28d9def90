"""What a segment holds of its documents beside words and mentions: what they are filtered and sorted by."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np

from app.domain.annotations import ZONES
from app.domain.index_documents import IndexDocument
from app.search.analysis import SERVED, document_languages
from app.search.ordering import clock_time
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers, hash_strings, look_up, numbered, pack_strings, starts_of

NO_CLOCK = -(2**63)
"""The time of day of a document without one."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_ZONE_NUMBERS: dict[str, int] = {zone: number for number, zone in enumerate(ZONES)}


def document_sections(documents: Sequence[IndexDocument]) -> Arrays:
    """The columns of documents, but for their lengths."""
    ids = [document.id for document in documents]
    columns = {
        **pack_strings("id", ids),
        **name_sections("language", [document.language for document in documents], np.uint16),
        **name_sections("source", [document.source for document in documents], np.uint32),
        "languages": np.array([_language_bits(document.language) for document in documents], np.uint8),
        **_days(documents),
        "clock": np.array([_clock(document.published_at) for document in documents], np.int64),
        "ingested": np.array([_microseconds(document.ingested_at) for document in documents], np.int64),
        "updated": np.array([_microseconds(document.updated_at) for document in documents], np.int64),
        "original": hash_strings([document.duplicate_of or document.id for document in documents]),
        "copy": np.array([document.duplicate_of not in {None, document.id} for document in documents], np.uint8),
        **_said(documents),
    }
    return {**columns, **orders(ids, columns)}


def orders(ids: Sequence[str], columns: Arrays) -> Arrays:
    """The documents in the order of each sort, as `SearchIndex.search` says; `id.rank` is the inverse of `id.order`."""
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.uint16)
    rank = np.empty_like(by_id)
    rank[by_id] = np.arange(len(ids), dtype=np.uint16)
    latest, earliest, clock = (columns[name].astype(np.int64) for name in ("latest", "earliest", "clock"))
    undated, timed = latest == 0, clock != NO_CLOCK
    clock = np.where(timed, clock, 0)

    def by_date(sign: int) -> Numbers:
        keys = (rank, sign * clock * ~undated, sign * (timed & ~undated), sign * earliest, sign * latest, undated)
        return np.lexsort(keys).astype(np.uint16)

    by_ingestion = np.lexsort((rank, -columns["ingested"])).astype(np.uint16)
    dated = {"order.newest": by_date(-1), "order.oldest": by_date(1)}
    return {"id.order": by_id, "id.rank": rank, **dated, "order.ingested": by_ingestion}


def name_sections(name: str, values: Sequence[str | None], dtype: type[np.unsignedinteger]) -> Arrays:
    """A column of numbers of names, and the names; 0 is none."""
    names: dict[str | None, int] = {None: 0, **{each: at + 1 for each, at in numbered(filter(None, values)).items()}}
    packed = pack_strings(name, [each or "" for each in names])
    return {**packed, name: look_up({**names, "": 0}, values, dtype)}


def _language_bits(language: str | None) -> int:
    return sum(1 << SERVED.index(each) for each in document_languages(language))


def _days(documents: Sequence[IndexDocument]) -> Arrays:
    """Days as proleptic Gregorian ordinals, 0 where there is none."""
    guesses = [document.estimate or (None, None) for document in documents]
    dated = [document.earliest and document.latest for document in documents]
    days = {
        "earliest": [each.earliest if known else None for each, known in zip(documents, dated, strict=True)],
        "latest": [each.latest if known else None for each, known in zip(documents, dated, strict=True)],
        "estimate.earliest": [first for first, _ in guesses],
        "estimate.latest": [last for _, last in guesses],
    }
    return {name: np.array([_ordinal(day) for day in column], np.int32) for name, column in days.items()}


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _clock(published_at: str | None) -> int:
    clock = clock_time(published_at) if published_at else None
    return NO_CLOCK if clock is None else clock


def _microseconds(moment: datetime) -> int:
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // _MICROSECOND


def _said(documents: Sequence[IndexDocument]) -> Arrays:
    """The dates that the documents mention: zone, first and last day."""
    said = [each for document in documents for each in document.dates]
    return {
        "said.starts": starts_of(np.array([len(document.dates) for document in documents], np.int64)),
        "said.zones": np.array([_ZONE_NUMBERS[zone] for zone, _, _ in said], np.uint8),
        "said.first": np.array([first.toordinal() for _, first, _ in said], np.int32),
        "said.last": np.array([last.toordinal() for _, _, last in said], np.int32),
    }
