"""Who must be mentioned together, whatever else is asked for."""

import pytest
from starlette.testclient import TestClient


def found(reading: TestClient, **params: str) -> set[str]:
    named = {name.replace("_", "."): value for name, value in params.items()}
    body = reading.get("/articles", params=named).json()
    again = reading.get(body["links"]["self"]).json()
    assert [article["id"] for article in again["data"]] == [article["id"] for article in body["data"]]
    assert again["meta"]["query"].get("together") == body["meta"]["query"].get("together")
    return {article["id"] for article in body["data"]}


def test_it_stands_beside_the_actors(reading: TestClient) -> None:
    assert found(reading, together="eu,nato") == {"pact"} == found(reading, actor="EU,NATO")
    assert found(reading, together="eu,brussels") == {"pact"}
    assert found(reading, together="eu,brussels", together_within="sentence") == set()
    assert found(reading, actor="place:Brüssel", together="eu,nato", together_within="sentence") == {"pact"}
    assert found(reading, actor="EU", actor_in="title", together="jens-stoltenberg") == set()


def test_it_is_echoed_and_marked(reading: TestClient) -> None:
    params = {"together": "eu,nato", "together.within": "sentence", "highlight": "true"}
    body = reading.get("/articles", params=params).json()
    assert body["meta"]["query"]["together"] == {"ids": ["eu", "nato"], "within": "sentence"}
    marked = {mark["entity"] for each in body["data"][0]["highlights"] for mark in each["marks"]}
    assert marked == {"eu", "nato"}


def test_whom_nobody_knows_finds_nothing_and_says_so(reading: TestClient) -> None:
    body = reading.get("/articles", params={"together": "eu,nobody"}).json()
    assert body["data"] == []
    (warning,) = body["meta"]["warnings"]
    assert (warning["code"], warning["parameter"]) == ("unknown-entity", "together")
    assert "'nobody'" in warning["detail"]


@pytest.mark.parametrize(
    ("query", "parameter", "reason"),
    [
        ("together=a,b,c,d,e,f,g,h,i", "together", "too-many"),
        ("together=eu,,nato", "together", "empty"),
        ("together=eu&together.within=line", "together.within", "invalid"),
        ("together.within=sentence", "together.within", "requires"),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, query: str, parameter: str, reason: str) -> None:
    (error,) = reading.get(f"/articles?{query}").json()["errors"]
    assert (error["parameter"], error["reason"]) == (parameter, reason)
