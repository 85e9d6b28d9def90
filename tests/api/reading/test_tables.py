"""CSV: dialects, columns, and what a row is."""

import csv
import io
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.reading.test_one import cut


def table(reading: TestClient, **params: str) -> list[dict[str, str]]:
    answer = reading.get("/articles.csv", params=params)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline=""), strict=True))


def test_fields_pick_and_order_the_columns(reading: TestClient) -> None:
    answer = reading.get("/articles.csv", params={"fields": "date_value,id", "actor": "EU"})
    assert answer.content == b"date_value,id\r\n2016-12,pact\r\n2016-12-06,emoji\r\n"
    assert answer.headers["link"].startswith("<http://attache.test/articles.csv?actor=eu&fields=date_value,id>")


def test_a_dialect_for_each_reader(reading: TestClient) -> None:
    params = {"fields": "id,date_value", "ids": "pact"}
    for name, content in (
        ("plain", b"id,date_value\r\npact,2016-12\r\n"),
        ("excel", b"\xef\xbb\xbfid,date_value\r\npact,2016-12\r\n"),
        ("excel-de", b"\xef\xbb\xbfid;date_value\r\npact;2016-12\r\n"),
    ):
        assert reading.get("/articles.csv", params={**params, "csv": name}).content == content
    accepted = reading.get("/articles", params={**params, "csv": "excel-de"}, headers={"Accept": "text/csv"})
    assert accepted.content.startswith(b"\xef\xbb\xbfid;")


