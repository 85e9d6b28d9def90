"""Brings a database to the newest schema, whichever process comes first."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.errors import IncompatibleStoreError
from app.locks import held
from app.store.database import clear_errors, open_engine


def upgrade(database: Path, migrations: Path) -> None:
    """Migrate an empty or older database in one transaction, under a lock that other processes wait for.

    Raises `IncompatibleStoreError` for one that a newer version has written, or that is no database,
    `StorageFullError` when it does not fit.
    """
    with held(database.with_name(f"{database.name}.lock")):
        _check_format(database)
        engine = open_engine(database, foreign_keys=False).execution_options(begin="IMMEDIATE")
        try:
            with clear_errors(database), engine.begin() as connection:
                _upgrade(connection, database, migrations)
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


def _upgrade(connection: Connection, database: Path, migrations: Path) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    ours = scripts.get_current_head()
    theirs = MigrationContext.configure(connection).get_current_revision()
    if theirs is not None and theirs not in {script.revision for script in scripts.walk_revisions()}:
        raise IncompatibleStoreError(
            f"{database} has schema {theirs}, which a newer version of Attaché wrote; this one knows schemas up to "
            f"{ours}. Install that newer version, or restore a backup made with this one."
        )
    if theirs != ours:
        command.upgrade(config, "head")
