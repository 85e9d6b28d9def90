import sys
from pathlib import Path

import numpy as np
import pytest

from app.search.whoosh import residence
from app.search.whoosh.residence import Residence
from app.search.whoosh.segments.container import Container, write_container

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is mapped is told by proc(5) of Linux")

MANY = 4_000_000


@pytest.fixture
def file(tmp_path: Path) -> Container:
    write_container(tmp_path / "segment", {"numbers": np.arange(MANY)})
    return Container(tmp_path / "segment")


def resident(name: str) -> int:
    """The bytes of a file that this process has mapped and in memory."""
    _, _, found = Path("/proc/self/smaps").read_text("utf-8").partition(f"{name}\n")
    return 1024 * int(found.partition("Rss:")[2].split()[0])


def ask(watched: Residence, file: Container, times: int) -> None:
    for _ in range(times):
        watched.check()
        assert file["numbers"].sum() == MANY * (MANY - 1) // 2


def test_pages_that_were_looked_at_are_let_go(file: Container, tmp_path: Path) -> None:
    watched = Residence()
    watched.watch([file], 0)
    ask(watched, file, 1)
    assert resident(str(tmp_path / "segment")) >= file["numbers"].nbytes
    watched._room = file["numbers"].nbytes // 2
    for _ in range(16):
        watched.check()
    assert resident(str(tmp_path / "segment")) == 0
    ask(watched, file, 1)


def test_pages_stay_while_there_is_room(file: Container, tmp_path: Path) -> None:
    watched = Residence()
    watched.watch([file], MANY)
    ask(watched, file, 64)
    assert resident(str(tmp_path / "segment")) >= file["numbers"].nbytes


def test_without_word_of_the_system_nothing_is_let_go(
    file: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(residence, "_STATM", tmp_path / "nowhere")
    watched = Residence()
    watched.watch([file], 0)
    ask(watched, file, 1)
    watched._room = 0
    for _ in range(64):
        watched.check()
    assert resident(str(tmp_path / "segment")) >= file["numbers"].nbytes
