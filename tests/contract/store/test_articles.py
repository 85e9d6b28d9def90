import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from app.domain.articles import Change
from app.domain.ports import Store
from app.errors import GoneError, NotFoundError, StorageFullError
from app.settings import shipped
from app.store import SqliteStore, articles, open_store
from tests.contract.store.drafts import AUTHORITY, WHOLE_DATE, make_draft

TEXT = (
    "EU und NATO beraten\nDie EU, Russland und Erna Muster in Moskau 😀.\nDie NATO, die EU.\n> Mehr: NATO, Max Müller"
)


def every_word(database: Path, word: str) -> list[str]:
    """The tables in which a word stands anywhere."""
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    connection.close()
    return sorted(name for name, found in rows.items() if any(word in str(value) for row in found for value in row))


def test_the_store_is_a_store(store: SqliteStore) -> None:
    port: Store = store
    assert (port.head(), port.count(), list(port.ids()), port.changes(0, 10)) == (0, 0, [], [])


def test_an_article_comes_back_as_it_was_put(store: SqliteStore) -> None:
    before = datetime.now(UTC)
    draft = make_draft(
        "a",
        TEXT,
        kicker="Gipfel",
        source="Zeitung",
        url="https://example.org/ä",
        author="E. M.",
        metadata={"n": 10**30, "x": [None, 1.5, "😀"], "ä": {}},
    ).model_copy(update={"date": WHOLE_DATE})
    put = store.put(draft)
    article = store.get("a")
    assert (put.status, put.revision, put.seq) == ("created", 1, 1)
    shared = set(type(article).model_fields) & set(type(draft).model_fields)
    assert article.model_dump(include=shared) == draft.model_dump(include=shared)
    assert (article.revision, article.seq, article.duplicate_of) == (1, 1, None)
    assert before <= article.ingested_at == article.updated_at <= datetime.now(UTC)
    assert article.ingested_at.utcoffset() == timedelta(0)
    assert store.sent("a") == draft.sent


def test_actors_are_counted_in_title_lead_and_body_most_mentioned_first(store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT))
    actors = store.get("a").actors
    assert [(actor.id, actor.mentions, actor.first) for actor in actors] == [
        ("eu", 3, 0),
        ("nato", 2, 7),
        ("russia", 1, TEXT.index("Russland")),
        ("x-person-erna-muster", 1, TEXT.index("Erna")),
    ]
    assert (actors[0].label, actors[0].type, actors[0].wikidata_id) == ("European Union", "organization", "Q458")


def test_mentions_are_sorted_by_start_longest_first(store: SqliteStore) -> None:
    draft = make_draft("a", TEXT)
    inner = draft.mentions[1].model_copy(update={"id": "m-inner", "start": draft.mentions[0].start})
    nested = (*reversed(draft.mentions), inner)
    store.put(draft.model_copy(update={"mentions": nested}))
    found = store.mentions(["a", "nothing"])
    assert found["nothing"] == []
    assert found["a"] == sorted(nested, key=lambda mention: (mention.start, -mention.end))
    assert found["a"][0] == inner


def test_find_keeps_the_order_asked_for_and_leaves_out_what_there_is_not(store: SqliteStore) -> None:
    for name in "abc":
        store.put(make_draft(name, f"{name}: EU"))
    store.delete("b")
    assert [article.id for article in store.find(["c", "b", "x", "a"])] == ["c", "a"]
    assert store.find([]) == []


def test_more_ids_than_a_statement_has_parameters(store: SqliteStore) -> None:
    store.put(make_draft("n-7", "EU"))
    many = [f"n-{number}" for number in range(300_000)]
    assert [article.id for article in store.find(many)] == ["n-7"]


def test_same_content_is_unchanged_and_leaves_no_trace(store: SqliteStore) -> None:
    first = store.put(make_draft("a", TEXT))
    again = store.put(make_draft("a", TEXT, extractor="test-2", title="found otherwise"))
    assert (again.status, again.revision, again.seq) == ("unchanged", first.revision, first.seq)
    assert store.head() == 1
    assert store.get("a").title == "EU und NATO beraten"


def test_new_content_is_a_new_revision(store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT))
    ingested = store.get("a").ingested_at
    put = store.put(make_draft("a", "Russland\n", source="B"))
    article = store.get("a")
    assert (put.status, put.revision, put.seq) == ("updated", 2, 2)
    assert (article.text, article.source, article.revision, article.seq) == ("Russland\n", "B", 2, 2)
    assert article.ingested_at == ingested < article.updated_at
    assert [mention.entity for mention in store.mentions(["a"])["a"]] == ["russia"]
    assert store.sent("a")["source"] == "B"


def test_current_is_known_of_living_and_deleted_articles(store: SqliteStore) -> None:
    draft = make_draft("a", TEXT)
    assert store.current("a") is None
    store.put(draft)
    living = store.current("a")
    assert living is not None
    assert (living.revision, living.content_hash, living.deleted, living.seq) == (1, draft.content_hash, False, 1)
    store.delete("a")
    deleted = store.current("a")
    assert deleted is not None
    assert (deleted.revision, deleted.deleted, deleted.seq) == (2, True, 2)
    assert deleted.content_hash != draft.content_hash


def test_a_deleted_article_is_gone(store: SqliteStore) -> None:
    store.put(make_draft("a", TEXT))
    assert store.delete("a") == 2
    for call in (store.get, store.sent, store.delete):
        with pytest.raises(GoneError, match="'a' was deleted"):
            call("a")
    assert (store.count(), list(store.ids()), store.documents(["a"]), store.mentions(["a"])) == (0, [], [], {"a": []})


