"""Keys, as they are shown: known, alive, and remembered as used."""

from contextlib import suppress
from datetime import datetime, timedelta

from app.domain.keys import ApiKey
from app.errors import AppError, UnauthorizedError
from app.services import Services

_REMEMBERED = timedelta(minutes=1)  # each time it is used would make every reader a writer


def authenticate(services: Services, key: str, now: datetime) -> ApiKey:
    """The key that was shown; raises `UnauthorizedError` when it is none of ours, revoked or expired."""
    known = services.store.find_key(key)
    if known is None:
        raise UnauthorizedError("This key is not known.")
    if why := known.ended(now):
        raise UnauthorizedError(f"The key {known.id} {why}.")
    return known


def remember_use(services: Services, key: ApiKey, now: datetime) -> None:
    """Note that a key was used, once a minute at most; that it cannot be noted stops nobody."""
    if key.last_used_at is None or now - key.last_used_at >= _REMEMBERED:
        with suppress(AppError):
            services.store.touch_key(key.id)
