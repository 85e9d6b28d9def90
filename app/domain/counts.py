"""What articles have in common, counted: facets and timelines."""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from app.domain.dates import DateInterval, parse_partial_date
from app.domain.frozen import Frozen

Facet = Literal["actor", "type", "source", "language", "year", "month", "precision", "form"]
FACETS: tuple[Facet, ...] = Facet.__args__  # type: ignore[attr-defined]
Interval = Literal["day", "week", "month", "year"]
INTERVALS: tuple[Interval, ...] = Interval.__args__  # type: ignore[attr-defined]

_MONDAY = 1  # 0001-01-01, the first day there is, is a Monday.

Counted = tuple[tuple[str, int], ...]
"""Values and their counts."""


class Largest(NamedTuple):
    """Values and their counts, most first, then by value; and what those add up to that are left out."""

    buckets: Counted
    rest: int


class FacetCounts(Frozen):
    """How many articles have each value: most first, then by value; and how many have none.

    `rest` is what the counts add up to that are left out. An article may have several actors, types and forms, so that
    these do not add up to the number of articles.
    """

    buckets: Counted
    rest: int
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
    if earliest.day == 1 and latest == earliest.replace(day=monthrange(earliest.year, earliest.month)[1]):
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


def bucket_number(day: date, interval: Interval) -> int:
    """The number of the day, week, month or year that a day is in: those that follow each other have the next one."""
    match interval:
        case "day":
            return day.toordinal()
        case "week":
            return (day.toordinal() - _MONDAY) // 7
        case "month":
            return 12 * day.year + day.month - 1
        case "year":
            return day.year


def first_day(number: int, interval: Interval) -> date:
    """The first day of what has this number."""
    match interval:
        case "day":
            return date.fromordinal(number)
        case "week":
            return date.fromordinal(7 * number + _MONDAY)
        case "month":
            return date(number // 12, number % 12 + 1, 1)
        case "year":
            return date(number, 1, 1)


def bucket_span(key: str) -> tuple[date, date]:
    """The first and the last day of the day, week, month or year that `bucket` calls so."""
    if "W" in key:
        monday = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
        return monday, date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal()))
    unit = parse_partial_date(key)
    return unit.earliest, unit.latest


@lru_cache(maxsize=10_000)
def bucket_days(key: str) -> DateInterval:
    """The same as an interval."""
    first, last = bucket_span(key)
    return DateInterval(earliest=first, latest=last)


def ranked(counts: dict[str, int]) -> Counted:
    """The counts that are not 0: most first, then by value."""
    values = sorted(value for value, count in counts.items() if count)
    values.sort(key=counts.__getitem__, reverse=True)  # those of the same count stay in their order
    return tuple((value, counts[value]) for value in values)


def largest(counts: dict[str, int], most: int | None) -> Largest:
    """The `most` largest of the counts (None: all)."""
    buckets = ranked(counts)
    return Largest(buckets[:most], 0 if most is None else sum(count for _, count in buckets[most:]))
