"""The store: SQLModel rows and SQL on SQLite. Rows never leave this folder."""

from app.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
