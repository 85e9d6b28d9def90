from app.store import SqliteStore
from tests.contract.store.drafts import make_draft


def test_the_articles_of_a_file_a_folder_and_an_archive_are_found(store: SqliteStore) -> None:
    files = ["/in/a.txt", "/in/b/c.zip!d/e.md", "/in/b/c.zip!f.md", "/in-b/g.txt", "/in.txt", "/inb"]
    for number, file in enumerate(files):
        store.put(make_draft(f"a-{number}", f"Text {number}"), origin=file)
    assert list(store.origins("/in")) == [(f"a-{n}", files[n]) for n in range(3)]
    assert list(store.origins("/in/b/c.zip")) == [("a-1", files[1]), ("a-2", files[2])]
    assert list(store.origins("/in/a.txt")) == [("a-0", "/in/a.txt")]
    assert list(store.origins("/out")) == []


def test_the_last_file_counts(store: SqliteStore) -> None:
    store.put(make_draft("a", "One"), origin="/in/a")
    store.record_origin("a", "/in/b")
    store.record_origin("a", "/in/b")
    assert list(store.origins("/in")) == [("a", "/in/b")]
    store.put(make_draft("a", "One", metadata={"n": 1}), cause="reannotate")
    assert list(store.origins("/in")) == [("a", "/in/b")]
    store.put(make_draft("a", "Two"))
    assert list(store.origins("/in")) == []


def test_what_is_deleted_comes_from_nowhere(store: SqliteStore) -> None:
    store.put(make_draft("a", "One"), origin="/in/a")
    store.delete("a")
    store.record_origin("a", "/in/a")
    assert list(store.origins("/in")) == []


def test_many_are_found_page_by_page(store: SqliteStore, monkeypatch: object) -> None:
    for number in range(5):
        store.put(make_draft(f"a-{number}", f"Text {number}"), origin="/in/same.ndjson")
    from app.store import sqlite

    monkeypatch.setattr(sqlite, "_PAGE", 2)  # type: ignore[attr-defined]
    assert [name for name, _ in store.origins("/in")] == [f"a-{number}" for number in range(5)]
