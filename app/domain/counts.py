"""What articles have in common, counted: facets and timelines."""

from datetime import date
from typing import Literal

from app.domain.frozen import Frozen

Facet = Literal["actor", "type", "source", "language", "year", "month", "precision", "form"]
FACETS: tuple[Facet, ...] = Facet.__args__  # type: ignore[attr-defined]
Interval = Literal["day", "week", "month", "year"]
INTERVALS: tuple[Interval, ...] = Interval.__args__  # type: ignore[attr-defined]

Counted = tuple[tuple[str, int], ...]
"""Values and their counts."""


class FacetCounts(Frozen):
    """How many articles have each value: most first, then by value; and how many have none.

    An article may have several actors, types and forms, so that these do not add up.
    """

    buckets: Counted
    unknown: int


class Timeline(Frozen):
    """How many articles are from each day, week (ISO 8601, `2016-W49`), month or year; the sum of all is the total.

    `buckets` are in the order of time, without empty ones. `imprecise` are the articles whose date lies in no single
    bucket, by that date; `undated` have none.
    """

    buckets: Counted
    imprecise: Counted
    undated: int


def span_value(earliest: date, latest: date) -> str:
    """The date (EDTF) of which these are the first and the last day: a day, a month, a year, or an interval."""
    if earliest == latest:
        return earliest.isoformat()
    year, month = f"{earliest:%Y}".zfill(4), earliest.isoformat()[:7]
    if (earliest, latest) == (date(earliest.year, 1, 1), date(earliest.year, 12, 31)):
        return year
    following = date(earliest.year + earliest.month // 12, earliest.month % 12 + 1, 1) if earliest.year < 9999 else None
    if earliest.day == 1 and following and latest.toordinal() + 1 == following.toordinal():
        return month
    return f"{earliest.isoformat()}/{latest.isoformat()}"


def precision(value: str) -> str:
    """Of a date as `span_value` writes it."""
    return {4: "year", 7: "month", 10: "day"}.get(len(value), "interval")


def bucket(day: date, interval: Interval) -> str:
    """The day, week, month or year that a day is in."""
    if interval == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[interval]]


def ranked(counts: dict[str, int]) -> Counted:
    """The counts that are not 0: most first, then by value."""
    return tuple(
        sorted(((value, count) for value, count in counts.items() if count), key=lambda each: (-each[1], each[0]))
    )
