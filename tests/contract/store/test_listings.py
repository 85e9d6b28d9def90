"""The JSON of articles as lists show it is in step with the articles, after whatever happens to them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.annotations import ArticleDate, DateEstimate
from app.domain.authority import Authority
from app.settings import shipped
from app.store import SqliteStore, listings, open_store
from app.store.database import Database
from tests.contract.store.drafts import AUTHORITY, WHOLE_DATE, make_draft
from tests.contract.store.listings import check_listings

TEXT = 'EU und NATO\nMax Müller spricht mit der EU.\u2028 "Ja\\nein".'


def stored_listings(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute("SELECT article_id FROM listings ORDER BY article_id")]


def run(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"date": WHOLE_DATE},
        {"date": ArticleDate(estimate=DateEstimate(value="2009", evidence=None))},
        {"excerpt": None, "title": None, "language": "und", "mentions": ()},
        {"title": 'Zeile\n"zwei"', "kicker": "\n", "url": "https://a.example/?a=1&b=2"},
        {"metadata": {"deep\n": [1, None, 2.5, 1e16, {"ß": "\n"}], "updated_at": "gestern"}},
        {"rights": "snippet"},
        {"rights": "none"},
    ],
)
def test_a_listing_is_the_article(store: SqliteStore, fields: dict[str, Any]) -> None:
    draft = make_draft("a", TEXT).model_copy(update=fields)
    store.put(draft)
    check_listings(store)


def test_a_listing_follows_every_change(store: SqliteStore) -> None:
    first = make_draft("a", TEXT)
    for change in (
        lambda: store.put(first),
        lambda: store.put(first.model_copy(update={"mentions": first.mentions[1:]}), "reannotate"),
        lambda: store.put(make_draft("a", "Die NATO\nund mehr", source="Zeitung")),
        lambda: store.put(make_draft("b", "Die NATO\nund mehr")),
        lambda: store.put(make_draft("c", "Die NATO\nund mehr")),
        lambda: store.suppress("nato"),
        lambda: store.delete("a"),
        lambda: store.put(first),
        lambda: store.purge("b"),
    ):
        change()
        check_listings(store)
    assert [each.id for each in store.listed(["c", "b", "a", "c"])] == ["c", "a", "c"]


def test_what_actors_are_called_is_told_as_it_is_now(database: Path) -> None:
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", TEXT))
    check_listings(store)
    store.close()
    renamed = AUTHORITY.by_id["nato"].model_copy(update={"labels": {"de": 'Das\n"Bündnis"'}, "aliases": {}})
    others = tuple(entity for entity in AUTHORITY.entities if entity.id not in {"nato", "eu"})
    store = open_store(database, shipped("migrations"), Authority(entities=(*others, renamed)), min_free=0)
    check_listings(store)
    assert b'"label":"Das\\n\\"B\xc3\xbcndnis\\""' in store.listed(["a"])[0].shown("full")
    store.close()


def test_an_instant_of_any_zone_is_listed_in_utc(database: Path, store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT))
    somewhere = datetime.fromisoformat("2024-01-01T12:00:00+05:00")
    other = SqliteStore(Database(database, min_free=0), clock=lambda: somewhere)
    other.put(make_draft("b", "Die EU"))
    assert store.listed(["b"])[0].updated_at == datetime(2024, 1, 1, 7, tzinfo=UTC)
    check_listings(store)
    other.close()


def test_listings_of_another_format_are_made_anew_when_the_store_is_opened(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listings, "_BATCH", 2)
    caplog.set_level("INFO", "app.store.listings")
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert not caplog.messages
    for name in "abcde":
        store.put(make_draft(name, f"{name}\nDie EU"))
    store.close()
    run(
        database,
        "UPDATE state SET value = 'older' WHERE name = 'listings'",
        "UPDATE listings SET json = '' WHERE article_id < 'c'",
        "DELETE FROM listings WHERE article_id > 'c'",
    )
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    (told,) = caplog.messages
    assert "5 articles" in told
    check_listings(store)
    assert stored_listings(database) == list("abcde")
    store.close()


def test_listings_that_are_in_step_are_not_made_anew(database: Path) -> None:
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store.put(make_draft("a", TEXT))
    store.close()
    open_store(database, shipped("migrations"), AUTHORITY, min_free=2**62).close()  # would refuse to write


def test_making_them_anew_goes_on_where_it_was_broken_off(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "_BATCH", 2)
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    for name in "abcde":
        store.put(make_draft(name, f"{name}\nDie EU"))
    store.close()
    run(database, "DELETE FROM state WHERE name = 'listings'", "DELETE FROM listings")
    with monkeypatch.context() as broken:
        broken.setattr(listings, "write_listing", lambda article, named: b"%d" % (1 // (article.id < "c")))
        with pytest.raises(ZeroDivisionError):
            open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    check_listings(store)
    store.close()


def test_no_listing_outlives_its_article(store: SqliteStore, database: Path) -> None:
    for name in "abc":
        store.put(make_draft(name, f"{name}\nDie EU"))
    store.delete("a")
    store.purge("b")
    assert stored_listings(database) == ["c"]
