"""Taking folders in: once, again, pruned, watched, interrupted; every broken file is named."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import using_services
from app.settings import Settings
from tests.unit.formats.readers.articles import zipped

Run = Callable[..., tuple[int, dict[str, Any]]]
DEADLINE = 60  # seconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def words(tmp_path: Path, *more: str, command: str = "ingest") -> list[str]:
    return [sys.executable, "-m", "app.cli", command, "--data-dir", str(tmp_path / "var"), *more]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `attache ingest --json`; gives its exit code and its report."""

    def ingest(*more: object) -> tuple[int, dict[str, Any]]:
        done = subprocess.run(words(tmp_path, "--json", *map(str, more)), capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    return ingest


def ids(tmp_path: Path) -> list[str]:
    with using_services(Settings(data_dir=tmp_path / "var")) as services:
        return list(services.store.ids())


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def test_what_is_gone_is_deleted_and_named(run: Run, folder: Path, tmp_path: Path) -> None:
    write(folder, a="Die Nato.", b="Die EU.")
    rows = '{"id": "n-1", "text": "Polen."}\n{"id": "n-2", "text": "Ungarn."}\n'
    (folder / "many.ndjson").write_text(rows, "utf-8")
    (folder / "x.zip").write_bytes(zipped({"in/c.txt": b"Spanien.", "d.txt": b"Italien."}))
    (tmp_path / "other.txt").write_text("Malta.", "utf-8")
    assert run(folder, tmp_path / "other.txt")[1]["created"] == 7
    (folder / "a.txt").unlink()
    (folder / "many.ndjson").write_text(rows.splitlines()[0], "utf-8")
    (folder / "x.zip").write_bytes(zipped({"d.txt": b"Italien."}))
    assert "pruned" not in run(folder)[1]
    code, report = run("--prune", folder)
    assert (code, report["unchanged"]) == (0, 3)
    assert report["pruned"] == [
        {"id": "a", "file": str(folder / "a.txt")},
        {"id": "n-2", "file": str(folder / "many.ndjson")},
        {"id": "x_in_c", "file": f"{folder}/x.zip!in/c.txt"},
    ]
    assert ids(tmp_path) == ["b", "n-1", "other", "x_d"]
    assert run("--prune", folder)[1]["pruned"] == []


def test_what_cannot_be_read_now_stays(run: Run, folder: Path, tmp_path: Path) -> None:
    write(folder, a="Die Nato.", b="Die EU.")
    rows = '{"id": "n-1", "text": "Polen."}\n{"id": "n-2", "text": "Ungarn."}\n'
    (folder / "many.ndjson").write_text(rows, "utf-8")
    (folder / "x.zip").write_bytes(zipped({"c.txt": b"Spanien."}))
    assert run(folder)[1]["created"] == 5
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(tmp_path / "nowhere")
    (folder / "b.txt").write_bytes(b"\0")
    (folder / "many.ndjson").write_text(rows.replace('"n-2"', "n"), "utf-8")
    (folder / "x.zip").write_bytes(b"PK")
    code, report = run("--prune", folder)
    assert (code, report["pruned"], len(report["errors"])) == (1, [], 4)
    folder.rename(tmp_path / "away")
    code, report = run("--prune", folder)
    assert (code, report["pruned"], len(report["errors"])) == (1, [], 1)
    assert len(ids(tmp_path)) == 5


def test_what_came_otherwise_since_is_not_pruned(run: Run, folder: Path, tmp_path: Path) -> None:
    write(folder, a="Die Nato.")
    run(folder)
    (tmp_path / "a.txt").write_text("Die EU.", "utf-8")
    assert run(tmp_path / "a.txt")[1]["updated"] == 1
    (folder / "a.txt").unlink()
    assert run("--prune", folder)[1]["pruned"] == []


@pytest.fixture
def watching(folder: Path, tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """A process that follows `folder`; calling this waits until it has said so."""
    said = tmp_path / "said"
    with said.open("wb") as file:
        process = subprocess.Popen(words(tmp_path, "--watch", "--prune", str(folder)), stdout=file, stderr=file)

        def wait(text: str) -> None:
            end = time.monotonic() + DEADLINE
            while text not in said.read_text("utf-8"):
                assert process.poll() is None, said.read_text("utf-8")
                assert time.monotonic() < end, said.read_text("utf-8")
                time.sleep(0.05)

        yield wait
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE) == 1, said.read_text("utf-8")


def test_a_folder_is_followed(folder: Path, tmp_path: Path, watching: Callable[[str], None]) -> None:
    write(folder, a="Die Nato.")
    watching("1 created, 0 updated, 0 unchanged, 0 pruned, 0 not taken")
    write(folder, a="Die Nato berät.")
    watching("0 created, 1 updated, 0 unchanged, 0 pruned, 0 not taken")
    (tmp_path / "new").mkdir()
    write(tmp_path / "new", b="Die EU.", c="Polen.")
    (tmp_path / "new").rename(folder / "new")
    watching("2 created, 0 updated, 0 unchanged, 0 pruned, 0 not taken")
    (folder / "a.txt").unlink()
    watching(f"{folder / 'a.txt'}: 'a' is deleted")
    (folder / "d.json").write_text('{"text": "Ung', "utf-8")
    watching("d.json: Not JSON")
    (folder / "d.json").write_text('{"text": "Ungarn."}', "utf-8")
    write(folder, e="Malta.", f="Spanien.")
    watching("3 created, 0 updated, 0 unchanged, 0 pruned, 0 not taken")
    (folder / "new").rename(folder / ".new")
    watching("'new_b' is deleted")
    watching("'new_c' is deleted")


def test_an_interrupted_run_says_what_it_did_and_is_done_again(run: Run, folder: Path, tmp_path: Path) -> None:
    for number in range(400):
        write(folder, **{f"a-{number:03}": f"Die Nato und die EU, Nummer {number}."})
    process = subprocess.Popen(words(tmp_path, "--json", "--prune", str(folder)), stdout=subprocess.PIPE, text=True)
    end = time.monotonic() + DEADLINE
    while not (tmp_path / "var" / "attache.db").exists() or not ids(tmp_path):
        assert time.monotonic() < end
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    report = json.loads(process.communicate(timeout=DEADLINE)[0])
    assert (process.returncode, report["interrupted"]) == (130, True)
    assert 0 < report["created"] == len(ids(tmp_path)) < 400
    code, again = run(folder)
    assert (code, again["unchanged"], again["created"]) == (0, report["created"], 400 - report["created"])


def test_only_folders_are_watched(tmp_path: Path, folder: Path) -> None:
    write(folder, a="Die Nato.")
    done = subprocess.run(
        words(tmp_path, "--watch", str(folder / "a.txt")), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--watch takes folders" in done.stderr


def test_a_reannotation_that_was_killed_goes_on_where_it_was(run: Run, folder: Path, tmp_path: Path) -> None:
    lines = (json.dumps({"id": f"a-{number:04}", "text": f"Die Nato, Nummer {number}."}) for number in range(1000))
    (folder / "a.ndjson").write_text("\n".join(lines), "utf-8")
    assert run(folder)[0] == 0
    note = tmp_path / "var" / "reannotate.json"
    process = subprocess.Popen(words(tmp_path, command="reannotate"), stdout=subprocess.DEVNULL)
    end = time.monotonic() + DEADLINE
    while not note.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(DEADLINE)
    after = json.loads(note.read_text())["after"]
    done = subprocess.run(words(tmp_path, "--json", command="reannotate"), capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == {"updated": 0, "unchanged": 1000, "resumed_after": after}
    assert not note.exists()
