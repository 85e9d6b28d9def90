"""Opening the store: migrated, in step with the authority files, and with all that lists show ready-made."""

from pathlib import Path

from app.domain.authority import AuthoritySource
from app.store.authority import sync_authority
from app.store.database import Database
from app.store.listings import sync_listings
from app.store.sqlite import SqliteStore
from app.store.upgrade import upgrade


def open_store(database: Path, migrations: Path, authority: AuthoritySource, *, min_free: int) -> SqliteStore:
    """The store in the file `database`, migrated by the scripts in `migrations` and in step with `authority`.

    Creates what is missing; many processes may open it at once. While less than `min_free` bytes of disk are free,
    nothing is written. Raises `IncompatibleStoreError` for a database of a newer version, `StorageFullError`.
    """
    upgrade(database, migrations)
    opened = Database(database, min_free=min_free)
    sync_authority(opened, authority)
    sync_listings(opened)
    return SqliteStore(opened)
