"""Dates as news know them: a year, a month or a day, maybe approximate; and intervals of them to filter by.

The subset of EDTF (Library of Congress, 2019; ISO 8601-2) that news needs: `2016`, `2016-12`, `2016-12-06`, each with
an optional `~` (approximate), `?` (uncertain) or `%` (both). Qualifiers do not widen the interval.
"""

import calendar
import re
from datetime import date, timedelta
from typing import Literal

from app.domain.frozen import Frozen

Precision = Literal["day", "month", "year"]
DateMatch = Literal["overlaps", "within", "covers"]
Undated = Literal["exclude", "include", "only"]

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_QUARTER = re.compile(r"([0-9]{4})-(?:[Qq]([1-4])|3([3-6]))")
_LAST = re.compile(r"last:([1-9][0-9]{0,4})d")


class PartialDate(Frozen):
    """A date as precise as it is known. `value` is EDTF; `earliest` and `latest` are the days it may be, inclusive."""

    value: str
    precision: Precision
    earliest: date
    latest: date


class DateInterval(Frozen):
    """The days from `earliest` to `latest`, inclusive; None is open."""

    earliest: date | None = None
    latest: date | None = None

    def holds(self, earliest: date, latest: date, match: DateMatch) -> bool:
        """Whether something dated `earliest` to `latest` overlaps, lies within, or covers this interval."""
        low, high = self.earliest or date.min, self.latest or date.max
        if match == "within":
            return low <= earliest and latest <= high
        if match == "covers":
            return earliest <= low and high <= latest
        return earliest <= high and low <= latest


def _days(year: int, month: int | None, day: int | None) -> tuple[Precision, date, date]:
    if day is not None and month is not None:
        exact = date(year, month, day)
        return "day", exact, exact
    if month is not None:
        return "month", date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return "year", date(year, 1, 1), date(year, 12, 31)


def parse_partial_date(value: str) -> PartialDate:
    """The `PartialDate` that an EDTF string of the subset names; raises `ValueError` saying what is wrong."""
    bare = value[:-1] if value[-1:] in "~?%" else value
    found = _DATE.fullmatch(bare)
    if not found:
        raise ValueError(f"{value!r} is not a date: write 2016, 2016-12 or 2016-12-06")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        precision, earliest, latest = _days(year or 0, month, day)
    except (ValueError, IndexError) as error:
        raise ValueError(f"{value!r} is not a day of the calendar") from error
    return PartialDate(value=value, precision=precision, earliest=earliest, latest=latest)


def _unit(value: str) -> tuple[date, date]:
    quarter = _QUARTER.fullmatch(value)
    if quarter:
        first = 3 * (int(quarter[2]) if quarter[2] else int(quarter[3]) - 2) - 2
        year = int(quarter[1])
        return parse_partial_date(f"{year:04}-{first:02}").earliest, parse_partial_date(
            f"{year:04}-{first + 2:02}"
        ).latest
    unit = parse_partial_date(value)
    return unit.earliest, unit.latest


def parse_interval(value: str, today: date) -> DateInterval:
    """The interval that a `date=` value names; raises `ValueError` saying what is wrong.

    Takes a unit (`2016`, `2016-12`, `2016-12-06`, `2016-Q4`, EDTF's `2016-36`), two units or `..` around a slash,
    and `last:30d`: that many UTC days up to and with `today`.
    """
    last = _LAST.fullmatch(value)
    if last:
        return DateInterval(earliest=today - timedelta(days=int(last[1]) - 1), latest=today)
    first, slash, second = value.partition("/")
    if not slash:
        earliest, latest = _unit(value)
        return DateInterval(earliest=earliest, latest=latest)
    return join_interval(None if first == ".." else first, None if second == ".." else second)


def join_interval(first: str | None, last: str | None) -> DateInterval:
    """From the first day of the unit `first` to the last day of the unit `last`; None is open.

    Raises `ValueError` for a unit that is none and for an interval that ends before it begins.
    """
    low = _unit(first)[0] if first is not None else None
    high = _unit(last)[1] if last is not None else None
    if low and high and low > high:
        raise ValueError(f"{first}/{last} ends before it begins")
    return DateInterval(earliest=low, latest=high)
