"""Feeds: what stands in them, where they go on, and that they tell of edits and deletions."""

from typing import Any

import feedparser
import pytest
from starlette.testclient import TestClient

from app.domain.inputs import parse_input
from app.services import feeds
from app.services.ingest import delete_article, put_article
from tests.api.conftest import MakeClient, create_key, index_all, services_of

PACT = {
    "id": "pact",
    "title": "EU & Nato",
    "date": "2016-12",
    "url": "https://example.org/pact",
    "text": "Die EU und die Nato rücken zusammen.",
}
GRAIN = {"id": "grain", "text": "Die Ukraine und Polen beraten über die Ausfuhr von Getreide.", "language": "de"}
BASE = "http://attache.test/articles"


@pytest.fixture
def filled(make_client: MakeClient) -> TestClient:
    return make_client([PACT, GRAIN])


def read(client: TestClient, address: str = "/articles.atom", **asked: object) -> Any:
    answer = client.get(address, params={name: str(value) for name, value in asked.items()} or None)
    assert answer.status_code == 200, answer.text
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def names(parsed: Any) -> list[str]:
    return [entry.id.rpartition("/")[2] for entry in parsed.entries]


def put(client: TestClient, **article: Any) -> None:
    put_article(services_of(client), parse_input(article))


def items(client: TestClient, address: str = "/articles.jsonfeed", **asked: str) -> Any:
    return client.get(address, params=asked or None).json()


def test_an_entry_says_what_an_article_is(filled: TestClient) -> None:
    feed = read(filled, actor="Europäische Union")
    assert (feed.feed.id, feed.feed.title) == (f"{BASE}.atom?actor=eu", "Attaché: actor=eu")
    (entry,) = feed.entries
    assert (entry.id, entry.title, entry.link) == (f"{BASE}/pact", "EU & Nato", "https://example.org/pact")
    assert {(tag.scheme, tag.term, tag.label) for tag in entry.tags} == {
        ("http://www.wikidata.org/entity/", "Q458", "European Union"),
        ("http://www.wikidata.org/entity/", "Q7184", "NATO"),
    }
    assert entry.published == "2016-12"  # as precise as it is known
    assert entry.updated == filled.get("/articles/pact").json()["updated_at"][:19] + "Z"
    (item,) = items(filled, actor="EU")["items"]
    assert (item["id"], item["external_url"], item["tags"]) == (
        f"{BASE}/pact",
        "https://example.org/pact",
        ["European Union", "NATO"],
    )


def test_what_changed_last_comes_first(filled: TestClient) -> None:
    assert names(read(filled)) == ["grain", "pact"]
    put(filled, **{**PACT, "title": "Neu"})
    index_all(filled)
    feed = read(filled)
    assert (names(feed), feed.entries[0].title, feed.feed.updated) == (
        ["pact", "grain"],
        "Neu",
        feed.entries[0].updated,
    )
    assert items(filled)["items"][0]["title"] == "Neu"


@pytest.mark.parametrize("asked", [{}, {"actor": "Nato"}, {"q": "Nato"}, {"date": "2016"}, {"duplicates": "collapse"}])
def test_deletions_are_told_in_every_feed(filled: TestClient, asked: dict[str, str]) -> None:
    delete_article(services_of(filled), "pact")
    index_all(filled)
    assert "pact" not in names(read(filled, **asked))
    atom = filled.get("/articles.atom", params=asked).text
    assert f'<at:deleted-entry ref="{BASE}/pact" when="20' in atom
    deleted = items(filled, **asked)["_attache"]["deleted"]
    assert [each["id"] for each in deleted] == [f"{BASE}/pact"]


@pytest.mark.parametrize("asked", [{"actor": "Nato"}, {"q": "Nato"}])
def test_what_no_longer_matches_is_told_as_deleted(filled: TestClient, asked: dict[str, str]) -> None:
    put(filled, **{**PACT, "title": "EU", "text": "Die EU rückt zusammen."})
    put(filled, **{**GRAIN, "title": "Neu"})
    index_all(filled)
    feed = items(filled, **asked)
    assert f"{BASE}/pact" in [each["id"] for each in feed["_attache"]["deleted"]]
    assert (feed["items"], items(filled, actor="EU")["_attache"]["deleted"]) == ([], [])


def test_archives_hold_every_article_once(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "BLOCK", 4)
    monkeypatch.setattr(feeds, "LEAST", 1)
    client = make_client([{"id": f"a{number}", "text": f"Die Nato berät {number}."} for number in range(18)])
    delete_article(services_of(client), "a3")
    put(client, id="a0", text="Die Nato berät noch einmal.")
    index_all(client)
    feed = read(client, actor="Nato")
    assert names(feed) == ["a0"]  # changes 17 to 20 are an archive already
    archived, links = [], [link.href for link in feed.feed.links if link.rel == "prev-archive"]
    while links:
        page = read(client, links[0])
        assert {link.rel: link.href for link in page.feed.links}["current"] == f"{BASE}.atom?actor=nato"
        archived.append(names(page))
        links = [link.href for link in page.feed.links if link.rel == "prev-archive"]
    assert archived == [
        ["a0", "a17", "a16"],
        ["a15", "a14", "a13", "a12"],
        ["a11", "a10", "a9", "a8"],
        ["a7", "a6", "a5", "a4"],
        ["a2", "a1"],
    ]
    assert client.get("/articles.atom?archive=5").json()["errors"][0]["reason"] == "range"


def test_the_same_feed_is_not_sent_twice(filled: TestClient) -> None:
    for address in ("/articles.atom?actor=EU", "/articles.jsonfeed?actor=EU"):
        tag = filled.get(address).headers["etag"]
        assert filled.get(address, headers={"If-None-Match": tag}).status_code == 304
    put(filled, **{**GRAIN, "title": "Neu"})
    index_all(filled)
    assert filled.get("/articles.jsonfeed?actor=EU", headers={"If-None-Match": tag}).status_code == 304


def test_a_text_that_needs_a_key_is_not_told(make_client: MakeClient) -> None:
    client = make_client([{**PACT, "title": None, "rights": "none"}])
    assert "Die EU" not in client.get("/articles.atom").text + client.get("/articles.jsonfeed").text
    assert "Die EU" in client.get("/articles.atom", headers=create_key(client, "read")).text


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("sort=date", "sort"), ("cursor=x", "cursor"), ("archive=0", "archive"), ("limit=20", "limit"), ("x=1", "x")],
)
def test_what_a_feed_does_not_take_is_refused(filled: TestClient, query: str, parameter: str) -> None:
    answer = filled.get(f"/articles.atom?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)


def test_feeds_are_found_from_lists_and_pages(filled: TestClient) -> None:
    links = filled.get("/articles?actor=EU&sort=date").json()["links"]
    assert links["atom"] == f"{BASE}.atom?actor=eu"
    assert filled.get(links["jsonfeed"]).headers["content-type"] == "application/feed+json"
    assert filled.get("/articles?ids=pact").json()["links"]["atom"] is None
    assert 'type="application/atom+xml"' in filled.get("/").text
    for media in ("application/atom+xml", "application/feed+json"):
        assert filled.get("/articles?actor=EU", headers={"Accept": media}).headers["content-type"] == media
