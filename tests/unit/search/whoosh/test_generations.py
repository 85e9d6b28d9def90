"""Generations side by side, and what makes one unsound."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.search.whoosh import WhooshIndex, WhooshWriter, create_generation, live_generation, prune, switch, verify
from app.search.whoosh.segments.container import Container
from tests.contract.search.documents import START, article


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """An index of two commits; the folder of its generation is beside `CURRENT`."""
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article("a", "die EU")], [], 1)
        writer.apply([article("b", "die EU")], [], 2)
    return tmp_path


def live(folder: Path) -> Path:
    return folder / (live_generation(folder) or "")


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    assert live_generation(tmp_path) is None
    assert verify(tmp_path) == verify(tmp_path / "absent") == "there is no index yet"


def test_a_sound_index_is_sound(written: Path) -> None:
    assert verify(written) is None


def test_a_new_generation_is_built_beside_the_live_one(written: Path) -> None:
    former = live_generation(written)
    name = create_generation(written)
    assert live_generation(written) == former
    with closing(WhooshWriter(written, name)) as writer, closing(WhooshIndex(written)) as reader:
        writer.apply([article("new")], [], 7)
        assert (reader.count(), reader.applied()) == (2, 2)
        switch(written, name)
        reader.close()
        assert (reader.count(), reader.applied()) == (1, 7)
    assert live_generation(written) == name
    assert verify(written) is None


def test_prune_keeps_the_live_and_the_written(written: Path) -> None:
    former = live_generation(written)
    unfinished, current = create_generation(written), create_generation(written)
    switch(written, current)
    with closing(WhooshWriter(written, unfinished)):
        prune(written)
        assert {each.name for each in written.glob("gen-*")} == {current, unfinished}
    assert former != current
    prune(written)
    assert {each.name for each in written.glob("gen-*")} == {current}


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (flip, "is not as it was written"),
        (lambda file: file.write_bytes(file.read_bytes()[:-1]), "is not as it was written"),
        (lambda file: file.write_bytes(b""), "is not as it was written"),
        (lambda file: file.unlink(), "cannot be read: FileNotFoundError"),
    ],
)
def test_a_damaged_segment_is_noticed(written: Path, damage: Callable[[Path], None], reason: str) -> None:
    damage(next(live(written).glob("*.arrays")))
    assert reason in (verify(written) or "")


def test_a_damaged_byte_of_any_array_is_noticed(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer:
        document = article("a", "die EU Eu", title="EU", on="2016", source="Post", entities=["eu"], language="de")
        dates = (("body", START.date(), START.date()),)
        caption = article("b", passages=(("caption", "Foto"), ("lead", "eu")), dates=dates)
        writer.apply([document, caption], [], 1)
    file = next(live(tmp_path).glob("*.arrays"))
    sound = file.read_bytes()
    arrays = Container(file)
    for name, (offset, dtype, count, _) in arrays._table.items():
        assert count, name
        damaged = bytearray(sound)
        damaged[offset + np.dtype(dtype).itemsize * count // 2] ^= 64
        file.write_bytes(damaged)
        assert "is not as it was written" in (verify(tmp_path) or ""), name


def test_a_damaged_table_of_contents_is_noticed(written: Path) -> None:
    flip(next(live(written).glob("*.toc")))
    assert "toc is not as it was written" in (verify(written) or "")


def test_a_commit_that_was_not_recorded_is_noticed(written: Path) -> None:
    manifest = live(written) / "manifest.json"
    former = manifest.read_bytes()
    with closing(WhooshWriter(written)) as writer:
        writer.apply([article("c")], [], 3)
    manifest.write_bytes(former)
    assert "is not as it was written" in (verify(written) or "")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]"])
def test_a_damaged_manifest_is_noticed(written: Path, content: bytes) -> None:
    (live(written) / "manifest.json").write_bytes(content)
    assert "cannot be read" in (verify(written) or "")


def test_another_format_is_noticed(written: Path) -> None:
    manifest = live(written) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": "of another version"}))
    assert verify(written) == "the index was written in another format"


def test_a_missing_generation_is_noticed(written: Path) -> None:
    switch(written, "gen-gone")
    assert verify(written) == "the generation gen-gone is missing"
