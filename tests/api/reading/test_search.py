from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.parameters.parameters_schema import LIST_PARAMETERS, names
from app.api.search import search_schema


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ({}, ""),
        ({"actor": "EU,NATO", "date": "2016"}, "actor=EU,NATO&date=2016"),
        ({"actor": ["EU", "-NATO"]}, "actor=EU&actor=-NATO"),
        (
            {"source": ["Abendblatt", "none"], "language": ["-en"], "limit": 2},
            "source=Abendblatt,none&language=-en&limit=2",
        ),
        ({"q": "Nato & a+b=c%", "zone": ["all"], "limit": 20.0}, "q=Nato%20%26%20a%2Bb%3Dc%25&zone=all"),
        ({"q": "Außenminister", "duplicates": "collapse", "strict": False}, "q=Au%C3%9Fenminister&duplicates=collapse"),
        ({"ids": ["pact", "nobody"], "include": ["text", "mentions"]}, "ids=pact,nobody&include=text,mentions"),
        ({"fields": ["id", "date.value"], "sort": "date"}, "fields=id,date.value&sort=date"),
        ({"actor": "Wolkenkuckucksheim", "min_seq": 1}, "actor=Wolkenkuckucksheim&min_seq=1"),
        ({"limit": 1, "page": 2}, "limit=1&page=2"),
    ],
)
def test_a_body_is_answered_as_the_url_is(reading: TestClient, body: dict[str, Any], query: str) -> None:
    answer = reading.post("/articles/search", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json() == reading.get(f"/articles?{query}").json()
    assert answer.headers["attache-seq"]


def test_a_walk_goes_on_with_a_body(reading: TestClient) -> None:
    first = reading.post("/articles/search", json={"limit": 4}).json()
    second = reading.get(first["links"]["next"]).json()
    cursor = first["links"]["next"].partition("cursor=")[2]
    assert reading.post("/articles/search", json={"limit": 4, "cursor": cursor}).json() == second


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ([], {"": "type"}),
        ({"actors": "EU"}, {"/actors": "unknown"}),
        ({"csv": "excel"}, {"/csv": "unknown"}),
        ({"a/b~": 1}, {"/a~1b~0": "unknown"}),
        (
            {"limit": "5", "strict": "true", "q": 1, "date": None},
            dict.fromkeys(["/limit", "/strict", "/q", "/date"], "type"),
        ),
        ({"limit": True}, {"/limit": "type"}),
        ({"limit": 1.5}, {"/limit": "type"}),
        ({"limit": 201}, {"/limit": "range"}),
        ({"source": "Abendblatt"}, {"/source": "type"}),
        ({"source": []}, {"/source": "type"}),
        ({"source": ["a,b"]}, {"/source": "invalid"}),
        ({"actor": []}, {"/actor": "type"}),
        ({"actor": "EU|NATO,Russland"}, {"/actor": "ambiguous"}),
        ({"actor": ["EU"] * 65}, {"/actor": "too-many"}),
        ({"date": "2016-13", "zone": ["bodi"]}, {"/date": "invalid", "/zone": "invalid"}),
        ({"date": "2016", "to": "2017"}, {"/date": "conflict"}),
        ({"cursor": "zzz"}, {"/cursor": "damaged"}),
        ({"actor": "Wolkenkuckucksheim", "strict": True}, {"/actor": "unknown-actor"}),
        ({"min_seq": 2**40}, {"/min_seq": "range"}),
    ],
)
def test_what_is_wrong_is_pointed_at(reading: TestClient, body: Any, errors: dict[str, str]) -> None:
    answer = reading.post("/articles/search", json=body)
    assert answer.status_code == 422, answer.text
    assert {each["pointer"]: each["reason"] for each in answer.json()["errors"]} == errors


def test_only_json_is_taken_and_nothing_in_the_url(reading: TestClient) -> None:
    assert reading.post("/articles/search", content="actor=EU").status_code == 415
    assert reading.post("/articles/search?actor=EU", json={}).status_code == 400
    typed = {"Content-Type": "application/json"}
    assert reading.post("/articles/search", content='{"q": "\\ud800"}', headers=typed).status_code == 422
    assert reading.post("/articles/search", content="{", headers=typed).status_code == 422


def test_any_page_may_ask(reading: TestClient) -> None:
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    assert reading.options("/articles/search").headers["allow"] == "OPTIONS, POST"
    preflight = reading.options("/articles/search", headers=asked)
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_the_document_names_what_the_url_takes() -> None:
    assert search_schema()["properties"].keys() == set(names(LIST_PARAMETERS)) - {"csv", "rows", "trailer"}
