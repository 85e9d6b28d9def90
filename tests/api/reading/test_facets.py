"""What articles have in common."""

import csv
import io
import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.api.facets import FacetList
from app.api.models import ArticleList
from app.domain.counts import FACETS
from app.domain.cursors import Cursor, encode_cursor
from tests.api.conftest import services_of
from tests.api.reading.counting import pages, questions, total
from tests.api.reading.test_lists import assert_told

ALL = ",".join(FACETS)
DATED = ("year", "month", "precision")


@settings(max_examples=40)
@given(asked=questions(), by=st.sampled_from(FACETS))
def test_every_bucket_links_to_as_many_articles_as_it_counts(
    counted: TestClient, asked: dict[str, str], by: str
) -> None:
    body = counted.get("/articles/facets", params={**asked, "by": by, "limit": "200"}).json()
    (facet,) = body["data"]
    assert facet["other"] == 0
    for bucket in (*facet["buckets"], facet["unknown"]):
        assert total(counted, bucket["url"]) == bucket["count"], bucket
    if by in DATED or (by in ("source", "language") and asked.get("duplicates") != "collapse"):
        assert sum(each["count"] for each in facet["buckets"]) + facet["unknown"]["count"] == body["meta"]["total"]
    walked = list(pages(counted, {**asked, "by": by, "limit": "2"}))
    assert [bucket for page in walked for bucket in page["buckets"]] == facet["buckets"]
    whole = sum(bucket["count"] for bucket in facet["buckets"])
    assert all(sum(each["count"] for each in page["buckets"]) + page["other"] == whole for page in walked)


def test_facets_are_told_as_they_are_documented(counted: TestClient) -> None:
    body = counted.get("/articles/facets", params={"by": ALL, "actor": "EU", "limit": "1"}).json()
    assert_told(FacetList, body)
    assert [facet["by"] for facet in body["data"]] == list(FACETS)
    assert body["links"]["next"] is None
    assert body["links"]["articles"] == "http://attache.test/articles?actor=eu"
    assert body["links"]["self"] == f"http://attache.test/articles/facets?actor=eu&by={ALL}&limit=1"
    assert counted.get(body["links"]["self"]).json()["data"] == body["data"]


def test_a_bucket_has_a_name_and_the_largest_comes_first(counted: TestClient) -> None:
    (facet,) = counted.get("/articles/facets", params={"by": "actor", "q": "Nato"}).json()["data"]
    counts = [bucket["count"] for bucket in facet["buckets"]]
    assert counts == sorted(counts, reverse=True)
    assert facet["buckets"][0]["key"] == "nato"
    labels = {bucket["key"]: bucket["label"] for bucket in facet["buckets"]}
    assert (labels["nato"], labels["eu"]) == ("NATO", "European Union")


def test_forms_are_the_spellings_of_whom_is_asked_for(counted: TestClient) -> None:
    (facet,) = counted.get("/articles/facets", params={"by": "form", "actor": "Selenskyj"}).json()["data"]
    forms = {bucket["key"]: bucket["count"] for bucket in facet["buckets"]}
    assert forms["Wolodymyr Selenskij"] == 1
    assert forms["Wolodymyr Selenskyj"] > 1
    assert facet["unknown"]["count"] == 0
    (without,) = counted.get("/articles/facets", params={"by": "form"}).json()["data"]
    assert (without["buckets"], without["unknown"]["count"]) == ([], total(counted, "/articles"))


def test_an_actor_counts_with_its_parts_where_these_are_asked_for(counted: TestClient) -> None:
    def count(**params: str) -> int:
        facets = counted.get("/articles/facets", params={"by": "actor", "limit": "200", **params}).json()["data"]
        return next(each["count"] for each in facets[0]["buckets"] if each["key"] == "eu")

    assert count(actor="EU|Merkel", **{"actor.parts": "true"}) == count(actor="EU") + 2


def test_facets_come_beside_a_list(counted: TestClient) -> None:
    params = {"actor": "EU", "limit": "1", "facets": "year,actor"}
    body = counted.get("/articles", params=params).json()
    assert_told(ArticleList, body)
    apart = counted.get("/articles/facets", params={"actor": "EU", "by": "year,actor"}).json()
    assert list(body["meta"]["facets"].values()) == apart["data"]
    assert "facets=year,actor" in body["links"]["next"]
    sent = {"actor": "EU", "limit": 1, "facets": ["year", "actor"]}
    assert counted.post("/articles/search", json=sent).json() == body
    assert counted.get("/articles").json()["meta"]["facets"] == {}


def test_what_comes_beside_a_list_goes_on_apart(counted: TestClient) -> None:
    body = counted.get("/articles", params={"facets": "actor", "sort": "date", "limit": "0"}).json()
    assert body["links"]["timeline"].endswith("/articles/timeline")
    assert counted.get(body["links"]["timeline"]).status_code == 200
    first = body["meta"]["facets"]["actor"]
    params = {"by": "actor", "limit": "200"}
    (every,) = counted.get("/articles/facets", params=params).json()["data"]
    assert len(first["buckets"]) == 20
    (second,) = counted.get(first["next"]).json()["data"]
    walked = [(each["key"], each["count"]) for each in first["buckets"] + second["buckets"]]
    assert walked == [(each["key"], each["count"]) for each in every["buckets"]]


