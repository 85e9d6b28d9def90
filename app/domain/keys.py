"""Keys: who may write, and who may read where reading is not open to all."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from app.domain.frozen import Frozen

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
_DAYS = re.compile(r"([1-9][0-9]{0,4})d")


class ApiKey(Frozen):
    """A key as the store knows it; the secret itself is nowhere. All instants are in UTC.

    `last_used_at` is true to the minute.
    """

    id: str
    label: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def ended(self, now: datetime) -> str | None:
        """Why it does not work any more, in two words and a time; None while it does."""
        if self.revoked_at is not None:
            return f"was revoked at {self.revoked_at:%Y-%m-%dT%H:%M:%SZ}"
        if self.expires_at is not None and self.expires_at <= now:
            return f"expired at {self.expires_at:%Y-%m-%dT%H:%M:%SZ}"
        return None


def parse_expiry(value: str, now: datetime) -> datetime:
    """When a key ends: `90d` from now, or with the end of a day such as `2027-01-31` (UTC).

    Raises `ValueError` for anything else, and for what is over.
    """
    if found := _DAYS.fullmatch(value):
        return now + timedelta(days=int(found[1]))
    try:
        end = datetime.combine(date.fromisoformat(value), time.min, UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise ValueError(f"{value!r} is neither a number of days such as 90d nor a day such as 2027-01-31") from None
    if end <= now:
        raise ValueError(f"{value} is over")
    return end
