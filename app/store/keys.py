"""API keys. A key is `att_`, its id, `_` and its secret of 256 random bits, of which only the digest is kept."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from app.domain.ports import KeyInfo, Scope
from app.store.rows import KeyRow

_KEY = re.compile(r"att_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")


def create_key(session: Session, label: str, scopes: Iterable[Scope], at: datetime) -> tuple[str, str]:
    """A new key: its id, and the key itself, to be shown once."""
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    session.add(KeyRow(id=key_id, sha256=_digest(secret), label=label, scopes=sorted(scopes), created_at=at))
    return key_id, f"att_{key_id}_{secret}"


def find_key(session: Session, key: str) -> KeyInfo | None:
    """Which key this is; None when it is none of ours."""
    parts = _KEY.fullmatch(key)
    row = session.get(KeyRow, parts[1]) if parts else None
    if parts is None or row is None or not hmac.compare_digest(_digest(parts[2]), row.sha256):
        return None
    return KeyInfo(id=row.id, scopes=row.scopes)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
