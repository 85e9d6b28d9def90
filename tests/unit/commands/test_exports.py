"""What `attache export` writes."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from app.formats.gold import brat, conll
from tests.unit.commands.test_commands import Run, run

__all__ = ["run"]

TEXTS = {"a": "Die EU berät.", "b": "Die Nato berät in Brüssel.", "c": "Die EU und die Nato."}


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    run("ingest", *(str(tmp_path / f"{name}.txt") for name in TEXTS))
    run("reindex")
    return run


def test_annotations_of_what_the_query_finds(filled: Run, tmp_path: Path) -> None:
    code, out, _ = filled("export", "actor=EU", "--format", "jsonld", "--public-url", "https://news.example")
    body = json.loads(out)
    assert (code, body["id"], body["total"]) == (0, "https://news.example/articles.jsonld?actor=eu", 3)
    filled("export", "actor=EU", "--format", "conll", "-o", str(tmp_path / "eu.conll"))
    read = list(conll.read(tmp_path / "eu.conll", ()))
    assert [[gold.text[mark.start : mark.end] for mark in gold.wanted] for gold in read] == [["EU"], ["EU", "Nato"]]


def test_brat_gets_a_folder(filled: Run, tmp_path: Path) -> None:
    assert filled("export", "actor=Nato", "--format", "brat", "-o", str(tmp_path / "brat"))[0] == 0
    names = sorted(path.name for path in (tmp_path / "brat").iterdir())
    assert names == ["annotation.conf", "b.ann", "b.txt", "c.ann", "c.txt"]
    (gold,) = brat.read(tmp_path / "brat" / "b.ann", ())
    assert [gold.text[mark.start : mark.end] for mark in gold.wanted] == ["Nato", "Brüssel"]


def test_a_snapshot_says_what_it_holds(filled: Run, tmp_path: Path) -> None:
    code, out, _ = filled("export", "--format", "snapshot", "--exports-dir", str(tmp_path / "out"))
    folder = Path("".join(out.split("\n")))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (code, folder.name, manifest["seq"]) == (0, manifest["name"], 3)
    for file in manifest["files"]:
        data = (folder / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
        assert file["rows"] == 3
    lines = (folder / "articles.ndjson").read_text("utf-8").splitlines()
    assert {article["id"]: article["text"] for article in map(json.loads, lines)} == TEXTS


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--format", "brat"), "takes a folder"), (("actor=EU", "--format", "snapshot"), "is of everything")],
)
def test_what_does_not_go_together_is_wrong_use(run: Run, words: tuple[str, ...], told: str) -> None:
    code, _, err = run("export", *words)
    assert (code, told in " ".join(err.split())) == (2, True)
