"""Days, weeks, months and years as buckets."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.counts import (
    INTERVALS,
    Interval,
    bucket,
    bucket_number,
    bucket_span,
    first_day,
    precision,
    span_value,
)
from app.domain.dates import parse_partial_date

days = st.dates()
intervals = st.sampled_from(INTERVALS)


@given(days, intervals)
@example(date.max, "week")
@example(date.min, "week")
@example(date(2016, 1, 1), "week")
def test_a_bucket_holds_the_days_of_its_name(day: date, interval: Interval) -> None:
    key = bucket(day, interval)
    first, last = bucket_span(key)
    assert first <= day <= last
    assert first_day(bucket_number(day, interval), interval) == first
    assert bucket(first, interval) == bucket(last, interval) == key
    if first > date.min:
        before = first - timedelta(days=1)
        assert bucket(before, interval) < key
        assert bucket_number(before, interval) == bucket_number(day, interval) - 1


@given(days, st.sampled_from([4, 7, 10]))
@example(date(9999, 12, 31), 7)
@example(date(9999, 1, 31), 7)
def test_a_date_is_as_precise_as_it_is_written(day: date, length: int) -> None:
    unit = parse_partial_date(day.isoformat()[:length])
    assert span_value(unit.earliest, unit.latest) == unit.value
    assert precision(unit.value) == unit.precision


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        (date(2016, 12, 1), date(2016, 12, 30), "2016-12-01/2016-12-30"),
        (date(2016, 12, 2), date(2016, 12, 31), "2016-12-02/2016-12-31"),
        (date(2016, 1, 1), date(2017, 12, 31), "2016-01-01/2017-12-31"),
    ],
)
def test_anything_else_is_an_interval(first: date, last: date, value: str) -> None:
    assert span_value(first, last) == value
    assert precision(value) == "interval"
