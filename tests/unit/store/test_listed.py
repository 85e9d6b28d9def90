"""What actors are called: remembered as long as nothing is written, and never mixed up with what was before."""

import sqlite3

import orjson
import pytest

from app.domain.listed import write_label
from app.store import listed
from app.store.listed import Labels

EU = ("eu", "EU", "organization", "Q458")
AS_JSON = write_label(*EU)
RENAMED = write_label("eu", "Union", "organization", "Q458")


@pytest.fixture
def entities() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE entities (id TEXT PRIMARY KEY, label TEXT, type TEXT, wikidata_id TEXT)")
    rows = [
        EU,
        ("brussels", "Brüssel", "place", "Q239"),
        *((f"x-{number}", "X", "person", None) for number in range(9)),
    ]
    connection.executemany("INSERT INTO entities VALUES (?, ?, ?, ?)", rows)
    return connection


def rename(entities: sqlite3.Connection, label: str) -> None:
    entities.execute("UPDATE entities SET label = ? WHERE id = 'eu'", (label,))


def test_labels_are_those_of_actors(entities: sqlite3.Connection) -> None:
    ids = (b'"eu"', b'"brussels"', b'"nobody"')
    found = Labels(lambda: 1).find(entities, set(ids), 1)
    assert [found.get(name) for name in ids] == [AS_JSON, None, None]


def test_labels_are_remembered_until_something_is_written(entities: sqlite3.Connection) -> None:
    version = 1
    labels = Labels(lambda: version)
    assert labels.find(entities, {b'"eu"'}, 1).get(b'"eu"') == AS_JSON
    rename(entities, "Union")
    assert labels.find(entities, {b'"eu"', b'"x-1"'}, 1).get(b'"eu"') == AS_JSON
    version = 2
    assert labels.find(entities, {b'"eu"'}, 2).get(b'"eu"') == RENAMED


def test_what_is_read_while_something_is_written_is_not_remembered(entities: sqlite3.Connection) -> None:
    versions = iter((2, 1))
    labels = Labels(lambda: next(versions))
    assert labels.find(entities, {b'"eu"'}, 1).get(b'"eu"') == AS_JSON
    rename(entities, "Union")
    assert labels.find(entities, {b'"eu"'}, 1).get(b'"eu"') == RENAMED


def test_no_more_labels_are_remembered_than_there_is_room_for(
    entities: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "_MANY", 4)
    labels = Labels(lambda: 1)
    for number in range(9):
        name = f"x-{number}"
        written = write_label(name, "X", "person", None)
        assert labels.find(entities, {orjson.dumps(name)}, 1).get(orjson.dumps(name)) == written
        assert len(labels._found[1]) <= 5
