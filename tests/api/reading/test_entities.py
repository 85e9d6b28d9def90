import csv
import io

import pytest
from starlette.testclient import TestClient

from app.api import entity_models as models
from tests.api.reading.test_lists import assert_told


@pytest.mark.parametrize("ref", ["eu", "Q458", "q458", "eu.json"])
def test_one_entity(reading: TestClient, ref: str) -> None:
    entity = reading.get(f"/entities/{ref}").json()
    assert_told(models.Entity, entity)
    assert entity["labels"] == {"de": "Europäische Union", "en": "European Union"}
    assert "EU" in entity["aliases"]
    assert "European Union" not in entity["aliases"]
    assert (entity["id"], entity["type"], entity["wikidata_id"]) == ("eu", "organization", "Q458")
    assert (entity["articles"], entity["first_seen"], entity["last_seen"]) == (2, "2016-12-01", "2016-12-31")
    assert entity["links"]["self"] == "http://attache.test/entities/eu"
    articles = reading.get(entity["links"]["articles"]).json()
    assert articles["meta"]["total"] == entity["articles"]


def test_the_articles_of_a_place_are_linked_by_its_type(reading: TestClient) -> None:
    entity = reading.get("/entities/brussels").json()
    assert entity["links"]["articles"] == "http://attache.test/articles?actor=place:brussels"
    assert reading.get(entity["links"]["articles"]).json()["meta"]["total"] == entity["articles"] == 2


def test_an_entity_that_is_not_there(reading: TestClient) -> None:
    for ref in ("nobody", "Q0", "%00", "EU"):
        answer = reading.get(f"/entities/{ref}")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert reading.get("/entities/eu.csv").status_code == 406


def test_entities_by_name_and_type(reading: TestClient) -> None:
    body = reading.get("/entities", params={"q": "  europäische   UNION"}).json()
    assert_told(models.EntityList, body)
    assert body["data"][0]["id"] == "eu"
    people = reading.get("/entities", params={"type": "person", "limit": "2"}).json()
    assert {entity["type"] for entity in people["data"]} == {"person"}
    assert people["data"][0]["articles"] >= people["data"][1]["articles"] > 0
    blank = reading.get("/entities", params={"q": " ", "limit": "0"}).json()
    assert blank["meta"]["total"] > people["meta"]["total"] > 2


def test_entities_page_by_number(reading: TestClient) -> None:
    total = reading.get("/entities", params={"type": "organization", "limit": "0"}).json()["meta"]["total"]
    link, ids = "/entities?type=organization&limit=50", list[str]()
    while link:
        answer = reading.get(link)
        ids += [entity["id"] for entity in answer.json()["data"]]
        link = answer.json()["links"]["next"]
        assert answer.headers.get("link") == (f'<{link}>; rel="next"' if link else None)
    assert len(ids) == len(set(ids)) == total


@pytest.mark.parametrize(("sort", "field"), [("-articles", "articles"), ("-mentions", "mentions")])
def test_the_most_frequent_come_first(reading: TestClient, sort: str, field: str) -> None:
    body = reading.get("/entities", params={"sort": sort, "limit": "200"}).json()
    keys = [(-entity[field], entity["id"]) for entity in body["data"]]
    assert keys == sorted(keys)
    assert ("sort" in body["links"]["self"]) == (sort != "-articles")


def test_those_seen_last_come_first_and_those_never_seen_last(reading: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(reading.get("/entities.csv", params={"sort": "-last_seen"}).text)))
    seen = [row["last_seen"] for row in rows]
    assert seen == sorted(seen, reverse=True)
    assert (seen[0], seen[-1]) == ("2023-02-09", "")


def test_an_entity_names_its_whole_and_its_parts(reading: TestClient) -> None:
    eu = reading.get("/entities/eu").json()
    assert {"european-commission", "germany"} <= set(eu["parts"])
    for part in eu["parts"]:
        assert "eu" in reading.get(f"/entities/{part}").json()["part_of"]
    listed = {entity["id"]: entity for entity in reading.get("/entities?limit=200").json()["data"]}
    assert listed["eu"]["parts"] == eu["parts"]


def test_entities_by_id(reading: TestClient) -> None:
    body = reading.get("/entities", params={"ids": "nato,Q458,nobody"}).json()
    assert_told(models.EntityList, body)
    assert [entity["id"] for entity in body["data"]] == ["nato", "eu"]
    assert body["meta"] == {"total": 2, "total_relation": "eq", "limit": 3, "missing": ["nobody"]}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("type=persons", "type"),
        ("q=" + "a" * 201, "q"),
        ("limit=201", "limit"),
        ("page=0", "page"),
        ("name=x", "name"),
        ("ids=eu&q=x", "ids"),
        ("ids=eu&sort=-mentions", "ids"),
        ("sort=mentions", "sort"),
        ("page=501", "page"),
        ("type=person&type=place", "type"),
        ("ids=,", "ids"),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, query: str, parameter: str) -> None:
    answer = reading.get(f"/entities?{query}")
    assert answer.status_code == 400
    assert {error["parameter"] for error in answer.json()["errors"]} == {parameter}


def test_entities_as_csv(reading: TestClient) -> None:
    listed = reading.get("/entities", params={"type": "organization", "limit": "200"}).json()
    for answer in (
        reading.get("/entities.csv", params={"type": "organization"}),
        reading.get("/entities", params={"type": "organization"}, headers={"Accept": "text/csv"}),
    ):
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True))
        assert [row["id"] for row in rows][:200] == [entity["id"] for entity in listed["data"]]
        assert answer.headers["x-total-count"] == str(listed["meta"]["total"]) == str(len(rows))
    eu = next(row for row in rows if row["id"] == "eu")
    assert (eu["label"], eu["wikidata_id"], eu["articles"], eu["last_seen"]) == (
        "European Union",
        "Q458",
        "2",
        "2016-12-31",
    )
    assert "EU" in eu["aliases"].split("|")
    assert ",".join(eu) == ("id,type,label,wikidata_id,verified,articles,mentions,first_seen,last_seen,aliases,part_of")


def test_some_entities_as_csv(reading: TestClient) -> None:
    text = reading.get("/entities.csv", params={"ids": "nato,Q458,nobody", "csv": "excel-de"}).content.decode()
    assert [line.partition(";")[0] for line in text.splitlines()] == ["\ufeffid", "nato", "eu"]
    assert reading.get("/entities.csv", params={"limit": "2", "page": "2"}).text.count("\r\n") == 3
    assert reading.get("/entities.json", headers={"Accept": "text/csv"}).json()["meta"]["limit"] == 20
    assert reading.get("/entities", params={"csv": "excel"}).status_code == 400
