"""The lock, the segments and the faults of a writer."""

import errno
import os
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import BusyError
from app.search.whoosh import WhooshIndex, WhooshWriter, live_generation, verify
from tests.contract.search.documents import article


def segments(folder: Path) -> list[str]:
    return sorted(each.name for each in (folder / (live_generation(folder) or "")).glob("*.seg"))


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
    assert sum(each.suffix in {".toc", ".seg"} or ".toc." in each.name for each in generation.iterdir()) == 1 + len(
        segments(tmp_path)
    )
