import csv
import io
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

NDJSON = "application/x-ndjson"


def rows_of(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines()]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"actor": "NATO"},
        {"q": "Nato"},
        {"date.undated": "only"},
        {"ids": "talks,nobody,pact"},
        {"actor": "nobody"},
        {"include": "text,mentions,zones", "offset_unit": "utf16"},
        {"limit": "2", "page": "2"},
    ],
)
def test_ndjson_holds_what_the_list_holds(reading: TestClient, params: dict[str, str]) -> None:
    answer = reading.get("/articles.ndjson", params=params)
    listed = reading.get("/articles", params=params).json()
    assert rows_of(answer) == listed["data"]
    assert answer.headers["x-total-count"] == str(listed["meta"]["total"])
    assert answer.headers["content-type"] == NDJSON


def test_a_stream_tells_its_state_up_front(reading: TestClient) -> None:
    answer = reading.get("/articles.ndjson", params={"actor": "Europäische Union"})
    assert answer.headers["link"] == '<http://attache.test/articles.ndjson?actor=eu>; rel="canonical"'
    assert answer.headers["attache-seq"] == reading.get("/articles").headers["attache-seq"]


def test_a_stream_tells_its_versions(reading: TestClient) -> None:
    versions = reading.get("/articles", params={"limit": "0"}).json()["meta"]["versions"]
    assert reading.get("/status").json()["versions"].items() >= versions.items()
    assert versions["api"] == "1"
    assert len(versions["authority"]) == 12
    told = ", ".join(f'{name}="{version}"' for name, version in versions.items())
    assert reading.get("/articles.csv").headers["attache-versions"] == told


@pytest.mark.parametrize(("params", "rows"), [({}, 6), ({"actor": "nobody"}, 0), ({"limit": "2", "fields": "id"}, 2)])
def test_a_trailer_says_that_nothing_is_missing(reading: TestClient, params: dict[str, str], rows: int) -> None:
    answer = reading.get("/articles.ndjson", params={**params, "trailer": "true"})
    *articles, last = rows_of(answer)
    assert articles == rows_of(reading.get("/articles.ndjson", params=params))
    assert last == {"_end": {"rows": rows, "seq": int(answer.headers["attache-seq"])}}
    assert len(articles) == rows


def test_csv_has_the_columns_that_stay(reading: TestClient) -> None:
    answer = reading.get("/articles.csv", params={"ids": "pact,grain"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith(
        "id,title,date_value,date_precision,date_earliest,date_latest,date_source,language,source,url,actors,"
        "duplicate_of,revision\r\npact,EU und Nato rücken zusammen,2016-12,month,2016-12-01,2016-12-31,metadata,de,"
        "Abendblatt,https://example.org/pact,eu|nato|jens-stoltenberg,,1\r\n"
    )
    grain = list(csv.DictReader(io.StringIO(text, newline="")))[1]
    assert (grain["id"], grain["date_value"], grain["date_precision"]) == ("grain", "", "unknown")


def test_csv_has_every_row(reading: TestClient) -> None:
    answer = reading.get("/articles.csv", params={"actor": "NATO"})
    table = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["id"] for row in table] == ["visit-y", "visit-ij", "pact", "talks"]
    assert answer.headers["x-total-count"] == "4"


def test_a_limit_cuts_a_stream(reading: TestClient) -> None:
    assert len(rows_of(reading.get("/articles.ndjson", params={"limit": "2"}))) == 2
    assert len(rows_of(reading.get("/articles.ndjson", params={"limit": "100000"}))) == 6
    assert reading.get("/articles.csv", params={"limit": "0"}).text.count("\n") == 1


def test_a_stream_goes_on_behind_a_cursor(reading: TestClient) -> None:
    following = reading.get("/articles", params={"limit": "2"}).json()["links"]["next"]
    params = dict(pair.split("=") for pair in following.split("?")[1].split("&"))
    rest = rows_of(reading.get("/articles.ndjson", params={**params, "limit": "100"}))
    assert [row["id"] for row in rest] == ["pact", "emoji", "talks", "grain"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        (NDJSON, NDJSON),
        ("application/json;q=0.5, application/x-ndjson", NDJSON),
        ("application/*;q=0.1, text/csv;q=0.2", "text/csv; charset=utf-8"),
        ("*/*, application/json;q=0", "text/csv; charset=utf-8"),
        ("TEXT/CSV; charset=utf-8", "text/csv; charset=utf-8"),
    ],
)
def test_accept_picks_the_format(reading: TestClient, accept: str, kind: str) -> None:
    answer = reading.get("/articles", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("accept", ["application/xml", "application/json;q=0", "nonsense", "text/csv;q=x"])
def test_what_is_not_served_is_not_acceptable(reading: TestClient, accept: str) -> None:
    answer = reading.get("/articles", headers={"Accept": accept})
    assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")
    assert answer.json()["served"] == [
        "application/json",
        "text/csv",
        NDJSON,
        "application/atom+xml",
        "application/feed+json",
    ]


def test_head_of_a_stream_has_its_headers(reading: TestClient) -> None:
    answer = reading.head("/articles.csv")
    assert (answer.status_code, answer.content, answer.headers["x-total-count"]) == (200, b"", "6")


def test_a_stream_longer_than_its_pieces_is_whole(make_client: Any) -> None:
    text = "Die EU und die Nato tagen in Brüssel. Danach wird gegessen. " * 80
    client = make_client({"id": f"n{number:02}", "text": f"{number} {text}"} for number in range(30))
    with client.stream("GET", "/articles.ndjson", params={"include": "text"}) as answer:
        rows = [json.loads(line) for line in answer.iter_lines()]
    assert [row["id"] for row in rows] == [f"n{number:02}" for number in range(30)]
    assert all(row["length"] == len(row["text"]) > 4000 for row in rows)
