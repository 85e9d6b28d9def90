"""Merges that run beside commits."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.domain.queries import ArticleQuery
from app.search.whoosh import WhooshIndex, WhooshWriter, background, live_generation, policy, verify
from tests.contract.search.documents import article


class Gate:
    """Holds merges up until it is opened; then they fail if it has a `fault`."""

    def __init__(self) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()
        self.fault: Exception | None = None

    def merge(self, segments: Any) -> Any:
        self.begun.set()
        assert self.opened.wait(10)
        if self.fault:
            raise self.fault
        return merge(segments)


merge = background.merge


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """All merges run beside the commits, and wait."""
    gate = Gate()
    monkeypatch.setattr(policy, "CHEAP", 0)
    monkeypatch.setattr(background, "merge", gate.merge)
    yield gate
    gate.opened.set()


@pytest.fixture
def writer(tmp_path: Path, gate: Gate) -> Iterator[WhooshWriter]:
    """A writer of `a` and `b`, each in a segment of its own, which are being merged."""
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article("a", "Quitte")], [], 1)
        writer.apply([article("b", "Quitte")], [], 2)
        assert gate.begun.wait(10)
        yield writer
        gate.opened.set()


def segments(folder: Path) -> int:
    return len(list((folder / (live_generation(folder) or "")).glob("*.arrays")))


def found(folder: Path) -> list[str]:
    with closing(WhooshIndex(folder)) as reader:
        return [hit.id for hit in reader.search(ArticleQuery(), limit=None).hits]


def finish(writer: WhooshWriter, gate: Gate) -> None:
    """End the merge, and take it in with the next commit."""
    gate.opened.set()
    assert writer._merge is not None
    writer._merge._running.result(10)
    writer.apply([], [], 9)


def test_commits_go_on_beside_a_merge_and_take_it_in(tmp_path: Path, writer: WhooshWriter, gate: Gate) -> None:
    writer.apply([article(f"c{number}") for number in range(9)], [], 3)
    assert segments(tmp_path) == 3
    finish(writer, gate)
    assert segments(tmp_path) == 2
    assert found(tmp_path) == ["a", "b", *(f"c{number}" for number in range(9))]
    assert verify(tmp_path) is None


def test_what_was_deleted_meanwhile_stays_deleted(tmp_path: Path, writer: WhooshWriter, gate: Gate) -> None:
    writer.apply([article("b", "neu"), *(article(f"c{number}") for number in range(9))], ["a"], 3)
    finish(writer, gate)
    assert found(tmp_path) == ["b", *(f"c{number}" for number in range(9))]


def test_sources_may_lose_all_their_documents_meanwhile(tmp_path: Path, writer: WhooshWriter, gate: Gate) -> None:
    writer.apply([], ["a", "b"], 3)
    assert segments(tmp_path) == 1
    finish(writer, gate)
    writer.apply([article("c")], [], 10)
    assert found(tmp_path) == ["c"]
    assert verify(tmp_path) is None


def test_nothing_of_what_is_erased_comes_back(tmp_path: Path, writer: WhooshWriter, gate: Gate) -> None:
    gate.opened.set()
    writer.erase(["a"])
    writer.apply([article("c")], [], 3)
    assert found(tmp_path) == ["b", "c"]


def test_a_merge_that_fails_ends_the_next_commit(tmp_path: Path, writer: WhooshWriter, gate: Gate) -> None:
    gate.fault = OSError("No space left on device")
    gate.opened.set()
    assert writer._merge is not None
    writer._merge._running.exception(10)
    with pytest.raises(OSError, match="No space left"):
        writer.apply([article("c")], [], 3)
    assert found(tmp_path) == ["a", "b"]


def test_what_a_writer_leaves_unfinished_goes(tmp_path: Path, gate: Gate) -> None:
    gate.opened.set()
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article("a")], [], 1)
        writer.apply([article("b")], [], 2)
    generation = tmp_path / (live_generation(tmp_path) or "")
    assert not list(generation.glob(".*.part"))
    (generation / ".run.part").write_bytes(b"cut off")
    with closing(WhooshWriter(tmp_path)) as writer:
        assert not list(generation.glob(".*.part"))
        assert writer.applied() == 2
    assert found(tmp_path) == ["a", "b"]
