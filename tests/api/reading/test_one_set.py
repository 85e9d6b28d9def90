"""The same filters select the same articles, in whatever form they are asked for."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import feedparser
from hypothesis import given, settings
from starlette.testclient import TestClient

from tests.api.reading.counting import questions

_PRESENT = ("q", "zone", "date.estimates", "duplicates")
"""Filters of which nobody can say whether an article passed them before; `last:30d` moves by itself."""


def walked(client: TestClient, path: str, params: dict[str, str]) -> Iterator[Any]:
    """All pages of a list, by their links."""
    answer = client.get(path, params=params)
    while True:
        assert answer.status_code == 200, answer.text
        yield answer.json()
        following = answer.json()["links"]["next"]
        if following is None:
            return
        answer = client.get(following)


def total(client: TestClient, path: str, params: dict[str, str]) -> int:
    """How many articles an answer says that it is about."""
    found: int = client.get(path, params=params).json()["meta"]["total"]
    return found


def in_feed(client: TestClient, asked: dict[str, str]) -> set[str]:
    """The articles in a feed and in all its archives."""
    found, address = set[str](), "/articles.atom"
    answer = client.get(address, params=asked)
    while True:
        parsed = feedparser.parse(answer.content)
        assert not parsed.bozo, parsed.bozo_exception
        found |= {entry.id.rpartition("/")[2] for entry in parsed.entries}
        archives = [link.href for link in parsed.feed.links if link.rel == "prev-archive"]
        if not archives:
            return found
        answer = client.get(archives[0])


def has_past(asked: dict[str, str]) -> bool:
    return not any(name in asked for name in _PRESENT) and asked.get("date") != "last:30d"


@settings(max_examples=60)
@given(asked=questions())
def test_one_question_finds_one_set_of_articles_everywhere(counted: TestClient, asked: dict[str, str]) -> None:
    listed = [
        article["id"] for page in walked(counted, "/articles", {**asked, "limit": "3"}) for article in page["data"]
    ]
    assert len(set(listed)) == len(listed)
    found = set(listed)
    table = csv.DictReader(io.StringIO(counted.get("/articles.csv", params=asked).text))
    assert [row["id"] for row in table] == listed
    lines = counted.get("/articles.ndjson", params=asked).text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == listed
    for path in ("/articles", "/articles/facets", "/articles/timeline"):
        more = {"by": "source"} if path.endswith("facets") else {}
        assert total(counted, path, {**asked, **more}) == len(found), path
    assert in_feed(counted, asked) == found
    if "together" not in asked and asked.get("duplicates") != "collapse":
        assert total(counted, "/entities/graph", asked) == len(found)
    if has_past(asked):
        pages = walked(counted, "/changes", {**asked, "since": "0", "limit": "4"})
        told = {change["id"]: change["op"] for page in pages for change in page["data"]}
        assert {name for name, op in told.items() if op == "upsert"} == found
