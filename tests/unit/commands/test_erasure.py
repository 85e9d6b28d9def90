"""Persons and articles taken out by the command line, over the whole service."""

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.unit.commands.test_commands import Run, as_json, run

__all__ = ["run"]
TEXT = "Angela Merkel sprach mit Emmanuel Macron über die Nato. Merkel schwieg dann. Das Wetter in Berlin war gut."


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "sent.ndjson").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", "utf-8")
    assert run("ingest", str(tmp_path / "sent.ndjson"))[0] == 0
    return tmp_path / "var"


def test_a_suppressed_person_is_in_no_answer(run: Run, folder: Path) -> None:
    assert as_json(run, "suppress", "Angela Merkel") == {"id": "angela-merkel", "articles": 1}
    assert "angela-merkel" in as_json(run, "suppress", "--list")["suppressed"]
    assert as_json(run, "reannotate") == {"updated": 0, "unchanged": 1}
    as_json(run, "reindex")
    with TestClient(create_app(Settings(data_dir=folder))) as client:
        for path in (
            "/articles?include=mentions",
            "/articles.ndjson?include=mentions",
            "/articles.csv",
            "/entities?q=M",
        ):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "angela-merkel" not in answer.text
            assert "emmanuel-macron" in answer.text
        assert client.get("/entities/angela-merkel").status_code == 404
        assert client.get("/articles?actor=Merkel").json()["meta"]["total"] == 0
        assert client.get("/articles?q=Merkel").json()["meta"]["total"] == 1
        found = client.post("/extract", json={"text": TEXT}).json()
        assert "angela-merkel" not in {each["entity"] for each in found["mentions"]}
        assert "emmanuel-macron" in {each["id"] for each in found["entities"]}
    assert as_json(run, "suppress", "--undo", "angela-merkel") == {"id": "angela-merkel"}
    assert as_json(run, "reannotate") == {"updated": 1, "unchanged": 0}
    assert as_json(run, "suppress", "Q567") == {"id": "angela-merkel", "articles": 1}


def test_whom_a_name_means_must_be_clear(run: Run, folder: Path) -> None:
    assert "There is no entity 'Nobody At All'" in run("suppress", "Nobody At All")[2]
    assert run("suppress")[0] == run("suppress", "--undo")[0] == run("suppress", "eu", "--list")[0] == 2
    assert "is not suppressed" in run("suppress", "--undo", "nato")[2]


def test_articles_are_purged_and_what_is_not_known_is_said(run: Run, folder: Path) -> None:
    code, out, err = run("purge", "a", "nobody")
    assert (code, out) == (1, "1 purged, 1 not known\n")
    assert "There is no article 'nobody'" in err
    status = as_json(run, "status")
    assert (status["articles"], status["indexed"], status["lag"]) == (0, 0, 0)