def test_a_browser_saves_it_as_a_file(reading: TestClient) -> None:
    headers = reading.get("/articles.csv", params={"rows": "mentions"}).headers
    assert headers["content-disposition"] == 'attachment; filename="mentions.csv"'
    assert headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula_in_a_spreadsheet(make_client: Any, begin: str) -> None:
    client = make_client(({"id": "-a", "title": "a=b", "source": f"{begin}1", "text": "Die EU tagt."},))
    for dialect, before in (("plain", ""), ("excel", "'"), ("excel-de", "'")):
        text = client.get("/articles.csv", params={"csv": dialect}).content.decode("utf-8-sig")
        delimiter = ";" if dialect == "excel-de" else ","
        (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        assert (row["id"], row["title"], row["source"]) == (f"{before}-a", "a=b", f"{before}{begin}1")


@pytest.mark.parametrize("unit", ["codepoint", "utf16"])
def test_a_row_a_mention(reading: TestClient, unit: str) -> None:
    rows = table(reading, rows="mentions", actor="EU", offset_unit=unit)
    params = {"actor": "EU", "include": "mentions,text", "offset_unit": unit}
    articles = {each["id"]: each for each in reading.get("/articles", params=params).json()["data"]}
    assert [row["id"] for row in rows] == [each["id"] for one in articles.values() for each in one["mentions"]]
    for row in rows:
        article = articles[row["article"]]
        assert cut(article["text"], {"start": int(row["start"]), "end": int(row["end"])}, unit) == row["text"]
        assert row["date_value"] == article["date"]["value"]
        assert row["label"] == article["entities"][row["entity"]]["label"]
    assert ",".join(rows[0]) == (
        "article,date_value,date_precision,date_earliest,date_latest,id,entity,label,type,wikidata_id,start,end,text,"
        "zone,sentence,paragraph,kind,confidence"
    )


def test_mentions_are_those_of_the_zones_asked_for(reading: TestClient) -> None:
    rows = table(reading, rows="mentions", actor="EU", zone="title")
    assert [(row["article"], row["entity"]) for row in rows] == [("pact", "eu"), ("pact", "nato")]


def test_a_row_a_sentence_that_satisfies_the_actors(reading: TestClient) -> None:
    rows = table(reading, rows="sentences", actor="EU,Russland")
    assert [(row["article"], row["text"], row["entities"]) for row in rows] == [
        ("emoji", "Russland lehnt ihn ab, die EU schweigt.", "russia|eu")
    ]
    assert ",".join(rows[0]) == (
        "article,date_value,date_precision,date_earliest,date_latest,sentence,zone,start,end,text,entities"
    )
    without = table(reading, rows="sentences", actor="EU,-NATO")
    assert [row["sentence"] for row in without] == ["0", "1"]
    assert {row["article"] for row in without} == {"emoji"}
    spelled = table(reading, rows="sentences", actor='"Selenskij"')
    assert [row["text"] for row in spelled] == ["Selenskijs Rede an die Nato war kurz."]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
def test_a_sentence_is_numbered_as_its_mentions_are(reading: TestClient, unit: str) -> None:
    rows = table(reading, rows="sentences", actor="NATO|EU|Ukraine", zone="all", offset_unit=unit)
    assert len(rows) > 6
    for row in rows:
        article = reading.get(f"/articles/{row['article']}", params={"include": "text,mentions", "offset_unit": unit})
        body = article.json()
        assert cut(body["text"], {"start": int(row["start"]), "end": int(row["end"])}, unit) == row["text"]
        inside = [each["entity"] for each in body["mentions"] if each["sentence"] == int(row["sentence"])]
        assert "|".join(dict.fromkeys(inside)) == row["entities"]


def test_a_text_that_needs_a_key_gives_no_sentence(make_client: Any) -> None:
    client = make_client(({"id": "a", "text": "Die EU tagt in Brüssel. Es regnet."},), text="none")
    (row,) = table(client, rows="sentences", actor="EU")
    assert (row["text"], row["entities"]) == ("", "eu|brussels")


def test_a_snippet_is_no_way_around_to_the_whole_text(make_client: Any) -> None:
    text = "Die EU tagt in Brüssel und berät dort über den Haushalt der nächsten Jahre. " * 6 + "Quitten reifen."
    client = make_client(({"id": "a", "text": text, "rights": "snippet"},))
    excerpt = client.get("/articles/a").json()["excerpt"]["text"]
    rows = table(client, rows="sentences", actor="-Russland")
    assert len(rows) == 6
    assert [row["text"] for row in rows if row["text"]] == [text[:75]] * excerpt.count("Die EU")
    lines = client.get("/entities/eu/mentions", params={"context": "200"}).json()["data"]
    assert [(line["left"] + line["match"] + line["right"]) in excerpt for line in lines] == [True] * 6
    assert lines[-1]["right"] == ""


def test_the_total_counts_articles(reading: TestClient) -> None:
    for rows in ("articles", "mentions", "sentences"):
        answer = reading.get("/articles.csv", params={"rows": rows, "actor": "EU"})
        assert answer.headers["x-total-count"] == "2"


@pytest.mark.parametrize(
    ("path", "query", "parameter", "reason"),
    [
        ("/articles.csv", "rows=sentences", "rows", "requires"),
        ("/articles.csv", "rows=sentences&ids=pact", "rows", "requires"),
        ("/articles.csv", "rows=words", "rows", "invalid"),
        ("/articles.csv", "csv=tsv", "csv", "invalid"),
        ("/articles.csv", "fields=date.value", "fields", "invalid"),
        ("/articles.csv", "fields=entity", "fields", "invalid"),
        ("/articles.csv", "rows=mentions&fields=title", "fields", "invalid"),
        ("/articles.csv", "trailer=true", "trailer", "unknown"),
        ("/articles", "csv=excel", "csv", "requires"),
        ("/articles", "rows=mentions", "rows", "requires"),
        ("/articles", "trailer=true", "trailer", "requires"),
        ("/articles.ndjson", "trailer=yes", "trailer", "invalid"),
        ("/articles.ndjson", "rows=mentions", "rows", "unknown"),
    ],
)
def test_what_does_not_go_is_named(reading: TestClient, path: str, query: str, parameter: str, reason: str) -> None:
    answer = reading.get(f"{path}?{query}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["reason"]) == (parameter, reason)


def test_a_modifier_at_its_default_is_accepted_alone(reading: TestClient) -> None:
    for path in ("/articles", "/articles.csv"):
        assert reading.get(f"{path}?csv=plain&rows=articles").status_code == 200
    assert reading.get("/articles?trailer=false&ids=pact").status_code == 200
