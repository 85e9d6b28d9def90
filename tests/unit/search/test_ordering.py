"""The time of day that orders the articles of a day."""

import pytest

from app.search.ordering import clock_time

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("18:00", 18),
        ("2016-12-06T18:00:00Z", 18),
        ("2016-12-06 18:00:00+01:00", 17),
        ("2016-12-06T00:30:00+02:00", -1.5),
        ("2016-12-06T18:00:00.000000999Z", 18),
        ("00:00", 0),
    ],
)
def test_a_time_is_read(written: str, hours: float) -> None:
    assert clock_time(written) == hours * HOUR


@pytest.mark.parametrize("written", [None, "", "25:00", "abends", "2016-12-06", "18.05 Uhr", "2016-12-06T99:99:99Z"])
def test_what_is_no_time_is_none(written: str | None) -> None:
    assert clock_time(written) is None
