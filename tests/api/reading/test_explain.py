from starlette.testclient import TestClient

from app.api.explain import Explanation
from tests.api.reading.test_lists import assert_told


def test_a_question_is_explained(reading: TestClient) -> None:
    params = {
        "q": '"enger zusammen" -Haus',
        "actor": "EU,(NATO|Russland)",
        "date": "2016-Q4",
        "source": "-none,Abendblatt",
    }
    answer = reading.get("/query/explain", params=params)
    assert answer.status_code == 200
    explained = answer.json()
    assert_told(Explanation, explained)
    query = explained["query"]
    assert query["actor"]["expr"] == ["and", "eu", ["or", "nato", "russia"]]
    assert [each["id"] for each in query["actor"]["resolved"]] == ["eu", "nato", "russia"]
    assert query["q"] == {"input": params["q"], "mode": "simple", "adjusted": []} | {"expr": query["q"]["expr"]}
    assert query["q"]["expr"] == ["and", '"enger zusammen"', ["not", "Haus"]]
    days = {"earliest": "2016-10-01", "latest": "2016-12-31"}
    assert query["date"] == {**days, "match": "overlaps", "estimates": False}
    assert query["source"] == {"included": ["Abendblatt"], "excluded": [None]}
    assert (query["undated"], query["duplicates"], query["sort"]) == ("exclude", "show", "relevance")
    assert query["zone"] == ["title", "lead", "body"]
    assert explained["warnings"] == []


def test_its_count_is_that_of_the_canonical_url(reading: TestClient) -> None:
    explained = reading.get("/query/explain?actor=Europäische Union&date=2016/..&duplicates=collapse").json()
    assert "actor=eu&" in explained["canonical_url"]
    meta = reading.get(explained["canonical_url"]).json()["meta"]
    assert explained["count"] == {name: meta[name] for name in ("total", "undated", "collapsed")}
    assert explained["count"]["total"] == 2


def test_a_name_that_nobody_has_is_warned_of(reading: TestClient) -> None:
    explained = reading.get("/query/explain?actor=EU NATO").json()
    assert explained["count"]["total"] == 0
    assert explained["warnings"][0]["suggestions"] == ["EU,NATO"]


def test_pages_are_not_explained(reading: TestClient) -> None:
    for query in ("limit=3", "cursor=x", "ids=pact", "include=text", "date=2016-13"):
        answer = reading.get(f"/query/explain?{query}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]
