"""The store: SQLModel rows and SQL on SQLite. Rows never leave this folder."""

from app.store.opening import open_store
from app.store.sqlite import SqliteStore

__all__ = ["SqliteStore", "open_store"]
