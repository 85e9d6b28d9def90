"""Points in time as other formats write them, as an article's `date` takes them: never more exact than they were."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from app.domain.dates import parse_partial_date

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:.*")


def publication_date(written: str) -> str | None:
    """The `date` that EDTF, ISO 8601 or RFC 5322 (mails, RSS) writes; None for what is none of these."""
    value = written.strip()
    for understand in (_partial, _iso, _mail):
        try:
            if found := understand(value):
                return found
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def _partial(value: str) -> str:
    parse_partial_date(value)
    return value


def _iso(value: str) -> str | None:
    return datetime.fromisoformat(value).isoformat() if _ISO.fullmatch(value) else None


def _mail(value: str) -> str:
    if ":" in value:
        return parsedate_to_datetime(value).isoformat()
    return parsedate_to_datetime(f"{value} 00:00").date().isoformat()
