"""The lock, the segments and the faults of a writer."""

import errno
import os
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.queries import ArticleQuery
from app.domain.words import parse_words
from app.errors import BusyError
from app.search.whoosh import WhooshIndex, WhooshWriter, create_generation, live_generation, verify
from tests.contract.search.documents import article


def segments(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / (live_generation(folder) or "")).glob("*.arrays"))


def test_a_second_writer_is_told_that_it_is_busy(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)), pytest.raises(BusyError, match="another process"):
        WhooshWriter(tmp_path)
    WhooshWriter(tmp_path).close()


def test_a_writer_goes_on_where_the_last_one_ended(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer:
        assert writer.applied() == 0
        writer.apply([article("a")], [], 5)
    with closing(WhooshWriter(tmp_path)) as writer:
        assert writer.applied() == 5


def test_small_segments_are_merged_and_empty_ones_dropped(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer, closing(WhooshIndex(tmp_path)) as reader:
        for number in range(60):
            writer.apply([article(f"a{number}", f"stand{number}")], [], number)
        assert len(segments(tmp_path)) < 20
        assert reader.count() == 60
        writer.apply([], [f"a{number}" for number in range(60)], 60)
        writer.apply([], [], 61)
        assert len(segments(tmp_path)) == 1


def test_a_segment_that_is_mostly_deleted_is_rewritten(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article(f"a{number}", "die EU " * 30) for number in range(300)], [], 1)
        large = segments(tmp_path)
        writer.apply([], [f"a{number}" for number in range(100)], 2)
        assert set(large) <= set(segments(tmp_path))
        writer.apply([], [f"a{number}" for number in range(100, 200)], 3)
        writer.apply([], [], 4)
        assert not set(large) & set(segments(tmp_path))
    with closing(WhooshIndex(tmp_path)) as reader:
        assert reader.count() == 100


@pytest.mark.parametrize("call", ["rename", "replace", "fsync"])
def test_a_full_disk_leaves_the_last_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    writer = WhooshWriter(tmp_path)
    writer.apply([article("a")], [], 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(OSError, match="No space left"):
            writer.apply([article("b")], ["a"], 2)
    assert writer.applied() == 1
    writer.close()
    assert verify(tmp_path) is None
    with closing(WhooshWriter(tmp_path)) as again, closing(WhooshIndex(tmp_path)) as reader:
        assert (again.applied(), reader.applied(), reader.count()) == (1, 1, 1)
        again.apply([article("b")], ["a"], 2)
        reader.close()
        assert (reader.applied(), reader.count()) == (2, 1)
    assert verify(tmp_path) is None
    generation = tmp_path / (live_generation(tmp_path) or "")
    assert sum(each.suffix in {".toc", ".arrays"} or ".toc." in each.name for each in generation.iterdir()) == 1 + len(
        segments(tmp_path)
    )


def test_no_file_holds_a_word_of_what_was_erased(tmp_path: Path) -> None:
    """Its older versions lie in other segments, where they are marked as deleted."""
    with closing(WhooshWriter(tmp_path)) as writer:
        for number, word in ((200, "Quittenbaum"), (50, "Mispelstrauch")):
            others = (article(f"{number}-{each}", "Nato") for each in range(number))
            writer.apply([article("a", f"{word} blüht"), *others], [], 1)
        writer.apply([], ["a"], 2)
        untouched = segments(tmp_path)
        writer.apply([article("z", "Nato")], [], 3)
        generation = tmp_path / (live_generation(tmp_path) or "")
        former = tmp_path / create_generation(tmp_path)
        assert any(b"quittenbaum" in each.read_bytes() for each in generation.iterdir())
        (generation / "MAIN.tmp").mkdir()
        (generation / "MAIN.tmp" / "run").write_text("quittenbaum")
    with closing(WhooshWriter(tmp_path)) as writer, closing(WhooshIndex(tmp_path)) as reader:
        writer.erase(["a"])
        held = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
        for word in (b"quitten", b"Quitten", b"mispel", b"Mispel"):
            assert word not in held
        assert not former.exists()
        assert not set(untouched) & set(segments(tmp_path))
        assert (reader.count(), reader.applied()) == (251, 3)
    assert verify(tmp_path) is None


def test_only_segments_that_held_it_are_rewritten(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article(f"a{number}", "die EU") for number in range(200)], [], 1)
        others = segments(tmp_path)
        writer.apply([article(f"b{number}", "die EU") for number in range(50)], [], 2)
        writer.erase(["b7"])
        assert set(others) < set(segments(tmp_path))


def test_an_index_is_filled_segment_by_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.search.whoosh.writer._MAX_CHARACTERS", 100)
    monkeypatch.setattr("app.search.whoosh.writer.MAX_DOCUMENTS", 12)
    documents = [article(f"a{number}", f"Wort{number % 5} und Wort{number}") for number in range(29)]
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.fill([documents[:10], [], documents[10:]], 5)
    assert [each.suffix for each in (tmp_path / (live_generation(tmp_path) or "")).glob(".*")] == []
    with closing(WhooshIndex(tmp_path)) as reader:
        assert (reader.count(), reader.applied()) == (29, 5)
        assert reader.search(ArticleQuery(text=parse_words("Wort3")), limit=0).total == 6
    assert verify(tmp_path) is None


def test_what_is_deleted_stays_so_when_a_writer_opens_again(tmp_path: Path) -> None:
    for number, (put, deleted) in enumerate([("abcdefgh", ""), ("", "bd"), ("b", "h")], start=1):
        with closing(WhooshWriter(tmp_path)) as writer:
            writer.apply([article(name) for name in put], list(deleted), number)
    with closing(WhooshIndex(tmp_path)) as reader:
        assert [hit.id for hit in reader.search(ArticleQuery(), limit=None).hits] == list("abcefg")
