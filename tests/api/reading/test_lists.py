from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from app.api import models


def assert_told(model: type[BaseModel], answer: Any) -> None:
    """The documented model holds all that the answer says, and nothing else."""
    assert model.model_validate(answer).model_dump(mode="json", exclude_unset=True) == answer


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": "Nato", "actor": "NATO,EU XOR", "date": "2016"},
        {"include": "text,zones,mentions"},
        {"ids": "pact,nobody"},
        {"limit": "0"},
    ],
)
def test_a_list_is_what_the_document_says(reading: TestClient, params: dict[str, str]) -> None:
    assert_told(models.ArticleList, reading.get("/articles", params=params).json())


def test_an_article_in_a_list(reading: TestClient) -> None:
    answer = reading.get("/articles", params={"actor": "EU,NATO"})
    row = answer.json()["data"][0]
    assert row.pop("text_version").startswith("sha256:")
    assert row.pop("ingested_at").endswith("Z")
    assert row.pop("updated_at").endswith("Z")
    assert row == {
        "id": "pact",
        "title": "EU und Nato rücken zusammen",
        "kicker": None,
        "excerpt": {
            "start": 29,
            "end": 118,
            "text": "Die EU und die Nato wollen enger zusammenarbeiten. Das sagte Jens Stoltenberg in Brüssel.",
        },
        "language": "de",
        "source": "Abendblatt",
        "url": "https://example.org/pact",
        "author": None,
        "date": {
            "value": "2016-12",
            "precision": "month",
            "earliest": "2016-12-01",
            "latest": "2016-12-31",
            "source": "metadata",
            "confidence": 1.0,
            "evidence": None,
        },
        "actors": [
            {"id": "eu", "label": "European Union", "type": "organization", "wikidata_id": "Q458"}
            | {"mentions": 2, "first": 0},
            {"id": "nato", "label": "NATO", "type": "organization", "wikidata_id": "Q7184", "mentions": 2, "first": 7},
            row["actors"][2] | {"id": "jens-stoltenberg", "type": "person", "mentions": 1, "first": 90},
        ],
        "rights": "full",
        "length": 118,
        "revision": 1,
        "duplicate_of": None,
        "metadata": {"desk": "politics"},
        "links": {
            "self": "http://attache.test/articles/pact",
            "text": "http://attache.test/articles/pact/text",
        },
    }
    assert int(answer.headers["attache-seq"]) > 0
    assert answer.headers["server-timing"].startswith("search;dur=")


def test_an_undated_article(reading: TestClient) -> None:
    date = reading.get("/articles", params={"ids": "grain"}).json()["data"][0]["date"]
    assert (date["value"], date["precision"], date["earliest"], date["source"]) == (None, "unknown", None, None)


def test_a_time_of_day_is_kept(reading: TestClient) -> None:
    date = reading.get("/articles", params={"ids": "emoji"}).json()["data"][0]["date"]
    assert (date["value"], date["published_at"]) == ("2016-12-06", "2016-12-06T18:30:00Z")


@pytest.mark.parametrize("params", [{}, {"actor": "NATO|EU"}, {"q": "Nato"}, {"sort": "-ingested"}, {"sort": "date"}])
def test_pages_follow_each_other(reading: TestClient, params: dict[str, str]) -> None:
    every = [row["id"] for row in reading.get("/articles", params=params).json()["data"]]
    answer, walked = reading.get("/articles", params={**params, "limit": "1"}), []
    while True:
        body = answer.json()
        walked += [row["id"] for row in body["data"]]
        assert body["meta"]["total"] == len(every)
        if body["links"]["next"] is None:
            assert "link" not in answer.headers
            break
        assert answer.headers["link"] == f'<{body["links"]["next"]}>; rel="next"'
        answer = reading.get(body["links"]["next"])
    assert walked == every
    numbered = [
        row["id"]
        for page in range(1, len(every) + 1)
        for row in reading.get("/articles", params={**params, "limit": "1", "page": str(page)}).json()["data"]
    ]
    assert numbered == every


def test_a_page_behind_the_end_is_empty(reading: TestClient) -> None:
    body = reading.get("/articles", params={"page": "500"}).json()
    assert (body["data"], body["links"]["next"], body["meta"]["total"]) == ([], None, 6)


