import csv
import io
import json
from typing import Any

import pytest

from app.formats import FORMATS


def article(**fields: Any) -> dict[str, Any]:
    date = {"value": None, "precision": "unknown", "earliest": None, "latest": None, "source": None}
    plain = {
        "id": "a",
        "title": None,
        "language": None,
        "source": None,
        "url": None,
        "duplicate_of": None,
        "revision": 1,
    }
    return {**plain, "date": date, "actors": [], **fields}


def table(*articles: dict[str, Any]) -> list[dict[str, str]]:
    text = b"".join(FORMATS["csv"].write(articles)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("title", ['say "EU", they said', "two\nlines", "a;b,c", "=1+1", "", "\r\n", "😀\u2028x"])
def test_a_cell_comes_back_as_it_went(title: str) -> None:
    assert table(article(title=title))[0]["title"] == title


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
@pytest.mark.parametrize("dialect", ["excel", "excel-de"])
def test_a_spreadsheet_runs_no_cell(title: str, dialect: str) -> None:
    text = b"".join(FORMATS["csv"].write([article(title=title, revision=-1)], csv=dialect)).decode("utf-8-sig")
    delimiter = ";" if dialect == "excel-de" else ","
    (row,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    assert (row["title"], row["revision"]) == (f"'{title}", "-1")


def test_actors_are_joined_and_nothing_is_empty() -> None:
    row = table(article(actors=[{"id": "eu"}, {"id": "nato"}]))[0]
    assert (row["actors"], row["title"], row["revision"]) == ("eu|nato", "", "1")


def test_no_articles_are_a_header_in_csv_and_nothing_in_ndjson() -> None:
    assert table() == []
    assert b"".join(FORMATS["csv"].write([])).startswith(b"id,title,date_value,")
    assert b"".join(FORMATS["ndjson"].write([])) == b""


def test_an_article_is_one_line_of_ndjson() -> None:
    lines = b"".join(FORMATS["ndjson"].write([article(title="two\nlines\u2028"), article(id="b")])).split(b"\n")
    assert [json.loads(line) for line in lines[:-1]] == [article(title="two\nlines\u2028"), article(id="b")]
    assert lines[-1] == b""


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_as_it_reads(name: str) -> None:
    taken = 0

    def source() -> Any:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield article()

    pieces = FORMATS[name].write(source())
    next(pieces), next(pieces)
    assert taken <= 2
