"""The indexer process: the only one that writes the index. Any fault ends it, and its supervisor starts it anew."""

import logging
import signal
import threading

from app.bootstrap import open_migrated_store, writing_index
from app.domain.ports import Store
from app.errors import BusyError, StorageFullError
from app.locks import held
from app.services.indexing import follow
from app.settings import Settings

logger = logging.getLogger("attache.indexer")


def run(settings: Settings) -> None:
    """Follow the change log until SIGTERM or SIGINT. Waits while another indexer holds the data folder."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = open_migrated_store(settings)
    _scrub(store)
    with held(settings.data_dir / "indexer.lock"):
        while not stop.is_set():
            with writing_index(settings, store, _say_rebuild) as live:
                follow(store, live.writer, lambda: not (stop.is_set() or live.superseded()))
    store.close()


def _scrub(store: Store) -> None:
    """End what a purge that was killed has left to do; should that be impossible now, the next start tries again."""
    try:
        store.scrub()
    except (BusyError, StorageFullError) as error:
        logger.warning("words that were purged may still stand in unused parts of the database: %s", error.detail)


def _say_rebuild(reason: str) -> None:
    logger.info("building the index: %s", reason)
