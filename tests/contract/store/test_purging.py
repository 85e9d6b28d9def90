"""A purge: of an article stay its id, its changes and their times, and nothing that it said."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import GoneError, NotFoundError
from app.settings import shipped
from app.store import SqliteStore, open_store
from tests.contract.store.drafts import AUTHORITY, make_draft

SECRET = "Quittenmus für Erna Muster\nDie EU kocht ein."
WORDS = (b"Quittenmus", b"Muster", b"muster", b"kocht ein", b"Tresor", b"Ochsenfurt", b"erna", b"Geheimfach")


def whole(database: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database.parent.rglob("attache.db*"))


def put(store: SqliteStore, name: str = "a", text: str = SECRET) -> None:
    sent = {"text": text, "metadata": {"place": "Ochsenfurt"}, "source": "Tresor"}
    store.put(
        make_draft(name, text, metadata={"place": "Ochsenfurt"}, source="Tresor").model_copy(update={"sent": sent})
    )


@pytest.mark.parametrize("deleted_before", [True, False])
def test_no_word_of_a_purged_article_stays_in_any_file(
    store: SqliteStore, database: Path, deleted_before: bool
) -> None:
    put(store)
    with closing(sqlite3.connect(database)) as files, files:
        files.execute("INSERT INTO origins VALUES ('a', 'akten/Geheimfach.txt')")
    put(store, text=SECRET + " Und Quittenmus bleibt.")
    if deleted_before:
        store.delete("a")
    assert b"Quittenmus" in whole(database)
    purged = store.purge("a")
    store.scrub()
    for word in WORDS:
        assert word not in whole(database)
    assert purged.seq == store.head() == store.changes(purged.seq - 1, 1)[0].seq
    assert store.changes(purged.seq - 1, 1)[0].cause == "purge"
    assert [each.cause for each in store.revisions("a")][-1] == "purge"
    assert store.resolve("Erna Muster", None).id is None


def test_a_purge_done_again_changes_nothing(store: SqliteStore) -> None:
    put(store)
    first = store.purge("a")
    store.scrub()
    assert store.purge("a").seq == first.seq == store.head()
    store.scrub()


def test_what_was_purged_is_gone_and_may_come_back(store: SqliteStore) -> None:
    put(store)
    store.purge("a")
    with pytest.raises(GoneError):
        store.get("a")
    with pytest.raises(GoneError):
        store.sent("a")
    back = store.put(make_draft("a", "Neu\nDie EU."))
    assert (back.status, back.revision) == ("created", 3)
    assert store.purge("a").seq == store.head()
    with pytest.raises(NotFoundError):
        store.purge("nobody")


def test_copies_are_named_and_point_at_the_next(store: SqliteStore) -> None:
    for name in ("a", "b", "c", "d"):
        put(store, name)
    store.delete("d")
    put(store, "e", "Anders\nGanz anders.")
    assert store.purge("a").copies == ("b", "c", "d")
    assert (store.get("b").duplicate_of, store.get("c").duplicate_of) == (None, "b")


def test_names_that_others_mention_stay(store: SqliteStore) -> None:
    put(store)
    put(store, "b", "Andere\nErna Muster war da.")
    store.purge("a")
    assert store.resolve("Erna Muster", None).id == "x-person-erna-muster"


def test_a_scrub_that_was_cut_short_is_done_by_the_next(store: SqliteStore, database: Path) -> None:
    put(store)
    store.purge("a")
    assert b"Quittenmus" in whole(database)
    store.close()
    again = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    again.scrub()
    assert b"Quittenmus" not in whole(database)
    again.close()
