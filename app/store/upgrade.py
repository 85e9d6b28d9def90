"""Brings a database to the newest schema, whichever process comes first."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from app.errors import IncompatibleStoreError
from app.locks import held
from app.store.database import clear_errors, open_engine

logger = logging.getLogger(__name__)


def upgrade(database: Path, migrations: Path) -> None:
    """Migrate an empty or older database in one transaction, under a lock that other processes wait for.

    Raises `IncompatibleStoreError` for one that a newer version has written, or that is no database,
    `StorageFullError` when it does not fit.
    """
    newest = newest_revision(migrations)
    if _revision(database) != newest:
        with held(database.with_name(f"{database.name}.lock")):
            there = _revision(database)  # somebody else may have migrated it meanwhile
            if there and there < newest:
                logger.info("the database is migrated from %s to %s: a large one takes a minute", there, newest)
            _check_format(database)
            _migrate(database, migrations)


def newest_revision(migrations: Path) -> str:
    """The revision that the newest script brings: scripts are numbered, `0001_first_schema.py` brings `0001`."""
    return max(path.name.partition("_")[0] for path in (migrations / "versions").glob("[0-9]*_*.py"))


def _revision(database: Path) -> str | None:
    """The revision of a database; None when it has none, or is none."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def _migrate(database: Path, migrations: Path) -> None:
    from app.store.migration import migrate  # noqa: PLC0415  (see there)

    engine = open_engine(database, foreign_keys=False).execution_options(begin="IMMEDIATE")
    try:
        with clear_errors(database), engine.begin() as connection:
            migrate(connection, database, migrations)
    finally:
        engine.dispose()


def _check_format(database: Path) -> None:
    """Every SQLite 3 file begins with this string (https://www.sqlite.org/fileformat2.html#magic_header_string)."""
    if database.exists():
        with database.open("rb") as file:
            begin = file.read(16)
        if begin not in (b"", b"SQLite format 3\0"):
            raise IncompatibleStoreError(
                f"{database} is not a SQLite database. Move it away, or choose another data folder."
            )
