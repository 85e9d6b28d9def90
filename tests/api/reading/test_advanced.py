"""`q.mode=advanced` and `q.in`, over the whole application."""

from typing import Any

import pytest
from starlette.testclient import TestClient


def found(client: TestClient, **params: str) -> set[str]:
    answer = client.get("/articles", params={key.replace("_", "."): value for key, value in params.items()})
    assert answer.status_code == 200, answer.text
    return {article["id"] for article in answer.json()["data"]}


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("Nato Rede", {"visit-ij"}),
        ("Nato OR Getreide", {"pact", "talks", "grain", "visit-y", "visit-ij"}),
        ("Nato NOT (Rede OR Brüssel)", {"talks", "visit-y"}),
        ("Selenskij~1", {"visit-y", "visit-ij"}),
        ("Selens*j", {"visit-y", "visit-ij"}),
        ("Außenm?nister", {"emoji"}),
        ('"Nato EU"~1', {"pact"}),
        ("title:Nato", {"pact"}),
        ("body:(Ukraine AND Getreide)", {"grain"}),
    ],
)
def test_an_advanced_query_finds(reading: TestClient, q: str, ids: set[str]) -> None:
    assert found(reading, q=q, q_mode="advanced") == ids


def test_where_words_are_looked_for(reading: TestClient) -> None:
    assert found(reading, q="Nato", q_in="title") == {"pact"}
    assert found(reading, q="Nato", q_in="title", zone="lead,body") == {"pact"}
    assert found(reading, q="Nato", q_in="lead,body", actor="EU") == {"pact"}
    assert found(reading, q="Nato", q_in="all") == found(reading, q="Nato")


def test_how_it_was_read_is_echoed_and_linked(reading: TestClient) -> None:
    q = '-Rede (title:Nato OR "Nato EU"~3) Selens*'
    params = {"q": q, "q.mode": "advanced", "q.in": "title,body", "limit": "0"}
    body = reading.get("/articles", params=params).json()
    expr = ["and", ["not", "Rede"], ["or", "title:Nato", '"Nato EU"~3'], "Selens*"]
    assert body["meta"]["query"]["q"] == {"input": q, "mode": "advanced", "expr": expr, "adjusted": []}
    assert "&q.mode=advanced&q.in=title,body" in body["links"]["self"]
    assert reading.get(body["links"]["self"]).json() == body
    simple = reading.get("/articles", params={"q": 'EU -"a b" c', "q.mode": "simple", "q.in": "title,lead,body"}).json()
    assert simple["meta"]["query"]["q"]["expr"] == ["and", "EU", ["not", '"a b"'], "c"]
    assert "q." not in simple["links"]["self"]


@pytest.mark.parametrize(
    ("params", "problem", "flaw"),
    [
        (
            {"q": "(EU AND", "q.mode": "advanced"},
            "invalid-parameter",
            {"parameter": "q", "reason": "syntax", "position": 7, "expected": ["word", '"', "("], "value": "(EU AND"},
        ),
        (
            {"q": "EU M?ller", "q.mode": "advanced"},
            "query-too-costly",
            {
                "parameter": "q",
                "reason": "too-costly",
                "position": 3,
                "part": "M?ller",
                "minimum": 3,
                "value": "EU M?ller",
            },
        ),
        ({"q": "a", "q.mode": "expert"}, "invalid-parameter", {"parameter": "q.mode", "reason": "invalid"}),
        ({"q": "a", "q.in": "title,headline"}, "invalid-parameter", {"parameter": "q.in", "value": "headline"}),
        ({"q.mode": "advanced"}, "invalid-parameter", {"parameter": "q.mode", "reason": "requires", "requires": ["q"]}),
        ({"q.in": "title"}, "invalid-parameter", {"parameter": "q.in", "reason": "requires", "requires": ["q"]}),
    ],
)
def test_what_is_refused(reading: TestClient, params: dict[str, str], problem: str, flaw: dict[str, Any]) -> None:
    answer = reading.get("/articles", params=params)
    assert answer.status_code == 400
    body = answer.json()
    assert body["type"] == f"/problems/{problem}"
    assert body["errors"] == [body["errors"][0] | flaw]


def test_too_costly_beside_something_wrong_is_invalid(reading: TestClient) -> None:
    body = reading.get("/articles", params={"q": "ab*", "q.mode": "advanced", "limit": "x"}).json()
    assert body["type"] == "/problems/invalid-parameter"
    assert {error["reason"] for error in body["errors"]} == {"too-costly", "invalid"}
