"""Alembic's environment.

The application hands over the connection to migrate (`config.attributes["connection"]`). On the command line, where
there is none, the database is that of the data folder in `ATTACHE_DATA_DIR` (default `./var`):

    ATTACHE_DATA_DIR=somewhere alembic upgrade head
    ATTACHE_DATA_DIR=somewhere alembic check
"""

import os
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from app.settings import read_settings
from app.store.database import open_engine
from app.store.rows import Row


def render_plainly(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration names SQL's types, so that it stays what it is when ours change."""
    return f"sa.{type(item.impl_instance).__name__}()" if isinstance(item, TypeDecorator) else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        render_item=render_plainly,
        transactional_ddl=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate_data_folder() -> None:
    database = read_settings(os.environ).database
    database.parent.mkdir(parents=True, exist_ok=True)
    engine = open_engine(database, foreign_keys=False).execution_options(begin="IMMEDIATE")
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()


handed_over = context.config.attributes.get("connection")
if handed_over is None:
    migrate_data_folder()
else:
    migrate(handed_over)
