"""The migrations themselves, run by Alembic; importing it takes longer than all else that opening a database takes."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.errors import IncompatibleStoreError


def migrate(connection: Connection, database: Path, migrations: Path) -> None:
    """Bring the database of `connection` to the newest schema; raises `IncompatibleStoreError` for a newer one."""
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