def test_facets_as_csv(counted: TestClient) -> None:
    answer = counted.get("/articles/facets.csv", params={"by": "source,year"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True))
    data = counted.get("/articles/facets", params={"by": "source,year", "limit": "200"}).json()["data"]
    assert [(row["by"], row["key"], row["count"], row["url"]) for row in rows] == [
        (facet["by"], bucket.get("key", ""), str(bucket["count"]), bucket["url"])
        for facet in data
        for bucket in (*facet["buckets"], facet["unknown"])
    ]
    assert answer.headers["x-total-count"] == str(len(rows))
    assert answer.headers["content-disposition"] == 'attachment; filename="facets.csv"'
    assert counted.get("/articles/facets?by=source,year", headers={"Accept": "text/csv"}).content == answer.content
    assert counted.get("/articles/facets.csv?by=source&csv=excel-de").text.startswith(
        "\ufeffby;key;label;count;url\r\n"
    )


@pytest.mark.parametrize("path", ["facets?by=actor", "facets.csv?by=actor", "timeline", "timeline.csv?split=actor"])
def test_who_has_an_answer_is_not_sent_it_again(counted: TestClient, path: str) -> None:
    first = counted.get(f"/articles/{path}")
    again = counted.get(f"/articles/{path}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["attache-seq"]


@pytest.mark.parametrize(
    ("path", "reasons"),
    [
        ("", {"by": "required"}),
        ("?by=actors,source", {"by": "invalid"}),
        ("?by=", {"by": "empty"}),
        ("?by=actor&ids=a", {"ids": "unknown"}),
        ("?by=actor&page=2", {"page": "unknown"}),
        ("?by=actor&limit=201", {"limit": "range"}),
        ("?by=actor,year&cursor=x", {"cursor": "conflict"}),
        ("?by=actor&cursor=x", {"cursor": "damaged"}),
        ("?by=actor&csv=excel", {"csv": "requires"}),
        ("?by=actor&actor=Nobody&strict=true", {"actor": "unknown-actor"}),
    ],
)
def test_what_is_wrong_is_named(counted: TestClient, path: str, reasons: dict[str, str]) -> None:
    answer = counted.get(f"/articles/facets{path}")
    assert answer.status_code == 400
    assert {each["parameter"]: each["reason"] for each in answer.json()["errors"]} == reasons


def test_what_was_meant_is_told(counted: TestClient) -> None:
    (error,) = counted.get("/articles/facets?by=actr").json()["errors"]
    assert error["did_you_mean"] == ["actor"]
    (error,) = counted.get("/articles?facets=sources").json()["errors"]
    assert (error["parameter"], error["did_you_mean"]) == ("facets", ["source"])
    assert counted.get("/articles?facets=year&ids=pact").json()["errors"][0]["reason"] == "conflict"
    assert counted.get("/articles.csv?facets=year").json()["errors"][0]["reason"] == "unknown"


def test_a_cursor_is_of_one_facet_of_one_question(counted: TestClient) -> None:
    following = next(pages(counted, {"by": "actor", "limit": "1"}))["next"]
    for foreign in (following.replace("by=actor", "by=type"), f"{following}&actor=EU"):
        assert counted.get(foreign).json()["type"] == "/problems/cursor-invalid"


@pytest.mark.parametrize("key", [[], [None, "eu"], [1.5, "eu"], ["1", "eu"], [1], [1, None], [1, "eu", "eu"]])
def test_a_cursor_that_anybody_can_make_is_looked_at(counted: TestClient, key: list[Any]) -> None:
    following = next(pages(counted, {"by": "actor", "limit": "1"}))["next"]
    url, _, cursor = following.partition("cursor=")
    _, query, _, _ = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[4:])
    made = encode_cursor(Cursor(tuple(key), 0), query)
    assert counted.get(f"{url}cursor={made}").json()["errors"][0]["reason"] == "damaged"


def test_an_actor_filter_that_is_full_has_no_facet_of_actors(counted: TestClient) -> None:
    full: dict[str, Any] = {"actor": "|".join(["EU", "NATO"] * 32)}
    for by in ("actor", "type", "form"):
        (error,) = counted.get("/articles/facets", params={**full, "by": by}).json()["errors"]
        assert (error["parameter"], error["reason"]) == ("actor", "too-many")
    assert counted.get("/articles/facets", params={**full, "by": "year"}).status_code == 200
    answer = counted.get("/articles/timeline", params={**full, "split": "actor"})
    assert answer.json()["errors"][0]["parameter"] == "actor"


def test_nobody_is_counted_who_was_taken_out(make_client: Any) -> None:
    client = make_client([{"id": "a", "text": "Die EU und die Nato beraten."}])
    services_of(client).store.suppress("nato")
    for params in ({"by": "actor"}, {"by": "actor", "limit": "1"}):
        (facet,) = client.get("/articles/facets", params=params).json()["data"]
        assert [bucket["key"] for bucket in facet["buckets"]] == ["eu"]
    assert [each["key"] for each in client.get("/articles/timeline?split=actor").json()["series"]] == ["eu"]
