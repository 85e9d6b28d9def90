from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api import models
from app.bootstrap import LazyAnnotator
from tests.api.conftest import MakeClient, services_of
from tests.api.reading.conftest import ARTICLES
from tests.api.reading.test_lists import assert_told

IDS = [article["id"] for article in ARTICLES]


def measure(text: str, unit: str) -> int:
    return {"codepoint": len(text), "utf16": len(text.encode("utf-16-le")) // 2, "byte": len(text.encode())}[unit]


def cut(text: str, span: Any, unit: str) -> str:
    """What a caller who counts in `unit` gets for a span."""
    start, end = span["start"], span["end"]
    if unit == "codepoint":
        return text[start:end]
    encoding, width = ("utf-16-le", 2) if unit == "utf16" else ("utf-8", 1)
    return text.encode(encoding)[start * width : end * width].decode(encoding)


@pytest.mark.parametrize("article_id", IDS)
@pytest.mark.parametrize("unit", ["codepoint", "utf16", "byte"])
def test_every_span_is_true_in_every_unit(reading: TestClient, article_id: str, unit: str) -> None:
    params = {"include": "text,zones,mentions,annotations", "offset_unit": unit}
    one = reading.get(f"/articles/{article_id}", params=params).json()
    text = one["text"]
    assert text == reading.get(f"/articles/{article_id}/text").text
    assert one["length"] == measure(text, unit)
    assert cut(text, one["excerpt"], unit) == one["excerpt"]["text"]
    assert "".join(cut(text, zone, unit) for zone in one["zones"]) == text
    assert one["mentions"]
    for mention in one["mentions"]:
        assert cut(text, mention, unit) == mention["text"]
    for each in one["annotations"]:
        assert cut(text, each, unit) == each["text"]
    for actor in one["actors"]:
        first = min(mention["start"] for mention in one["mentions"] if mention["entity"] == actor["id"])
        assert actor["first"] == first
    paged = reading.get(f"/articles/{article_id}/mentions", params={"limit": "200", "offset_unit": unit}).json()
    assert paged["data"] == one["mentions"]
    assert paged["meta"]["offset_unit"] == unit


def test_the_evidence_of_a_date_is_counted_in_the_unit_too(make_client: Any) -> None:
    client = make_client(({"id": "a", "text": "😀 06.12.2016\n\nDie EU tagt in Brüssel. Die Nato tagt auch."},))
    for unit in ("codepoint", "utf16", "byte"):
        one = client.get("/articles/a", params={"offset_unit": unit, "include": "text"}).json()
        assert cut(one["text"], one["date"]["evidence"], unit) == "06.12.2016"


def test_one_article_is_what_it_is_in_a_list(reading: TestClient) -> None:
    listed = reading.get("/articles", params={"ids": "pact"}).json()["data"][0]
    assert reading.get("/articles/pact").json() == listed
    assert reading.get("/articles/pact.json", headers={"Accept": "text/csv"}).json() == listed


def test_all_that_can_be_included(reading: TestClient) -> None:
    params = {"include": "text,zones,mentions,provenance,revisions"}
    one = reading.get("/articles/pact", params=params).json()
    assert_told(models.Article, one)
    assert one["provenance"]["sent"]["title"] == "EU und Nato rücken zusammen"
    assert [(each["revision"], each["op"], each["cause"]) for each in one["revisions"]] == [(1, "upsert", "ingest")]
    assert one["entities"]["nato"] == {"label": "NATO", "type": "organization", "wikidata_id": "Q7184"}
    for mention in one["mentions"]:
        assert (mention["status"], mention["supersedes"]) == ("auto", None)
        assert "/" in mention["rule"]
        assert mention["asserted_by"]["kind"] == "software"
        assert (
            "/".join((mention["asserted_by"]["name"], mention["asserted_by"]["version"]))
            == (one["provenance"]["extractor"])
        )


def test_a_mention_is_asserted_by_what_found_it_not_by_what_would_find_it_now(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client([{"id": "a", "text": "Die Nato tagt."}])
    found_by = services_of(client).annotator.version
    monkeypatch.setattr(LazyAnnotator, "version", "attache-newer/9")
    one = client.get("/articles/a", params={"include": "mentions,provenance,revisions"}).json()
    assert one["provenance"]["extractor"] == one["revisions"][0]["extractor"] == found_by
    (listed,) = client.get("/articles/a/mentions", params={"include": "provenance"}).json()["data"]
    assert listed == one["mentions"][0]
    assert "/".join((listed["asserted_by"]["name"], listed["asserted_by"]["version"])) == found_by
    assert listed["rule"] == "gazetteer/name"


def test_provenance_alone_brings_no_mentions(reading: TestClient) -> None:
    assert "mentions" not in reading.get("/articles/pact", params={"include": "provenance"}).json()


@pytest.mark.parametrize("path", ["", ".json", "/text", "/mentions"])
@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("nobody", 404, "not-found"),
        ("gone", 410, "gone"),
        ("%00", 404, "not-found"),
        (".x", 404, "not-found"),
        ("a" * 200, 404, "not-found"),
        ("%F0%9F%98%80", 404, "not-found"),
    ],
)
def test_an_article_that_is_not_there(reading: TestClient, path: str, name: str, status: int, kind: str) -> None:
    answer = reading.get(f"/articles/{name}{path}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "atom", "gexf"])
def test_a_format_that_an_article_has_not(reading: TestClient, suffix: str) -> None:
    assert reading.get(f"/articles/pact.{suffix}").status_code == 406


@pytest.mark.parametrize(
    ("path", "accept"),
    [("pact", "text/csv"), ("pact/mentions", "text/plain"), ("pact/text", "application/json")],
)
def test_a_kind_that_is_not_served(reading: TestClient, path: str, accept: str) -> None:
    assert reading.get(f"/articles/{path}", headers={"Accept": accept}).status_code == 406


def test_the_text_has_its_version_as_tag(reading: TestClient) -> None:
    answer = reading.get("/articles/emoji/text")
    version = reading.get("/articles/emoji").json()["text_version"]
    assert answer.headers["etag"] == f'"{version}"'
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("Gute Laune 😀 und ein q\u0307 im")
    for known in (f'"{version}"', f'"x", W/"{version}"', "*"):
        again = reading.get("/articles/emoji/text", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", f'"{version}"')
    assert reading.get("/articles/emoji/text", headers={"If-None-Match": '"x"'}).status_code == 200


def test_mentions_page_by_number(reading: TestClient) -> None:
    every = reading.get("/articles/pact/mentions", params={"limit": "200"}).json()
    assert_told(models.MentionList, every)
    assert every["meta"]["total"] == len(every["data"])
    assert every["links"]["next"] is None
    walked, link = list[Any](), "/articles/pact/mentions?limit=2"
    while link:
        page = reading.get(link).json()
        walked += page["data"]
        assert page["meta"]["entities"].keys() == {mention["entity"] for mention in page["data"]}
        link = page["links"]["next"]
    assert walked == every["data"]
    assert [mention["start"] for mention in walked] == sorted(mention["start"] for mention in walked)


def test_mentions_say_who_asserted_them_on_request(reading: TestClient) -> None:
    page = reading.get("/articles/pact/mentions", params={"include": "provenance", "limit": "1"}).json()
    assert_told(models.MentionList, page)
    assert page["data"][0]["status"] == "auto"
    assert "include=provenance" in page["links"]["next"]
    assert "status" not in reading.get("/articles/pact/mentions").json()["data"][0]
