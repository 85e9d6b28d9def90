import time
from threading import Timer

import pytest
from starlette.testclient import TestClient

from app.api.transport import freshness
from tests.api.conftest import MakeClient, index_all

ARTICLE = {"id": "a", "text": "Die EU tagt in Brüssel."}
PATHS = ("/articles", "/articles.json", "/articles.csv", "/articles.ndjson")


@pytest.fixture
def behind(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of an application whose index does not know of the one article."""
    monkeypatch.setattr(freshness, "WAIT", 0.2)
    return make_client([ARTICLE], indexed=False)


@pytest.mark.parametrize("path", PATHS)
def test_an_index_that_does_not_come_to_know_is_unavailable(behind: TestClient, path: str) -> None:
    answer = behind.get(path, params={"min_seq": 1})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    problem = answer.json()
    assert problem["type"] == "/problems/index-unavailable"
    assert (problem["applied"], problem["wanted"]) == (0, 1)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_yet_written_is_not_waited_for(
    behind: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "WAIT", 3600)
    answer = behind.get(path, params={"min_seq": 2})
    assert answer.status_code == 400
    error = {"parameter": "min_seq", "reason": "range", "minimum": 0, "maximum": 1, "value": "2"}
    assert answer.json()["errors"] == [error]


def test_by_id_there_is_nothing_to_wait_for(behind: TestClient) -> None:
    assert behind.get("/articles", params={"min_seq": 1, "ids": "a"}).json()["meta"]["total"] == 1
    assert behind.get("/articles", params={"min_seq": 2, "ids": "a"}).status_code == 400


def test_a_writer_finds_what_it_wrote(behind: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "WAIT", 60)
    indexer = Timer(0.3, index_all, [behind])
    indexer.start()
    try:
        answer = behind.get("/articles", params={"min_seq": 1})
    finally:
        indexer.join()
    assert answer.json()["meta"]["total"] == 1
    assert int(answer.headers["attache-seq"]) >= 1


def test_others_are_answered_meanwhile(behind: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness, "WAIT", 60)
    answers: list[int] = []
    waiting = [Timer(0, lambda: answers.append(behind.get("/articles?min_seq=1").status_code)) for _ in range(60)]
    for each in waiting:
        each.start()
    time.sleep(0.2)
    assert behind.get("/articles").status_code == 200
    assert answers == []
    index_all(behind)
    for each in waiting:
        each.join()
    assert answers == [200] * 60
