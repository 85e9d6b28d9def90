"""Articles in lists: ready-made bytes say what the models say, and follow every change."""

import json
from datetime import date
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from app.api.models import ArticleList
from app.api.parameters.filters import read_article_request
from app.api.ready import ReadyArticles, join_articles
from app.api.shapes import View, article_shape
from app.api.transport.questions import NotAtHandError
from app.domain.inputs import parse_input
from app.domain.listed import ListedMention
from app.domain.rights import RIGHTS
from app.services.ingest import put_article
from tests.api.conftest import MakeClient, create_key, index_all, services_of

ODD = (
    {
        "id": "a.b~c_d-e",
        "text": "Die EU.",
        "rights": "snippet",
        "metadata": {"n": [1, None, 2.5, "ß"], "line\nend": "\n", "deep": {"a": 1}},
    },
    {"id": "none", "text": 'Die Nato\u2028 "tagt" \\ \U0001f600.', "title": "Ein Titel", "rights": "none"},
    {"id": "timed", "text": "Angela Merkel kommt.", "date": "2016-12-06T12:30:00+01:00"},
    {"id": "vague", "text": "Der Gipfel in Kopenhagen.", "date": "2016~", "url": "https://a.example/?a=1&b=2"},
    {"id": "empty", "text": "."},
)


def put(client: TestClient, **fields: Any) -> None:
    put_article(services_of(client), parse_input(fields))


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("rights", RIGHTS)
def test_ready_articles_are_what_they_would_be_made_anew(demo: TestClient, rights: Any, trusted: bool) -> None:
    store = services_of(demo).store
    for fields in ODD:
        put(demo, **fields)
    ids = list(store.ids())
    ready = ReadyArticles(store, 10_000_000)
    for base in ("http://attache.test", 'https://ä".example/\\x'):
        view = View(base, rights=rights, trusted=trusted)
        expected = {
            each.id: orjson.dumps(article_shape(each, view), option=orjson.OPT_UTC_Z) for each in store.find(ids)
        }
        for asked in (ids, ids[::-1]):
            found = ready.find(asked, view)
            assert {name: join_articles([each], base, [b""]) for name, each in found.items()} == expected
            assert join_articles(found.values(), base, [b""] * len(found)) == b",".join(
                expected[name] for name in asked
            )


def test_an_article_is_kept_once_for_all_addresses(demo: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    store = services_of(demo).store
    ids, ready = list(store.ids()), ReadyArticles(store, 10_000_000)
    first = ready.find(ids, View("http://one.test"))
    monkeypatch.setattr(type(store), "listed", lambda *_: pytest.fail("read again"))
    assert ready.find(ids, View("http://other.test")) == first


def test_listed_articles_are_what_is_stored(demo: TestClient) -> None:
    store = services_of(demo).store
    for fields in ODD:
        put(demo, **fields)
    ids = [*store.ids(), "nobody"]
    for text, stored in zip(store.listed_texts(ids), store.find(ids), strict=True):
        for name in ("id", "text", "language", "rights"):
            assert getattr(text, name) == getattr(stored, name)
        assert text.excerpt == (stored.excerpt and (stored.excerpt.start, stored.excerpt.end))
        assert [zone._asdict() for zone in text.zones] == [zone.model_dump() for zone in stored.zones]
    assert (store.listed([]), store.listed_texts([])) == ([], [])
    named = store.mentions(ids[:-1])
    for name, mentions in store.listed_mentions(ids[:-1]).items():
        assert mentions == [tuple(getattr(each, field) for field in ListedMention._fields) for each in named[name]]


def test_a_list_says_what_its_model_says(demo: TestClient) -> None:
    for path in ("/articles?actor=EU", "/articles?q=Nato", "/articles?actor=Nobody", "/articles?limit=0"):
        answer = demo.get(path).json()
        model = ArticleList.model_validate(answer)
        assert json.loads(model.model_dump_json(exclude_unset=True, by_alias=True)) == answer


def test_a_stream_says_what_a_list_says(demo: TestClient) -> None:
    for filters in ("actor=EU", "q=Nato", "q=Nato&fields=id,score,date.value"):
        rows = [json.loads(line) for line in demo.get(f"/articles.ndjson?{filters}").text.splitlines()]
        assert rows == demo.get(f"/articles?{filters}&limit=200").json()["data"]


@pytest.mark.parametrize("text", RIGHTS)
def test_a_stream_is_what_it_would_be_made_anew(make_client: MakeClient, text: Any) -> None:
    client = make_client(ODD, text=text)
    for headers in ({}, create_key(client, "read")):
        for query in ("q=EU&actor=EU", "date=2016", ""):
            view = View("http://attache.test", rights=text, trusted=bool(headers))
            lines = client.get(f"/articles.ndjson?{query}", headers=headers).content.splitlines()
            scores = [(each["id"], each.get("score")) for each in map(json.loads, lines)]
            stored = services_of(client).store.find([name for name, _ in scores])
            assert lines == [
                orjson.dumps(article_shape(each, view, score=score), option=orjson.OPT_UTC_Z)
                for each, (_, score) in zip(stored, scores, strict=True)
            ]


def test_a_list_follows_every_change(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät mit der Nato."}, {"id": "b", "text": "Die EU tagt."}])

    def shown() -> dict[str, Any]:
        return {each["id"]: each for each in client.get("/articles", headers={"Accept": "*/*"}).json()["data"]}

    store = services_of(client).store
    assert [each["revision"] for each in shown().values()] == [1, 1]
    put(client, id="a", text="Die EU berät mit der Nato lange.")
    assert shown()["a"]["revision"] == 2
    store.suppress("nato")
    assert [actor["id"] for actor in shown()["a"]["actors"]] == ["eu"]
    put(client, id="c", text="Die EU tagt.")
    assert shown().keys() == {"a", "b"}
    index_all(client)
    assert shown()["c"]["duplicate_of"] == "b"
    store.delete("b")
    assert shown().keys() == {"a", "c"}
    assert shown()["c"]["duplicate_of"] is None


def test_nothing_is_kept_of_what_was_purged(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät."}, {"id": "b", "text": "Die EU trägt Sturmhauben."}])
    client.get("/articles?q=EU&actor=EU&highlight=true")
    client.delete("/articles/b?purge=true", headers=create_key(client, "admin"))
    index_all(client)
    client.get("/articles")
    ready: ReadyArticles = client.app.state.ready  # type: ignore[attr-defined]
    assert {name for name, _ in ready._kept._values._values} == {"a"}


def test_after_many_changes_all_is_made_anew(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.kept._FEW", 2)
    client = make_client([{"id": "a", "text": "Die EU berät."}])
    for number in range(2, 7):
        assert client.get("/articles").json()["data"][0]["revision"] == 2 * number - 3
        for part in range(2):
            put(client, id="a", text=f"Die EU berät {number} {part}.")


def test_texts_are_at_hand_once_they_were_read(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät."}])
    ready: ReadyArticles = client.app.state.ready  # type: ignore[attr-defined]
    asked = read_article_request(b"q=EU&actor=EU&highlight=true", date(2026, 1, 1))
    with pytest.raises(NotAtHandError):
        ready.at_hand.texts.find(["a"], asked)
    first = client.get("/articles?q=EU&actor=EU&highlight=true").json()
    at_hand = ready.at_hand.texts.find(["a"], asked)
    assert [each.article.id for each in at_hand.articles] == ["a"]
    assert at_hand == ready.texts.find(["a"], asked)
    assert client.get("/articles?actor=EU&q=EU&highlight=true").json() == first
