"""Erasing articles for good: all their words, in the database, in its files and in the index."""

import time

from app.domain.articles import Purged
from app.errors import BusyError
from app.services import Services

PATIENCE = 300.0  # seconds that an indexer has for what may be a whole index
_PAUSE = 0.1


def purge_article(services: Services, article_id: str) -> Purged:
    """Erase an article, living or deleted, from the database and its files; the indexer takes it out of the index.

    Doing it again ends what was cut short. Raises `NotFoundError`, `StorageFullError`, `BusyError`.
    """
    purged = services.store.purge(article_id)
    services.store.scrub()
    return purged


def wait_for_index(services: Services, seq: int, patience: float = PATIENCE) -> None:
    """Wait until the index holds change `seq`, and so nothing of what was purged by then; raises `BusyError`."""
    end = time.monotonic() + patience
    while services.index.applied() < seq:
        if time.monotonic() > end:
            raise BusyError("The database holds it no more, but the indexer has not taken it out of the index yet.")
        time.sleep(_PAUSE)
