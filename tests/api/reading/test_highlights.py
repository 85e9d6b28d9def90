"""`highlight=true`, over the whole application."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.inputs import parse_input
from app.services.ingest import put_article
from tests.api.conftest import index_all, services_of

ENCODINGS = {"utf16": ("utf-16-le", 2), "byte": ("utf-8", 1)}


def cut(text: str, start: int, end: int, unit: str) -> str:
    if unit == "codepoint":
        return text[start:end]
    encoding, width = ENCODINGS[unit]
    return text.encode(encoding)[start * width : end * width].decode(encoding)


def articles(client: TestClient, **params: str) -> list[dict[str, Any]]:
    asked = {"highlight": "true", "include": "text", **{name.replace("_", "."): v for name, v in params.items()}}
    if "offset.unit" in asked:
        asked["offset_unit"] = asked.pop("offset.unit")
    answer = client.get("/articles", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]  # type: ignore[no-any-return]


def marks(article: dict[str, Any]) -> list[tuple[str, str]]:
    every = (mark for fragment in article["highlights"] for mark in fragment["marks"])
    return [(mark.get("entity", mark["kind"]), mark["text"]) for mark in every]


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
@pytest.mark.parametrize(
    "params",
    [
        {"q": "Plan"},
        {"actor": "EU"},
        {"q": "Außenminister OR prüft OR Nato", "q_mode": "advanced", "actor": "EU|NATO"},
        {"q": "Text", "highlight_size": "40"},
    ],
)
def test_every_mark_is_true_in_every_unit(reading: TestClient, params: dict[str, str], unit: str) -> None:
    found = articles(reading, offset_unit=unit, **params)
    assert "emoji" in {article["id"] for article in found}
    for article in found:
        assert article["highlights"]
        for fragment in article["highlights"]:
            assert fragment["marks"]
            end = fragment["start"]
            for mark in fragment["marks"]:
                assert end <= mark["start"] < mark["end"] <= fragment["end"]
                end = mark["end"]
            for each in (fragment, *fragment["marks"]):
                assert cut(article["text"], each["start"], each["end"], unit) == each["text"]


def test_words_and_actors_are_told_apart(reading: TestClient) -> None:
    (pact,) = articles(reading, q="EU zusammenarbeiten", actor="NATO,-Russland", q_in="lead,body")
    assert set(marks(pact)) == {("nato", "Nato"), ("word", "EU"), ("word", "zusammenarbeiten")}
    title = next(fragment for fragment in pact["highlights"] if fragment["zone"] == "title")
    assert [mark["text"] for mark in title["marks"]] == ["Nato"]


def test_a_spelling_marks_only_itself(reading: TestClient) -> None:
    (visit,) = articles(reading, actor='"Selenskij"')
    assert visit["id"] == "visit-ij"
    assert all(text.removesuffix("s").endswith("Selenskij") for _, text in marks(visit))


def test_nothing_asked_for_is_nothing_marked(reading: TestClient) -> None:
    assert all(article["highlights"] == [] for article in articles(reading))
    assert all("highlights" not in article for article in reading.get("/articles?q=Nato").json()["data"])


def test_size_and_number(reading: TestClient) -> None:
    for article in articles(reading, q="Nato OR die", q_mode="advanced", highlight_size="40", highlight_max="1"):
        (fragment,) = article["highlights"]
        assert len(fragment["text"]) <= 40


def test_streams_fields_and_links(reading: TestClient) -> None:
    asked = {"q": "Nato", "highlight": "true", "highlight.max": "1", "fields": "id"}
    body = reading.get("/articles", params=asked).json()
    assert set(body["data"][0]) == {"id", "highlights"}
    assert "highlight=true&highlight.max=1" in body["links"]["self"]
    assert reading.get(body["links"]["self"]).json() == body
    lines = reading.get("/articles.ndjson", params=asked).text.splitlines()
    assert [json.loads(line) for line in lines] == body["data"]


@pytest.mark.parametrize(
    ("path", "params", "flaw"),
    [
        ("/articles", "highlight=yes", {"parameter": "highlight"}),
        ("/articles", "highlight.size=100", {"parameter": "highlight.size", "reason": "requires"}),
        ("/articles", "highlight=true&highlight.size=39", {"reason": "range", "minimum": 40}),
        ("/articles", "highlight=true&highlight.max=21", {"reason": "range", "maximum": 20}),
        ("/articles", "ids=pact&highlight=true", {"parameter": "ids", "conflicts_with": ["highlight"]}),
        ("/articles.csv", "highlight=true", {"parameter": "highlight", "reason": "unknown"}),
    ],
)
def test_what_is_refused(reading: TestClient, path: str, params: str, flaw: dict[str, Any]) -> None:
    answer = reading.get(f"{path}?{params}")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error == error | flaw


def test_rights_cut_highlights(make_client: Any) -> None:
    text = "Die Nato tagt in Brüssel und berät. " * 30
    client = make_client([{"id": f"a-{name}", "text": text, "rights": name} for name in ("full", "snippet", "none")])
    found = {article["id"]: article["highlights"] for article in articles(client, q="Nato", highlight_size="1000")}
    assert len(found["a-full"][0]["text"]) > 240
    excerpt = client.get("/articles/a-snippet").json()["excerpt"]
    (snippet,) = found["a-snippet"]
    assert excerpt["start"] <= snippet["start"] < snippet["end"] <= excerpt["end"]
    assert snippet["marks"]
    assert found["a-none"] == []


def test_highlights_follow_every_change(make_client: Any) -> None:
    client = make_client([{"id": "a", "text": "Die EU tagt in Brüssel."}, {"id": "b", "text": "Die EU ruht."}])
    asked = {"q": "EU OR ruht", "q_mode": "advanced", "actor": "EU|NATO"}
    before = {article["id"]: marks(article) for article in articles(client, **asked)}
    assert before == {"a": [("eu", "EU")], "b": [("eu", "EU"), ("word", "ruht")]}
    put_article(services_of(client), parse_input({"id": "a", "text": "Die Nato und die EU: sie ruhte, es ruht."}))
    index_all(client)
    after = {article["id"]: marks(article) for article in articles(client, **asked)}
    assert after == before | {"a": [("nato", "Nato"), ("eu", "EU"), ("word", "ruhte"), ("word", "ruht")]}
