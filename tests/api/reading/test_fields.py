from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.reading.test_streams import rows_of


def listed(reading: TestClient, fields: str, **params: str) -> list[Any]:
    answer = reading.get("/articles", params={"fields": fields, "actor": "EU", **params})
    assert answer.status_code == 200, answer.text
    rows: list[Any] = answer.json()["data"]
    return rows


def test_fields_are_the_parts_asked_for_in_their_order(reading: TestClient) -> None:
    assert listed(reading, "title,id,date.value,date.precision") == [
        {"title": "EU und Nato rücken zusammen", "id": "pact", "date": {"value": "2016-12", "precision": "month"}},
        {"title": None, "id": "emoji", "date": {"value": "2016-12-06", "precision": "day"}},
    ]


@pytest.mark.parametrize("path", ["/articles/pact", "/articles/pact.json"])
def test_one_article_takes_fields_too(reading: TestClient, path: str) -> None:
    one = reading.get(path, params={"fields": "actors.id,excerpt.start"}).json()
    assert one == {
        "actors": [{"id": "eu"}, {"id": "nato"}, {"id": "jens-stoltenberg"}],
        "excerpt": {"start": 29},
    }


def test_fields_are_a_list_like_others(reading: TestClient) -> None:
    whole = listed(reading, "id,date.value,language")
    repeated = reading.get("/articles?actor=EU&fields=id&fields=date.value,language&fields=id").json()
    assert repeated["data"] == whole
    assert repeated["links"]["self"].endswith("/articles?actor=eu&fields=id,date.value,language")


def test_a_whole_holds_its_parts(reading: TestClient) -> None:
    for fields in ("date,date.value", "date.value,date"):
        assert listed(reading, fields)[0].keys() == {"date"}
        assert listed(reading, fields)[0]["date"]["latest"] == "2016-12-31"


def test_a_part_of_nothing_is_nothing(reading: TestClient) -> None:
    rows = reading.get("/articles", params={"ids": "grain", "fields": "date.evidence.start,date.value"}).json()["data"]
    assert rows == [{"date": {"evidence": None, "value": None}}]


@pytest.mark.parametrize("name", ["text", "zones", "mentions", "entities"])
def test_a_field_that_has_to_be_included_needs_no_include(reading: TestClient, name: str) -> None:
    include = "mentions" if name == "entities" else name
    included = reading.get("/articles", params={"actor": "EU", "include": include}).json()["data"]
    assert listed(reading, name) == [{name: row[name]} for row in included]
    assert rows_of(reading.get("/articles.ndjson", params={"actor": "EU", "fields": name})) == listed(reading, name)


def test_what_only_one_article_has_needs_no_include_there(reading: TestClient) -> None:
    one = reading.get("/articles/pact", params={"fields": "revisions.op,provenance.sent"}).json()
    assert one["revisions"] == [{"op": "upsert"}]
    assert one["provenance"]["sent"]["date"] == "2016-12"
    assert reading.get("/articles", params={"fields": "revisions"}).status_code == 400


def test_what_is_included_comes_beside_the_fields(reading: TestClient) -> None:
    rows = listed(reading, "id", include="mentions,text")
    assert [row.keys() for row in rows] == [{"id", "entities", "mentions", "text"}] * 2


def test_fields_are_kept_from_page_to_page(reading: TestClient) -> None:
    page = reading.get("/articles", params={"fields": "date.value,id", "limit": "1"}).json()
    assert reading.get(page["links"]["next"]).json()["data"][0].keys() == {"date", "id"}


@pytest.mark.parametrize(
    ("field", "meant"),
    [("titel", ["title"]), ("date.val", ["date.value"]), ("actors.0", None), ("metadata.desk", ["metadata"])],
)
def test_an_unknown_field_is_named(reading: TestClient, field: str, meant: list[str] | None) -> None:
    for path in ("/articles", "/articles.ndjson", "/articles/pact"):
        answer = reading.get(path, params={"fields": f"id,{field}"})
        assert answer.status_code == 400
        (error,) = answer.json()["errors"]
        assert (error["parameter"], error["value"]) == ("fields", field)
        assert meant is None or meant[0] in error["did_you_mean"]