def test_limit_zero_counts(reading: TestClient) -> None:
    body = reading.get("/articles", params={"actor": "NATO", "limit": "0"}).json()
    assert (body["data"], body["meta"]["total"], body["links"]["next"]) == ([], 4, None)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("actor=EU&actor=Europ%C3%A4ische+Union|Nato", "actor=eu,(eu%7Cnato)"),
        ("actor=-Q458,person:Stoltenberg", "actor=-eu,jens-stoltenberg"),
        ("actor=place:Br%C3%BCssel", "actor=place:brussels"),
        ('actor="Selenskij"', "actor=%22Selenskij%22"),
        ("actor=nobody+at+all", "actor=nobody%20at%20all"),
        ("from=2016&to=2016", "date=2016"),
        ("date=2016-12-01/2016-12-31", "date=2016-12"),
        ("date=2016-Q1", "date=2016-01-01/2016-03-31"),
        ("to=2016", "date=../2016-12-31"),
        ("date=2016&date.match=overlaps&date.undated=exclude", "date=2016"),
        ("date=2016&date.match=within&date.undated=include", "date=2016&date.match=within&date.undated=include"),
        ("date.undated=include", ""),
        ("date.undated=include&date.estimates=true", "date.estimates=true&date.undated=include"),
        ("zone=body,lead,title", ""),
        ("zone=title&zone=caption", "zone=title,caption"),
        ("zone=all", "zone=all"),
        ("language=EN,none&source=-b,a,-none", "source=a,-b,-none&language=en,none"),
        ("q=a%26b&sort=relevance", "q=a%26b"),
        ("q=&sort=-date", ""),
        ("q=x&sort=-date", "q=x&sort=-date"),
        ("limit=20&page=1&offset_unit=codepoint", ""),
        ("limit=5&page=2&offset_unit=byte&include=zones,text", "include=text,zones&offset_unit=byte&limit=5&page=2"),
        ("ids=a&ids=b,a", "ids=a,b"),
    ],
)
def test_the_link_to_itself_is_canonical(reading: TestClient, query: str, canonical: str) -> None:
    body = reading.get(f"/articles?{query}").json()
    assert body["links"]["self"] == "http://attache.test/articles" + (f"?{canonical}" if canonical else "")
    again = reading.get(body["links"]["self"]).json()
    assert again["links"] == body["links"]
    assert again["data"] == body["data"]


def test_a_moving_date_stands_still_in_links(reading: TestClient) -> None:
    body = reading.get("/articles", params={"date": "last:30d"}).json()
    dates = body["meta"]["query"]["date"]
    assert parse_qsl(urlsplit(body["links"]["self"]).query) == [("date", f"{dates['earliest']}/{dates['latest']}")]


def test_links_to_other_formats_keep_the_filters_and_drop_the_page(reading: TestClient) -> None:
    params = {"actor": "NATO", "date": "2016", "limit": "1", "page": "1", "include": "text", "offset_unit": "byte"}
    links = reading.get("/articles", params=params).json()["links"]
    for name in ("csv", "ndjson"):
        url = urlsplit(links[name])
        assert (url.path, parse_qs(url.query)) == (f"/articles.{name}", {"actor": ["nato"], "date": ["2016"]})
        assert reading.get(links[name]).status_code == 200


def test_links_start_with_the_public_url(make_client: Any) -> None:
    client = make_client(({"id": "a", "text": "Die EU tagt."},), public_url="https://news.example/api/")
    body = client.get("/articles").json()
    assert body["links"]["csv"] == "https://news.example/api/articles.csv"
    assert body["data"][0]["links"]["self"] == "https://news.example/api/articles/a"


def test_articles_by_id_come_in_the_order_asked_for(reading: TestClient) -> None:
    body = reading.get("/articles", params={"ids": "talks,nobody,gone,pact,talks"}).json()
    assert [row["id"] for row in body["data"]] == ["talks", "pact"]
    assert body["meta"]["missing"] == ["nobody", "gone"]
    assert (body["meta"]["total"], body["meta"]["undated"], body["meta"]["limit"]) == (2, 0, 4)
    repeated = reading.get("/articles?ids=talks&ids=nobody&ids=gone,pact").json()
    assert repeated["data"] == body["data"]


def test_two_hundred_ids_are_taken_one_by_one_and_in_a_list(reading: TestClient) -> None:
    ids = ["pact", *(f"n{number}" for number in range(199))]
    assert reading.get("/articles", params={"ids": ids}).json()["meta"]["missing"] == ids[1:]
    assert reading.get("/articles", params={"ids": ",".join(ids)}).json()["meta"]["missing"] == ids[1:]
    assert reading.get("/articles", params={"ids": [*ids, "more"]}).status_code == 400


def test_what_is_included_comes_with_each_article(reading: TestClient) -> None:
    rows = reading.get("/articles", params={"include": "text,zones,mentions"}).json()["data"]
    for row in rows:
        assert [zone["start"] for zone in row["zones"]] == [0, *(zone["end"] for zone in row["zones"][:-1])]
        assert row["zones"][-1]["end"] == row["length"] == len(row["text"])
        assert row["entities"].keys() == {mention["entity"] for mention in row["mentions"]}
        assert not {"status", "asserted_by", "supersedes"} & row["mentions"][0].keys()
    assert "text" not in reading.get("/articles", params={"include": "zones"}).json()["data"][0]


@pytest.mark.parametrize("suffix", [".json", ""])
def test_the_suffix_wins_over_accept(reading: TestClient, suffix: str) -> None:
    answer = reading.get(f"/articles{suffix}", headers={"Accept": "text/csv"})
    kind = "application/json" if suffix else "text/csv; charset=utf-8"
    assert answer.headers["content-type"] == kind
