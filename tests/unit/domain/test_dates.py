"""Partial dates stay as precise as they were written; intervals end where their last unit ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DateInterval, join_interval, parse_interval, parse_partial_date

TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("value", "precision", "earliest", "latest"),
    [
        ("2016", "year", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-02", "month", date(2016, 2, 1), date(2016, 2, 29)),
        ("2016-12-06", "day", date(2016, 12, 6), date(2016, 12, 6)),
        ("2009-12~", "month", date(2009, 12, 1), date(2009, 12, 31)),
        ("0001", "year", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_a_partial_date_knows_its_first_and_last_day(value: str, precision: str, earliest: date, latest: date) -> None:
    parsed = parse_partial_date(value)
    assert (parsed.value, parsed.precision, parsed.earliest, parsed.latest) == (value, precision, earliest, latest)


@pytest.mark.parametrize(
    "value", ["", "~", "2016-13", "2016-00", "2015-02-29", "16", "2016-1", "0000", "٢٠١٦", "2016-12-06T10", "2016~~"]
)
def test_what_is_no_date_is_refused_by_name(value: str) -> None:
    with pytest.raises(ValueError, match="is not a d"):
        parse_partial_date(value)


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31)),
        ("2016-Q4", date(2016, 10, 1), date(2016, 12, 31)),
        ("2016-q1", date(2016, 1, 1), date(2016, 3, 31)),
        ("2016-36", date(2016, 10, 1), date(2016, 12, 31)),
        ("2016-12/2017-02", date(2016, 12, 1), date(2017, 2, 28)),
        ("2016-12/..", date(2016, 12, 1), None),
        ("../2016", None, date(2016, 12, 31)),
        ("../..", None, None),
        ("last:1d", TODAY, TODAY),
        ("last:30d", date(2024, 2, 1), TODAY),
        ("last:99999d", date(1750, 5, 19), TODAY),
    ],
)
def test_an_interval_reaches_to_the_end_of_its_last_unit(
    value: str, earliest: date | None, latest: date | None
) -> None:
    assert parse_interval(value, TODAY) == DateInterval(earliest=earliest, latest=latest)


@pytest.mark.parametrize(
    "value",
    ["2016-13", "2017/2016", "/2016", "2016/", "2016/2017/2018", "last:0d", "last:30", "2016-Q5", "2016-37", ".."],
)
def test_what_is_no_interval_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"is not a|ends before"):
        parse_interval(value, TODAY)


DAYS = st.dates()


@given(DAYS, DAYS, DAYS, DAYS)
def test_matches_mean_what_they_say_day_by_day(a: date, b: date, c: date, d: date) -> None:
    interval = DateInterval(earliest=min(a, b), latest=max(a, b))
    low, high = min(c, d), max(c, d)
    overlaps = not (high < min(a, b) or low > max(a, b))
    assert interval.holds(low, high, "overlaps") == overlaps
    assert interval.holds(low, high, "within") == (
        interval.holds(low, low, "overlaps") and interval.holds(high, high, "overlaps")
    )
    assert interval.holds(low, high, "covers") == DateInterval(earliest=low, latest=high).holds(
        min(a, b), max(a, b), "within"
    )


@given(st.dates(min_value=date(1, 1, 2), max_value=date(9999, 12, 30)), st.sampled_from([4, 7, 10]))
def test_every_unit_is_closed_at_both_ends(day: date, length: int) -> None:
    value = day.isoformat()[:length]
    unit = parse_partial_date(value)
    assert unit.earliest <= day <= unit.latest
    interval = join_interval(value, value)
    assert interval == DateInterval(earliest=unit.earliest, latest=unit.latest)
    if unit.latest < date.max:
        after = unit.latest + timedelta(days=1)
        assert not interval.holds(after, after, "overlaps")
