"""What a reader sees, and when."""

import json
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.queries import ArticleQuery
from app.errors import IndexUnavailableError
from app.search.whoosh import WhooshIndex, WhooshWriter, create_generation, live_generation, prune, switch
from tests.contract.search.documents import article


def wait_for(reader: WhooshIndex, applied: int) -> None:
    end = time.monotonic() + 5
    while reader.applied() != applied:
        assert time.monotonic() < end, "the reader never saw the commit"
        time.sleep(0.01)


def test_a_folder_that_is_not_there_is_an_empty_index(tmp_path: Path) -> None:
    reader = WhooshIndex(tmp_path / "absent")
    assert (reader.count(), reader.applied()) == (0, 0)
    assert reader.search(ArticleQuery(), limit=20).total == 0


def test_an_open_reader_sees_commits_switches_and_the_first_index(tmp_path: Path) -> None:
    with closing(WhooshIndex(tmp_path)) as reader:
        assert reader.applied() == 0
        with closing(WhooshWriter(tmp_path)) as writer:
            writer.apply([article("a")], [], 1)
            wait_for(reader, 1)
            writer.apply([article("b")], [], 2)
            wait_for(reader, 2)
        name = create_generation(tmp_path)
        with closing(WhooshWriter(tmp_path, name)) as writer:
            writer.apply([article("c")], [], 9)
        switch(tmp_path, name)
        prune(tmp_path)
        wait_for(reader, 9)
        assert [hit.id for hit in reader.search(ArticleQuery(), limit=20).hits] == ["c"]


def test_a_reader_looks_no_more_than_five_times_a_second(tmp_path: Path) -> None:
    with closing(WhooshWriter(tmp_path)) as writer, closing(WhooshIndex(tmp_path)) as reader:
        reader.applied()
        start = time.monotonic()
        writer.apply([article("a")], [], 1)
        wait_for(reader, 1)
        assert time.monotonic() - start >= 0.15


def test_an_unreadable_index_is_unavailable(tmp_path: Path) -> None:
    switch(tmp_path, "gen-gone")
    with pytest.raises(IndexUnavailableError):
        WhooshIndex(tmp_path).search(ArticleQuery(), limit=20)


def test_an_index_of_another_format_is_unavailable(tmp_path: Path) -> None:
    WhooshWriter(tmp_path).close()
    manifest = tmp_path / (live_generation(tmp_path) or "") / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": "of another version"}))
    with pytest.raises(IndexUnavailableError):
        WhooshIndex(tmp_path).count()


def test_a_reader_goes_on_with_what_it_has(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(WhooshWriter(tmp_path)) as writer:
        writer.apply([article("a")], [], 1)
    sound = live_generation(tmp_path) or ""
    with closing(WhooshIndex(tmp_path)) as reader:
        assert reader.count() == 1
        switch(tmp_path, "gen-gone")
        time.sleep(0.25)
        assert reader.count() == 1
        assert "the newest state of the index cannot be read" in caplog.text
        switch(tmp_path, sound)
        with closing(WhooshWriter(tmp_path)) as writer:
            writer.apply([article("b")], [], 2)
        wait_for(reader, 2)
