from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.settings import shipped
from app.store import SqliteStore, open_store
from app.store.database import Database
from tests.contract.store.drafts import AUTHORITY, make_draft
from tests.contract.store.listings import check_listings


def test_the_same_text_under_another_id_points_at_the_eldest(store: SqliteStore) -> None:
    for name in ("m", "z", "a"):
        put = store.put(make_draft(name, "Dieselbe EU"))
        assert (put.status, put.revision) == ("created", 1)
    assert {name: store.get(name).duplicate_of for name in "mza"} == {"m": None, "z": "m", "a": "m"}
    assert store.head() == 3


def test_deleting_the_original_moves_its_copies_to_the_eldest(store: SqliteStore) -> None:
    for name in ("m", "z", "a"):
        store.put(make_draft(name, "Dieselbe EU"))
    assert store.delete("m") == 4
    assert [(each.seq, each.id, each.revision, each.op, each.cause) for each in store.changes(4, 9)] == [
        (5, "z", 2, "upsert", "relink"),
        (6, "a", 2, "upsert", "relink"),
    ]
    z, a = store.find(["z", "a"])
    assert (z.duplicate_of, a.duplicate_of) == (None, "z")
    assert (z.revision, z.seq) == (2, 5)
    assert z.updated_at > z.ingested_at
    assert store.sent("z") == make_draft("z", "Dieselbe EU").sent
    assert [mention.entity for mention in store.mentions(["z"])["z"]] == ["eu"]


def test_changing_the_text_of_the_original_frees_its_copies(store: SqliteStore) -> None:
    for name in "abc":
        store.put(make_draft(name, "Dieselbe EU"))
    store.put(make_draft("a", "Eine andere"))
    assert [article.duplicate_of for article in store.find(["a", "b", "c"])] == [None, None, "b"]


def test_the_elder_becomes_the_original_of_a_text_that_it_takes_over(store: SqliteStore) -> None:
    store.put(make_draft("a", "Alt"))
    store.put(make_draft("b", "Neu"))
    store.put(make_draft("a", "Neu"))
    assert [article.duplicate_of for article in store.find(["a", "b"])] == [None, "a"]
    assert store.changes(3, 9)[0].cause == "relink"


def test_a_change_that_leaves_the_text_alone_leaves_copies_alone(store: SqliteStore) -> None:
    store.put(make_draft("a", "Dieselbe EU"))
    store.put(make_draft("b", "Dieselbe EU"))
    store.put(make_draft("a", "Dieselbe EU", source="Zeitung"))
    assert store.head() == 3
    assert [article.revision for article in store.find(["a", "b"])] == [2, 1]


def test_of_two_that_came_at_the_same_instant_the_lesser_id_counts_as_the_elder(
    store: SqliteStore, database: Path
) -> None:
    at_once = SqliteStore(Database(database, min_free=0), clock=lambda: datetime(2024, 1, 1, tzinfo=UTC))
    assert [at_once.put(make_draft(name, "Dieselbe EU")).seq for name in "ab"] == [1, 2]
    assert [article.duplicate_of for article in store.find(["a", "b"])] == [None, "a"]
    assert store.head() == 2
    at_once.close()


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "delete", "reannotate"]),
        st.sampled_from("abcd"),
        st.sampled_from(["eins EU", "zwei NATO", "drei Max Müller"]),
        st.sampled_from([None, "Zeitung"]),
        st.integers(-2, 2),
    ),
    max_size=25,
)


def apply(store: SqliteStore, operation: tuple[str, str, str, str | None, int]) -> None:
    verb, name, text, source, _ = operation
    current = store.current(name)
    living = current is not None and not current.deleted
    if verb == "put":
        store.put(make_draft(name, text, source=source))
    elif verb == "delete" and living:
        store.delete(name)
    elif verb == "reannotate" and living:
        article = store.get(name)
        store.put(make_draft(name, article.text, source=article.source, language="en"), "reannotate")


def check_copies_point_at_the_eldest(store: SqliteStore) -> None:
    families: dict[str, list[tuple[datetime, str, str | None]]] = {}
    for article in store.find(list(store.ids())):
        families.setdefault(article.text, []).append((article.ingested_at, article.id, article.duplicate_of))
    for family in families.values():
        (_, eldest, original), *copies = sorted(family, key=lambda each: each[:2])
        assert original is None
        assert {points for _, _, points in copies} <= {eldest}


def check_log_and_revisions_agree(store: SqliteStore) -> None:
    changes = store.changes(0, 10_000)
    assert [change.seq for change in changes] == list(range(1, store.head() + 1))
    for name in {change.id for change in changes}:
        revisions, current = store.revisions(name), store.current(name)
        assert current is not None
        assert [each.revision for each in revisions] == list(range(1, len(revisions) + 1))
        logged = [(each.revision, each.seq, each.at, each.op, each.cause) for each in changes if each.id == name]
        assert [(each.revision, each.seq, each.at, each.op, each.cause) for each in revisions] == logged
        assert (current.revision, current.seq) == (revisions[-1].revision, revisions[-1].seq)
        assert current.deleted == (revisions[-1].op == "delete") == (not store.find([name]))


def ticking(operations: list[tuple[str, str, str, str | None, int]]) -> Callable[[], datetime]:
    """A clock that also stands still and goes backwards."""
    minutes = iter([30 + sum(step for *_, step in operations[:number]) for number in range(len(operations) + 1)])
    return lambda: datetime(2024, 1, 1, 12, tzinfo=UTC).replace(minute=next(minutes) % 60)


@settings(max_examples=40)
@given(OPERATIONS)
def test_whatever_happens_copies_point_at_the_eldest_and_every_change_is_logged(
    operations: list[tuple[str, str, str, str | None, int]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "attache.db"
        open_store(path, shipped("migrations"), AUTHORITY, min_free=0).close()
        store = SqliteStore(Database(path, min_free=0), clock=ticking(operations))
        for operation in operations:
            apply(store, operation)
            check_copies_point_at_the_eldest(store)
            check_listings(store)
        check_log_and_revisions_agree(store)
        store.close()
