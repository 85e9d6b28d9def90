"""API keys. A key is `att_`, its id, `_` and its secret of 256 random bits, of which only the digest is kept."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.keys import ApiKey, Scope
from app.errors import GoneError, NotFoundError
from app.store.rows import KeyRow

_KEY = re.compile(r"att_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


def create_key(
    session: Session, label: str, scopes: Iterable[Scope], at: datetime, expires_at: datetime | None = None
) -> tuple[str, str]:
    """A new key: its id, and the key itself, to be shown once."""
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    digest, allowed = _digest(secret), [str(scope) for scope in sorted(scopes)]
    session.add(KeyRow(id=key_id, sha256=digest, label=label, scopes=allowed, created_at=at, expires_at=expires_at))
    return key_id, f"att_{key_id}_{secret}"


def find_key(session: Session, key: str) -> ApiKey | None:
    """Which key this is, even one that has ended; None when it is none of ours."""
    parts = _KEY.fullmatch(key)
    row = session.get(KeyRow, parts[1]) if parts else None
    if parts is None or row is None or not hmac.compare_digest(_digest(parts[2]), row.sha256):
        return None
    return _known(row)


def find_keys(session: Session) -> list[ApiKey]:
    """All keys, also those that have ended, oldest first."""
    return [_known(row) for row in session.exec(select(KeyRow).order_by(col(KeyRow.created_at), KeyRow.id))]


def revoke_key(session: Session, key_id: str, at: datetime) -> ApiKey:
    """End a key now; one that was revoked before stays so. Raises `NotFoundError`."""
    row = _get(session, key_id)
    row.revoked_at = row.revoked_at or at
    session.add(row)
    return _known(row)


def rotate_key(session: Session, key_id: str, at: datetime, keep_until: datetime) -> tuple[str, str]:
    """A new key in the place of one that works until `keep_until` at most.

    Raises `NotFoundError`, and `GoneError` for a key that has ended.
    """
    row = _get(session, key_id)
    known = _known(row)
    if why := known.ended(at):
        raise GoneError(f"The key {key_id} {why}: create a new one.")
    successor = create_key(session, known.label, known.scopes, at, known.expires_at)
    row.expires_at = min(keep_until, row.expires_at or keep_until)
    session.add(row)
    return successor


def touch_key(session: Session, key_id: str, at: datetime) -> None:
    """Remember when a key was used last."""
    row = _get(session, key_id)
    row.last_used_at = at
    session.add(row)


def _get(session: Session, key_id: str) -> KeyRow:
    row = session.get(KeyRow, key_id)
    if row is None:
        raise NotFoundError(f"There is no key {key_id!r}.")
    return row


def _known(row: KeyRow) -> ApiKey:
    return ApiKey.model_validate(row.model_dump(exclude={"sha256"}))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
