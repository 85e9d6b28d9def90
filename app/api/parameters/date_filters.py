"""The filters by dates: when an article was published, came in or changed, and which dates it speaks of."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.api.parameters.params import Reader, boolean, one_of, refuse
from app.domain.dates import DateInterval, DateMatch, Undated, join_interval, parse_interval

DATE_MATCHES: tuple[DateMatch, ...] = ("overlaps", "within", "covers")
UNDATED: tuple[Undated, ...] = ("exclude", "include", "only")
DATE_PRECISIONS = ("day", "month", "year", "unknown")
INTERVALS = ("mentioned", "ingested", "updated")
"""The parameters with the grammar of `date`, each named as its field of `ArticleQuery`."""

_UNITS = ("2016", "2016-12", "2016-12-06", "2016-Q4")
_DATES = (*_UNITS, "2016-12/2017-02", "2016-12/..", "../2016", "last:30d")


def read_dates(reader: Reader, today: date) -> dict[str, Any]:
    """The fields of `ArticleQuery` that speak of dates; days are counted back from `today`."""
    interval = _published(reader, today)
    match = reader.one("date.match", one_of(DATE_MATCHES), "overlaps")
    if match != "overlaps" and not reader.values.keys() & {"date", "from", "to"}:
        detail = "date.match compares with a date: give date, from or to."
        reader.flaw("date.match", "requires", detail, requires=["date", "from", "to"])
    return {
        "interval": interval,
        "date_match": match,
        "estimates": _estimates(reader),
        "undated": reader.one("date.undated", one_of(UNDATED), "exclude" if interval else "include"),
        "date_within": _interval(reader, "date.within", today),
        **{name: _interval(reader, name, today) for name in INTERVALS},
    }


def _estimates(reader: Reader) -> bool:
    wanted = reader.one("date.estimates", boolean, False)
    if wanted and not reader.values.keys() & {"date", "from", "to", "date.undated"}:
        detail = "date.estimates filters by guessed dates: give date, from, to or date.undated."
        reader.flaw("date.estimates", "requires", detail, requires=["date", "from", "to", "date.undated"])
    return wanted


def _interval(reader: Reader, name: str, today: date) -> DateInterval | None:
    return reader.one(name, _dated(lambda value: parse_interval(value, today), _DATES), None)


def _published(reader: Reader, today: date) -> DateInterval | None:
    bounds = reader.values.keys() & {"from", "to"}
    if "date" in reader.values and bounds:
        reader.flaw(
            "date", "conflict", "date and from or to say the same: give one of them.", conflicts_with=sorted(bounds)
        )
    first = reader.one("from", _dated(lambda value: join_interval(value, None), _UNITS), None)
    last = reader.one("to", _dated(lambda value: join_interval(None, value), _UNITS), None)
    if first and last:
        return _joined(reader, first, last)
    return first or last or _interval(reader, "date", today)


def _joined(reader: Reader, first: DateInterval, last: DateInterval) -> DateInterval:
    if first.earliest and last.latest and first.earliest > last.latest:
        reader.flaw("to", "conflict", "to ends before from begins.", conflicts_with=["from"])
    return DateInterval(earliest=first.earliest, latest=last.latest)


def _dated(parse: Callable[[str], DateInterval], expected: Sequence[str]) -> Callable[[str], DateInterval | None]:
    def parse_dated(value: str) -> DateInterval:
        try:
            return parse(value)
        except ValueError as error:
            refuse(f"{error}.", expected=list(expected))

    return parse_dated
