"""Key words in context."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.lines import LineList
from tests.api.conftest import create_key
from tests.api.reading.test_lists import assert_told
from tests.api.reading.test_one import cut

FILLER = "Es regnet seit Tagen ohne jede Unterbrechung im ganzen Land und darüber hinaus. "


def test_each_mention_stands_in_its_line(reading: TestClient) -> None:
    body = reading.get("/entities/eu/mentions").json()
    assert_told(LineList, body)
    shown = [(line["article"], line["date"], line["left"], line["match"], line["right"]) for line in body["data"]]
    assert shown == [
        ("pact", "2016-12", "", "EU", " und Nato rücken zusammen"),
        ("pact", "2016-12", "Die ", "EU", " und die Nato wollen enger zusammenarbeiten. Das sagte Jens"),
        *(each for each in shown if each[0] == "emoji"),
    ]
    assert body["meta"] == {
        "total": 4,
        "total_relation": "eq",
        "undated": 1,
        "collapsed": 0,
        "limit": 20,
        "offset_unit": "codepoint",
        "query": {},
        "warnings": [],
    }
    assert body["links"] == {"self": "http://attache.test/entities/eu/mentions", "next": None}


@pytest.mark.parametrize("ref", ["eu", "Q458", "q458"])
def test_the_entity_is_named_by_any_of_its_ids(reading: TestClient, ref: str) -> None:
    link = reading.get(f"/entities/{ref}").json()["links"]["mentions"]
    assert reading.get(link).json() == reading.get(f"/entities/{ref}/mentions").json()
    assert reading.get(f"/entities/{ref}/mentions.json", headers={"Accept": "text/csv"}).json()["meta"]["total"] == 4


def test_newest_first_and_the_undated_last(reading: TestClient) -> None:
    lines = reading.get("/entities/nato/mentions").json()["data"]
    dates = [line["date"] for line in lines]
    assert dates == sorted(dates, reverse=True)
    assert reading.get("/entities/ukraine/mentions").json()["data"][-1]["date"] is None


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
@pytest.mark.parametrize("context", ["20", "60", "200"])
def test_a_line_is_what_the_text_says(reading: TestClient, unit: str, context: str) -> None:
    params = {"offset_unit": unit, "context": context}
    for line in reading.get("/entities/eu/mentions", params=params).json()["data"]:
        text = reading.get(f"/articles/{line['article']}/text").text
        assert cut(text, line, unit) == line["match"]
        assert f"{line['left']}{line['match']}{line['right']}" in " ".join(text.split())
        assert max(len(line["left"]), len(line["right"])) <= int(context)


def test_no_word_is_cut_and_no_line_leaves_its_zone(make_client: Any) -> None:
    text = f"Die EU tagt in Brüssel\n\n{FILLER}Die  \tNATO-Staaten tagen auch. {FILLER}"
    client = make_client(({"id": "a", "title": "Die EU tagt in Brüssel", "text": text},))
    (line,) = client.get("/entities/nato/mentions", params={"context": "28"}).json()["data"]
    assert (line["left"], line["match"], line["right"]) == (
        "und darüber hinaus. Die ",
        "NATO",
        "-Staaten tagen auch. Es",
    )
    (title,) = client.get("/entities/eu/mentions").json()["data"]
    assert (title["left"], title["right"], title["zone"]) == ("Die ", " tagt in Brüssel", "title")


def test_lines_are_those_of_the_zones_asked_for(reading: TestClient) -> None:
    body = reading.get("/entities/eu/mentions", params={"zone": "title"}).json()
    assert [line["zone"] for line in body["data"]] == ["title"]
    assert body["links"]["self"].endswith("?zone=title")


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ({"date": "2016-12-01/2016-12-06"}, {"pact", "emoji"}),
        ({"date": "2016-12-10", "date.match": "covers"}, {"pact"}),
        ({"actor": "NATO"}, {"pact"}),
        ({"actor": "Russland", "together": "eu", "together.within": "sentence"}, {"emoji"}),
        ({"q": "Laune"}, {"emoji"}),
        ({"source": "The Post"}, set()),
    ],
)
def test_lines_are_those_of_the_articles_that_the_filters_find(
    reading: TestClient, filters: dict[str, str], articles: set[str]
) -> None:
    every = reading.get("/entities/eu/mentions").json()["data"]
    body = reading.get("/entities/eu/mentions", params=filters).json()
    assert body["data"] == [line for line in every if line["article"] in articles]
    assert reading.get(body["links"]["self"]).json()["data"] == body["data"]
    rows = list(csv.DictReader(io.StringIO(reading.get("/entities/eu/mentions.csv", params=filters).text)))
    assert [row["id"] for row in rows] == [line["id"] for line in body["data"]]


def test_lines_tell_how_their_filters_were_understood(reading: TestClient) -> None:
    body = reading.get("/entities/q458/mentions", params={"actor": "Nato", "from": "2016-12", "limit": "1"}).json()
    assert body["meta"]["query"]["actor"]["expr"] == "nato"
    assert body["links"]["next"].endswith("/entities/eu/mentions?actor=nato&date=2016-12-01/..&limit=1&page=2")
    (warning,) = reading.get("/entities/eu/mentions", params={"actor": "Niemand"}).json()["meta"]["warnings"]
    assert warning["code"] == "unknown-actor"


def test_lines_page_by_number(reading: TestClient) -> None:
    every = reading.get("/entities/nato/mentions").json()["data"]
    link, walked = "/entities/nato/mentions?limit=3&context=60&zone=title,lead,body", list[Any]()
    while link:
        body = reading.get(link).json()
        walked += body["data"]
        link = body["links"]["next"]
    assert walked == every
    assert len(every) > 3


def test_lines_as_csv(reading: TestClient) -> None:
    every = reading.get("/entities/nato/mentions").json()["data"]
    for answer in (
        reading.get("/entities/nato/mentions.csv"),
        reading.get("/entities/nato/mentions", headers={"Accept": "text/csv"}),
    ):
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True))
        assert rows == [{name: "" if value is None else str(value) for name, value in line.items()} for line in every]
        assert answer.headers["content-disposition"] == 'attachment; filename="nato-mentions.csv"'
        assert answer.headers["x-total-count"] == str(len(every))
    part = reading.get("/entities/nato/mentions.csv?csv=excel-de&limit=2&page=2").content.decode()
    assert part.startswith("\ufeffid;article;date;left;match;right;start;end;zone;kind\r\n")
    assert part.count("\r\n") == 3


def test_who_may_not_read_the_text_sees_the_match_alone(make_client: Any) -> None:
    client = make_client(({"id": "a", "text": "Die EU tagt in Brüssel. Es regnet."},), text="none")
    (line,) = client.get("/entities/eu/mentions").json()["data"]
    assert (line["left"], line["match"], line["right"]) == ("", "EU", "")
    (trusted,) = client.get("/entities/eu/mentions", headers=create_key(client, "read")).json()["data"]
    assert (trusted["left"], trusted["right"]) == ("Die ", " tagt in Brüssel. Es regnet.")


@pytest.mark.parametrize(
    ("path", "parameter", "reason"),
    [
        ("mentions?context=19", "context", "range"),
        ("mentions?context=201", "context", "range"),
        ("mentions?actor=EU,", "actor", "syntax"),
        ("mentions?sort=date", "sort", "unknown"),
        ("mentions?actors=EU", "actors", "unknown"),
        ("mentions?actor=Niemand&strict=true", "actor", "unknown-actor"),
        ("mentions.csv?from=2016&date=2016", "date", "conflict"),
        ("mentions?limit=201", "limit", "range"),
        ("mentions?csv=excel", "csv", "requires"),
        ("mentions.csv?page=2", "limit", "required"),
        ("mentions.csv?csv=tab", "csv", "invalid"),
        ("mentions?zone=everywhere", "zone", "invalid"),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, path: str, parameter: str, reason: str) -> None:
    answer = reading.get(f"/entities/eu/{path}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["reason"]) == (parameter, reason)


def test_nobody_is_mentioned_nowhere(reading: TestClient) -> None:
    assert reading.get("/entities/nobody/mentions").status_code == 404
    assert reading.get("/entities/nobody/mentions.csv").status_code == 404
    assert reading.get("/entities/eu/mentions", headers={"Accept": "text/html;q=0.9"}).status_code == 406