def test_what_never_was_is_not_found(store: SqliteStore) -> None:
    for call in (store.get, store.sent, store.delete):
        with pytest.raises(NotFoundError, match="no article 'a'"):
            call("a")
    assert store.revisions("a") == []


def test_a_deleted_article_sent_again_is_created_and_its_revision_counts_on(store: SqliteStore) -> None:
    draft = make_draft("a", TEXT)
    store.put(draft)
    before = store.get("a").ingested_at
    store.delete("a")
    put = store.put(draft)
    assert (put.status, put.revision, put.seq) == ("created", 3, 3)
    assert store.get("a").ingested_at > before
    assert [(each.revision, each.seq, each.op, each.cause) for each in store.revisions("a")] == [
        (1, 1, "upsert", "ingest"),
        (2, 2, "delete", "delete"),
        (3, 3, "upsert", "ingest"),
    ]


def test_changes_are_read_in_order_past_a_seq(store: SqliteStore) -> None:
    for name in "abc":
        store.put(make_draft(name, f"{name}: EU"))
    store.delete("b")
    changes = store.changes(1, 2)
    assert [(change.seq, change.id, change.op) for change in changes] == [(2, "b", "upsert"), (3, "c", "upsert")]
    last = store.changes(3, 100)
    assert last == [Change(seq=4, at=last[0].at, id="b", revision=2, op="delete", cause="delete")]
    assert store.changes(4, 100) == []
    assert store.head() == 4
    assert last[0].at.utcoffset() == timedelta(0)


def test_ids_come_ascending_over_many_pages(store: SqliteStore) -> None:
    names = {f"{'zZ_-a0'[number % 6]}{number}" for number in range(1050)}
    for name in names:
        store.put(make_draft(name, name))
    walk = store.ids()
    first = next(walk)
    store.put(make_draft("~later", "later"))
    assert [first, *walk] == [*sorted(names), "~later"]
    assert store.count() == 1051


def test_index_documents_hold_all_zones_and_mentions(store: SqliteStore) -> None:
    spaced = TEXT.replace("Europäische Union", "EU") + "\nEuropäische Union"
    draft = make_draft("a", spaced, date="2016-12", source="Zeitung")
    broken = draft.mentions[-1].model_copy(update={"text": "Europäische\n  Union"})
    store.put(draft.model_copy(update={"mentions": (*draft.mentions[:-1], broken)}))
    store.put(make_draft("b", "Nichts", language="und"))
    b, a = store.documents(["b", "x", "a"])
    assert (b.id, b.language, b.earliest, b.mentions, b.passages) == ("b", None, None, (), (("title", "Nichts"),))
    assert "".join(text for _, text in a.passages) == spaced
    assert [zone for zone, _ in a.passages] == ["title", "body", "body", "boilerplate", "body"]
    assert ("x-person-max-mueller", "boilerplate") in {(mention.entity, mention.zone) for mention in a.mentions}
    last = draft.mentions[-1]
    assert a.mentions[-1] == ("eu", "organization", "body", last.sentence, last.paragraph, "Europäische Union", False)
    assert len(a.mentions) == len(draft.mentions)
    assert (str(a.earliest), str(a.latest), a.source, a.language) == ("2016-12-01", "2016-12-31", "Zeitung", "de")
    assert a.ingested_at == store.get("a").ingested_at


def test_a_full_disk_is_said_before_anything_is_written(database: Path) -> None:
    open_store(database, shipped("migrations"), AUTHORITY, min_free=0).close()
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=2**62)
    for write in (lambda: store.put(make_draft("a", TEXT)), lambda: store.delete("a")):
        with pytest.raises(StorageFullError, match="must stay free"):
            write()
    assert (store.head(), store.count()) == (0, 0)
    store.close()


def test_words_stand_in_few_tables_and_deleting_clears_the_current_ones(store: SqliteStore, database: Path) -> None:
    store.put(make_draft("a", TEXT))
    assert every_word(database, "beraten") == ["articles", "listings", "revisions"]
    assert every_word(database, "Erna") == ["articles", "entities", "entity_names", "mentions", "revisions"]
    store.delete("a")
    assert every_word(database, "Erna") == ["revisions"]


@pytest.mark.parametrize(("few", "page", "pages"), [(0, 3, 100), (0, 2, 2), (4, 3, 3), (100, 3, 3)])
def test_the_newest_are_those_that_changed_last(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, few: int, page: int, pages: int
) -> None:
    for name, value in (("_FEW", few), ("_PAGE", page), ("_PAGES", pages)):
        monkeypatch.setattr(articles, name, value)
    dice = Random(few + pages)
    for number in range(40):
        name = dice.choice("abcdefghij")
        if number % 7 == 6 and name in set(store.ids()):
            store.delete(name)
        else:
            store.put(make_draft(name, f"Die EU {number}"))
    last = {name: store.get(name).seq for name in store.ids()}
    for until in range(store.head() + 1):
        for limit in (1, 3, 100):
            wanted = sorted(dice.sample(sorted(last), dice.randrange(len(last) + 1)))
            ranked = sorted(
                ((seq, name) for name, seq in last.items() if name in wanted and seq <= until), reverse=True
            )
            assert store.newest(wanted, until, limit) == [(name, seq) for seq, name in ranked[:limit]]
