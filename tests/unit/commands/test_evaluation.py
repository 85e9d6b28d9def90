"""`attache evaluate` says how well the extractor does on a gold, and its exit code whether that is enough."""

import json
from pathlib import Path

import pytest

from tests.unit.commands.test_commands import Run, as_json, run

__all__ = ["run"]

MENTION = {"start": 4, "end": 8, "text": "Nato", "entity": "nato", "type": "organization", "kind": "name"}
MISSED = {"start": 19, "end": 24, "text": "Quapp", "entity": "x-place-quapp", "type": "place", "kind": "name"}


@pytest.fixture
def gold(tmp_path: Path) -> str:
    path = tmp_path / "gold.json"
    mentions = [MENTION, MISSED]
    path.write_text(json.dumps({"text": "Die Nato tagt\nauf  Quapp.", "actors": ["nato"], "mentions": mentions}))
    return str(path)


def test_figures_and_errors_for_scripts(run: Run, gold: str) -> None:
    told = as_json(run, "evaluate", gold, "--errors", "5")
    assert told["texts"] == 1
    assert told["scores"]["actors"]["all"]["f1"] == 100
    assert told["scores"]["mentions"]["all"] == {
        "right": 1,
        "found": 1,
        "wanted": 2,
        "precision": 100.0,
        "recall": 50.0,
        "f1": 66.67,
    }
    assert told["scores"]["mentions"]["place"]["precision"] is None
    assert told["scores"]["mentions by kind"]["name"]["wanted"] == 2
    (error,) = told["errors"]
    assert (error["outcome"], error["name"], error["left"], error["right"]) == (
        "missed",
        "quapp",
        "Die Nato tagt auf  ",
        ".",
    )


def test_figures_and_errors_for_people(run: Run, gold: str) -> None:
    code, out, _ = run("evaluate", gold, "--errors", "1")
    assert code == 0
    assert "1 texts, annotated by attache-" in out
    assert [line.split() for line in out.splitlines() if line.startswith("place")] == [
        ["place", "–", "0.0", "0.0", "0", "0", "1"]
    ]
    assert "missed quapp (place, name)" in out
    assert "… Die Nato tagt auf  [Quapp]. …" in out
    assert "\x1b" not in out


def test_below_the_floor_is_1(run: Run, gold: str) -> None:
    assert run("evaluate", gold, "--floor", "66")[0] == 0
    assert run("evaluate", gold, "--floor", "67")[0] == 1
    assert run("evaluate", gold, "--floor", "67", "--types", "organization")[0] == 0


def test_wrong_use_is_2(run: Run, gold: str, tmp_path: Path) -> None:
    assert run("evaluate", str(tmp_path / "none.json"))[0] == 2
    code, _, said = run("evaluate", gold, "--format", "bart")
    assert (code, "'bart' is none of json, conll, germeval, brat" in said) == (2, True)
    code, _, said = run("evaluate", gold, "--format", "conll")
    assert (code, "gold.json:1: a line is a word" in said) == (2, True)


def test_nothing_is_stored(run: Run, gold: str, tmp_path: Path) -> None:
    assert run("evaluate", gold)[0] == 0
    assert not (tmp_path / "var").exists()
