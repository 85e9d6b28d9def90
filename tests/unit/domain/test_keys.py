from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.keys import ApiKey, parse_expiry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.integers(1, 99999))
def test_days_count_from_now(days: int) -> None:
    assert parse_expiry(f"{days}d", NOW) == NOW + timedelta(days=days)


def test_a_day_counts_to_its_end() -> None:
    assert parse_expiry("2026-03-01", NOW) == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong", ["2026-02-28", "0d", "-1d", "d", "", "90", "2026", "1.5d", "٣d", "2026-13-01", "9999-12-31"]
)
def test_what_cannot_be_an_expiry_is_named(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"is over|is neither"):
        parse_expiry(wrong, NOW)


def test_a_key_ends_at_the_instant_it_expires() -> None:
    key = ApiKey(id="k", label="", scopes=frozenset({"read"}), created_at=NOW, expires_at=NOW)
    assert key.ended(NOW - timedelta(microseconds=1)) is None
    assert key.ended(NOW) == "expired at 2026-03-01T12:00:00Z"
    assert (
        key.model_copy(update={"revoked_at": NOW}).ended(NOW - timedelta(days=1))
        == "was revoked at 2026-03-01T12:00:00Z"
    )
