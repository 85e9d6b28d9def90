"""Feeds against the rules that validators check: RFC 4287, 5005 and 6721, and JSON Feed 1.1."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from app.formats import FEEDS
from app.formats.feeds import FeedHead, Gone

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 3, 29, 1, 30, 0, 999_999, tzinfo=UTC)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]*")
ANY = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\0\x01\x0b\x1f\x7f\x85\ufffe\uffff<&>\"']]>"))

texts = st.none() | ANY
actors = st.fixed_dictionaries(
    {"id": ANY.filter(bool), "label": ANY, "type": st.just("person"), "wikidata_id": st.sampled_from([None, "Q458"])}
)
articles = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"\A[a-z0-9]{1,9}\Z"),
        "title": texts,
        "excerpt": st.none() | st.fixed_dictionaries({"text": ANY}),
        "language": st.sampled_from([None, "de", "en"]),
        "url": st.none() | ANY.map("https://example.org/{}".format),
        "author": texts,
        "date": st.fixed_dictionaries({"value": st.sampled_from([None, "2016", "2016-12~", "2016-12-06"])}),
        "actors": st.lists(actors, max_size=3),
    }
).map(
    lambda article: {
        **article,
        "updated_at": NOW,
        "links": {"self": f"https://news.example/articles/{article['id']}"},
    }
)
heads = st.builds(
    FeedHead,
    title=ANY,
    home=st.just("https://news.example/articles"),
    address=st.just("https://news.example/articles.atom?actor=eu&date=2016"),
    updated=st.just(NOW.astimezone()),
    previous=st.none() | st.just("https://news.example/articles.atom?archive=3"),
    current=st.none() | st.just("https://news.example/articles.atom"),
    gone=st.lists(st.just(Gone("https://news.example/articles/x", NOW - timedelta(days=1))), max_size=2),
)


def written(name: str, listed: list[dict[str, Any]], head: FeedHead) -> bytes:
    return b"".join(FEEDS[name].write(iter(listed), feed=head))


@given(st.lists(articles, max_size=3), heads)
def test_atom_keeps_its_rules(listed: list[dict[str, Any]], head: FeedHead) -> None:
    root = ElementTree.fromstring(written("atom", listed, head))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(listed)
    for each in (root, *entries):
        for name in ("id", "title", "updated"):  # exactly one of each (4.1.1, 4.1.2)
            assert len(each.findall(f"{ATOM}{name}")) == 1
        assert URI.fullmatch(each.findtext(f"{ATOM}id") or "")
        assert INSTANT.fullmatch(each.findtext(f"{ATOM}updated") or "")
        assert each.findall(f"{ATOM}author") or each is not root
        alternates = [link.attrib for link in each.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len({(link.get("type"), link.get("hreflang")) for link in alternates}) == len(alternates) > 0
    assert all(URI.fullmatch(link.get("href", "")) for link in root.iter(f"{ATOM}link"))
    assert all(person.findtext(f"{ATOM}name") is not None for person in root.iter(f"{ATOM}author"))
    assert all(category.get("term") for category in root.iter(f"{ATOM}category"))
    assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [head.address]


@given(heads)
def test_an_archive_says_so(head: FeedHead) -> None:
    root = ElementTree.fromstring(written("atom", [], head))
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    marked = root.find("{http://purl.org/syndication/history/1.0}archive")
    assert (marked is not None) == (head.current is not None)
    assert (links.get("current"), links.get("prev-archive")) == (head.current, head.previous)
    for gone in root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry"):
        assert gone.attrib == {"ref": "https://news.example/articles/x", "when": "2026-03-28T01:30:00Z"}


@given(st.lists(articles, max_size=3), heads)
def test_json_feed_keeps_its_rules(listed: list[dict[str, Any]], head: FeedHead) -> None:
    feed = json.loads(written("jsonfeed", listed, head))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert feed.get("next_url") == head.previous != feed["feed_url"]
    known = {"version", "title", "home_page_url", "feed_url", "next_url", "items"}
    assert {name for name in feed if name not in known} == {"_attache"}
    ids = [item["id"] for item in feed["items"]]
    assert ids == [article["links"]["self"] for article in listed]
    for item in feed["items"]:
        assert isinstance(item["content_text"], str)  # of content_html and content_text one must be there
        assert INSTANT.fullmatch(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        assert all(URI.fullmatch(item[name]) for name in ("url", "external_url") if name in item)
        assert None not in item.values()


def test_an_article_without_a_title_is_called_as_it_begins() -> None:
    article = {
        **dict.fromkeys(("title", "language", "url", "author")),
        **{"id": "a", "date": {"value": None}, "actors": [], "updated_at": NOW, "excerpt": {"text": "Nato " * 40}},
        "links": {"self": "https://news.example/articles/a"},
    }
    feed = json.loads(written("jsonfeed", [article, {**article, "excerpt": None}], FeedHead("", "", "", NOW)))
    assert [item["title"] for item in feed["items"]] == [("Nato " * 16)[:80], "a"]
