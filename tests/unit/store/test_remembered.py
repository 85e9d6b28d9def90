"""What is remembered of the database, and how long."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.store.database import Database
from app.store.remembered import Remembered


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "attache.db", min_free=0)
    with database.write() as session:
        session.connection().execute(text("CREATE TABLE named (name TEXT, label TEXT)"))
        session.connection().execute(text("INSERT INTO named VALUES ('eu', 'European Union'), ('un', 'Nations')"))
    yield database
    database.close()


def test_each_name_is_looked_up_once_until_something_is_written(database: Database) -> None:
    remembered, asked = Remembered(database), []

    def labels(session: Session, names: Sequence[str]) -> dict[str, str]:
        asked.append(list(names))
        rows = session.connection().execute(text("SELECT name, label FROM named"))
        return {name: label for name, label in rows if name in names}

    assert remembered.recall_each(labels, ["eu", "nobody"]) == {"eu": "European Union"}
    assert remembered.recall_each(labels, ["eu", "un"]) == {"eu": "European Union", "un": "Nations"}
    assert remembered.recall_each(labels, ["un", "eu", "un"]) == {"un": "Nations", "eu": "European Union"}
    with database.write() as session:
        session.connection().execute(text("UPDATE named SET label = 'EU' WHERE name = 'eu'"))
    assert remembered.recall_each(labels, ["eu"]) == {"eu": "EU"}
    assert asked == [["eu", "nobody"], ["un"], ["eu"]]
