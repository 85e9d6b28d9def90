import random
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.annotate.sketches import sketch
from app.domain.articles import ArticleDraft
from app.settings import shipped
from app.store import SqliteStore, open_store
from app.store.rows import BandRow, SketchRow
from tests.contract.store.drafts import AUTHORITY, make_draft

_WORDS = [f"wort{number}" for number in range(2000)]


def _lines(seed: int, count: int = 20) -> list[str]:
    dice = random.Random(seed)
    return [" ".join(dice.choices(_WORDS, k=15)) + "." for _ in range(count)]


def _draft(name: str, lines: list[str], **fields: str) -> ArticleDraft:
    text = "\n".join(lines)
    return make_draft(name, text, sketch=sketch([text]), **fields)


def _changed(lines: list[str], *numbers: int) -> list[str]:
    return [f"{line} anders {line[::-1]}" if n in numbers else line for n, line in enumerate(lines)]


WIRE = _lines(1)


def _originals(store: SqliteStore) -> dict[str, str | None]:
    return {article.id: article.duplicate_of for article in store.find(list(store.ids()))}


def _count(store: SqliteStore, table: type[BandRow] | type[SketchRow]) -> int:
    with store._database.read() as session:
        return session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_copy_with_a_tenth_of_its_sentences_changed_points_at_the_eldest(store: SqliteStore) -> None:
    store.put(_draft("m", WIRE))
    store.put(_draft("z", _changed(WIRE, 3, 11)))
    store.put(_draft("a", _changed(WIRE, 5, 6)))
    store.put(_draft("b", _lines(2)))
    assert _originals(store) == {"m": None, "z": "m", "a": "m", "b": None}
    assert store.head() == 4


def test_the_same_text_as_a_copy_points_at_its_original(store: SqliteStore) -> None:
    store.put(_draft("m", WIRE))
    for name in ("z", "a"):
        store.put(_draft(name, _changed(WIRE, 3)))
    assert _originals(store) == {"m": None, "z": "m", "a": "m"}


def test_deleting_the_original_moves_its_copies_to_the_eldest(store: SqliteStore) -> None:
    for name, numbers in (("m", ()), ("z", (3,)), ("a", (5,))):
        store.put(_draft(name, _changed(WIRE, *numbers)))
    store.delete("m")
    assert _originals(store) == {"z": None, "a": "z"}
    assert {change.cause for change in store.changes(4, 9)} == {"relink"}
    store.put(_draft("n", _changed(WIRE, 7)))
    assert _originals(store) == {"z": None, "a": "z", "n": "z"}


def test_an_original_that_becomes_another_text_frees_its_copies(store: SqliteStore) -> None:
    for name, numbers in (("m", ()), ("z", (3,)), ("a", (5,))):
        store.put(_draft(name, _changed(WIRE, *numbers)))
    store.put(_draft("m", _lines(2)))
    assert _originals(store) == {"m": None, "z": None, "a": "z"}


def test_the_elder_takes_over_what_it_becomes_nearly_the_same_as(store: SqliteStore) -> None:
    store.put(_draft("old", _lines(2)))
    store.put(_draft("new", WIRE))
    store.put(_draft("copy", _changed(WIRE, 3)))
    store.put(_draft("old", _changed(WIRE, 5)))
    assert _originals(store) == {"old": None, "new": "old", "copy": "old"}


def test_what_is_gone_leaves_nothing_to_be_found_by(store: SqliteStore) -> None:
    store.put(_draft("m", WIRE))
    store.put(_draft("z", _changed(WIRE, 3)))
    assert (_count(store, SketchRow), _count(store, BandRow)) == (2, 25)
    store.delete("m")
    store.purge("z")
    assert (_count(store, SketchRow), _count(store, BandRow)) == (0, 0)


def test_annotating_anew_sketches_what_an_older_version_stored(store: SqliteStore) -> None:
    store.put(make_draft("m", "\n".join(WIRE)))
    store.put(make_draft("z", "\n".join(_changed(WIRE, 3))))
    for name, numbers in (("m", ()), ("z", (3,))):
        assert store.put(_draft(name, _changed(WIRE, *numbers)), "reannotate").status == "unchanged"
    assert _originals(store) == {"m": None, "z": "m"}


_TEXTS = [WIRE, _changed(WIRE, 3), _changed(WIRE, 3, 4), _changed(WIRE, 10, 11, 12), _lines(2), ["kurz"]]
_STEPS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([None, *range(len(_TEXTS))])), max_size=15)


@settings(max_examples=25)
@given(_STEPS)
def test_whatever_happens_copies_point_at_an_elder_original(steps: list[tuple[str, int | None]]) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "attache.db", shipped("migrations"), AUTHORITY, min_free=0)
        for name, number in steps:
            if number is not None:
                store.put(_draft(name, _TEXTS[number]))
            elif store.find([name]):
                store.delete(name)
            articles = {article.id: article for article in store.find(list(store.ids()))}
            originals = [each.id for each in articles.values() if each.duplicate_of is None]
            for article in articles.values():
                if article.duplicate_of:
                    original = articles[article.duplicate_of]
                    assert original.duplicate_of is None
                    assert (original.ingested_at, original.id) < (article.ingested_at, article.id)
            with_words = [name for name in originals if articles[name].text != "kurz"]
            assert _count(store, BandRow) == 25 * len(with_words)
        store.close()
