"""Questions that are asked again: answered like those that are asked for the first time, whatever was written since."""

import gc
import logging
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from app.api.transport import questions
from app.caches import Cache
from app.domain.inputs import parse_input
from app.main import create_app
from app.services.ingest import put_article
from app.settings import Settings
from app.store.database import Database
from tests.api.conftest import MakeClient, create_key, fill, index_all, services_of
from tests.api.reading.conftest import TWO

ARTICLES = (
    *TWO,
    {"id": "c", "text": "The European Union and Angela Merkel meet in Brussels. " * 30, "date": "2016-12-06"},
    {"id": "d", "text": "Die EU berät über Sturmhauben.", "rights": "snippet"},
)
_PATHS = """
    /articles /articles.json /v1/articles /articles.ndjson /articles.csv /articles/a /v1/articles/c /articles/c.json
    /articles/a.jsonld /articles/nowhere /entities/eu /entities/Q458 /entities/none /entities/eu.csv /entities/eu/
"""
_PAIRS = """
    actor=EU actor=Nato actor=Nobody actor=EU,-Nato actor= q=ber%C3%A4t q=%22EU+ber%C3%A4t%22 q= date=2016
    date=last:30d date=2016/2014 language=de,-en source=taz duplicates=collapse sort=date limit=1 limit=0 limit=201
    page=2 page=0 cursor=x facets=actor highlight=true fields=id,date include=text include=mentions offset_unit=byte
    offset_unit=codepoint strict=true min_seq=1 ids=a,z min_seq=99999 csv=excel unknown=1 actor=EU&actor=Nato
    zone=all %FF=1 together=eu,nato
"""
_HEADERS: tuple[Mapping[str, str], ...] = (
    *(
        {"Accept": each}
        for each in ("application/json", "text/csv", "application/atom+xml", "text/html;q=0.9, */*;q=0.1")
    ),
    *({"Accept": each} for each in ("application/ld+json", "image/png")),
    *({"Accept-Encoding": each} for each in ("gzip", "identity", "gzip;q=0, br")),
    *({"Host": each} for each in ("a.example", "a.example:8080", "/x")),
    {"Origin": "http://a.example"},
    {"If-None-Match": "*"},
    {"If-None-Match": '"x", W/"y"'},
    {"If-Modified-Since": "Wed, 21 Oct 2065 07:28:00 GMT"},
    {"Range": "bytes=0-9"},
    {"Content-Encoding": "gzip"},
    {"X-Request-ID": "mine"},
    {"Authorization": "Bearer wrong"},
)
_OWN = ("x-request-id", "server-timing")


class Both(NamedTuple):
    """The same application twice, over the same data: one that knows no question again, and one that does."""

    long: TestClient
    short: TestClient


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    settings = fill(tmp_path_factory.mktemp("questions") / "var", ARTICLES, answer_cache=0)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.main.ask_again", lambda app: app)
        long = serving(settings)
    with long, serving(settings) as short:
        yield Both(long, short)


def serving(settings: Settings) -> TestClient:
    return TestClient(create_app(settings), base_url="http://attache.test", raise_server_exceptions=False)


def told(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of an answer but what is its own."""
    return answer.status_code, [each for each in answer.headers.multi_items() if each[0] not in _OWN], answer.content


@given(
    path=st.sampled_from(_PATHS.split()),
    pairs=st.lists(st.sampled_from(_PAIRS.split()), max_size=3),
    sent=st.lists(st.sampled_from(_HEADERS), max_size=3),
    method=st.sampled_from(("GET", "GET", "HEAD")),
)
def test_who_asks_again_is_told_the_same(
    both: Both, path: str, pairs: list[str], sent: list[dict[str, str]], method: str
) -> None:
    url, headers = f"{path}?{'&'.join(pairs)}", {name: value for each in sent for name, value in each.items()}
    expected = told(both.long.request(method, url, headers=headers))
    for _ in range(3):
        assert told(both.short.request(method, url, headers=headers)) == expected
    tag = dict(expected[1]).get("etag")
    if tag:
        known = {**headers, "If-None-Match": tag}
        assert told(both.short.request(method, url, headers=known)) == told(
            both.long.request(method, url, headers=known)
        )


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    return make_client(ARTICLES, answer_cache=0)


PATHS = (
    "/articles?actor=EU",
    "/articles?q=Sturmhauben&highlight=true",
    "/articles/a",
    "/articles/a?fields=id",
    "/entities/eu",
)


@pytest.mark.parametrize("path", PATHS)
def test_who_asks_again_takes_the_short_way(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    first = client.get(path)
    monkeypatch.setattr("app.api.deps.find_view", lambda *_: 1 / 0)
    monkeypatch.setattr("app.api.deps._view", lambda *_: 1 / 0)
    monkeypatch.setattr("app.api.shortcuts.find_view", lambda *_: 1 / 0)
    monkeypatch.setattr("app.api.articles.Reader", lambda *_: 1 / 0)
    monkeypatch.setattr("app.api.entities.check_parameters", lambda *_: 1 / 0)
    assert told(client.get(path)) == told(first)
    assert client.get(f"{path}&limit=1" if "?" in path else f"{path}?x=1").status_code == 500


def test_who_has_the_answer_already_asks_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"If-None-Match": "*"}
    assert client.get(PATHS[0], headers=known).status_code == 304
    monkeypatch.setattr("app.api.shortcuts.find_view", lambda *_: 1 / 0)
    assert [client.get(PATHS[0], headers=known).status_code, client.head(PATHS[0]).status_code] == [304, 200]
    assert client.get(f"{PATHS[0]}&limit=1").status_code == 500


def test_questions_are_asked_of_the_services_that_are_open(prepared: Path, tmp_path: Path) -> None:
    app = create_app(fill(shutil.copytree(prepared, tmp_path / "var"), ARTICLES, answer_cache=0))
    for _ in range(2):
        with TestClient(app, base_url="http://attache.test") as client:
            assert [client.get(path).status_code for path in PATHS * 2] == [200] * 2 * len(PATHS)


def test_who_asks_again_is_told_of_what_was_written(client: TestClient) -> None:
    def shown() -> dict[str, Any]:
        return {each["id"]: each["revision"] for each in client.get("/articles?actor=EU").json()["data"]}

    store = services_of(client).store
    assert [client.get("/articles/a").json()["revision"] for _ in range(2)] == [1, 1]
    assert [client.get("/entities/nato").json()["articles"] for _ in range(2)] == [1, 1]
    assert shown() == shown() == {"a": 1, "b": 1, "c": 1, "d": 1}
    for article in ({"id": "a", "text": "Die EU berät lange."}, {"id": "e", "text": "Die EU tagt."}):
        put_article(services_of(client), parse_input(article))
    assert client.get("/articles/a").json()["revision"] == 2
    assert client.get("/entities/nato").json()["articles"] == 0
    assert shown() == {"a": 2, "b": 1, "c": 1, "d": 1}
    index_all(client)
    assert shown().keys() == {"a", "b", "c", "d", "e"}
    store.delete("a")
    assert (client.get("/articles/a").status_code, shown().keys()) == (410, {"b", "c", "d", "e"})


def test_what_depends_on_the_store_alone_is_made_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ("/articles/a", "/articles/a?fields=id", "/entities/eu")
    first = [told(client.get(path)) for path in paths * 2]
    for made in ("articles.join_articles", "articles.project", "entities.entity_shape"):
        monkeypatch.setattr(f"app.api.{made}", lambda *_: 1 / 0)
    assert [told(client.get(path)) for path in paths * 2] == first
    put_article(services_of(client), parse_input({"id": "e", "text": "Die EU tagt."}))
    assert [client.get(path).status_code for path in paths] == [500] * 3


@pytest.mark.parametrize("path", [*PATHS, "/articles?q=EU&actor=EU&highlight=true"])
def test_what_was_written_is_looked_for_once(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    looked, version = list[int](), Database.version
    for _ in range(2):
        client.get(path)
    monkeypatch.setattr(Database, "version", lambda self: looked.append(version(self)) or looked[-1])
    assert client.get(path).status_code == 200
    assert len(looked) == 1


def test_names_mean_what_they_mean_now(client: TestClient) -> None:
    def understood() -> list[str | None]:
        return [each["id"] for each in client.get("/articles?actor=Nato").json()["meta"]["query"]["actor"]["resolved"]]

    assert understood() == understood() == ["nato"]
    services_of(client).store.suppress("nato")
    assert understood() == [None]
    assert [each["code"] for each in client.get("/articles?actor=Nato").json()["meta"]["warnings"]] == ["unknown-actor"]
    services_of(client).store.release("nato")


def test_nothing_that_was_understood_outlives_what_was_written(client: TestClient) -> None:
    for _ in range(2):
        client.get("/articles?actor=Schneeschuhe")
    every = [each for each in gc.get_objects() if isinstance(each, questions._Questions)]
    (own,) = (each for each in every if "Schneeschuhe" in repr(each._understood._values))
    client.delete("/articles/b?purge=true", headers=create_key(client, "admin"))
    client.get("/articles/a")
    assert "Schneeschuhe" not in repr(own._understood._values)


def test_what_was_understood_is_not_understood_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/articles?actor=EU").json()
    monkeypatch.setattr("app.services.articles.resolve_actor", lambda *_: pytest.fail("asked again"))
    assert client.get("/articles?actor=EU").json() == first


def test_a_question_holds_for_a_day(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [client.get("/articles?date=last:2d").json()["meta"]["query"]["date"] for _ in range(2)]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for place in ("app.api.transport.questions.datetime", "app.api.articles.datetime"):
        monkeypatch.setattr(place, SimpleNamespace(now=lambda _: tomorrow))
    assert days[0] == days[1] != client.get("/articles?date=last:2d").json()["meta"]["query"]["date"]


def test_who_needs_a_key_is_asked_for_it_each_time(make_client: MakeClient) -> None:
    client = make_client(ARTICLES, answer_cache=0, reads="key")
    key = create_key(client, "read")
    for path in PATHS:
        asked = [client.get(path, headers=headers).status_code for headers in (key, {}, key, {})]
        assert asked == [200, 401] * 2


def test_what_a_key_shows_is_not_shown_without(make_client: MakeClient) -> None:
    client = make_client(ARTICLES, answer_cache=0, text="none")
    key = create_key(client, "read")
    rights = [client.get("/articles/a", headers=headers).json()["rights"] for headers in (key, {}, key, {})]
    assert rights == ["full", "none"] * 2


def test_figures_and_log_name_the_route(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    def count(route: str) -> float:
        return (
            REGISTRY.get_sample_value("attache_requests_total", {"route": route, "method": "GET", "status": "200"}) or 0
        )

    routes = {
        "/articles?actor=EU": "/articles",
        "/articles/a": "/articles/{article_id}",
        "/entities/eu": "/entities/{entity_id}",
    }
    for path, route in routes.items():
        before = count(route)
        with caplog.at_level(logging.INFO, "attache.requests"):
            answers = [client.get(path, headers={"X-Request-ID": f"id-{number}"}) for number in range(3)]
        assert count(route) == before + 3
        assert [each.headers["x-request-id"] for each in answers] == ["id-0", "id-1", "id-2"]
    lines = [vars(line) for line in caplog.records if line.name == "attache.requests"]
    assert [(line["path"], line["status"]) for line in lines[::3]] == [(path.partition("?")[0], 200) for path in routes]
    assert len(lines) == 3 * len(routes)


def test_no_more_questions_are_kept_than_there_is_room_for(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    held = [each for each in gc.get_objects() if isinstance(each, questions._Questions)]
    for each in held:
        monkeypatch.setattr(each, "_kept", Cache(5 * 10_100))
    for number in range(1, 30):
        client.get(f"/articles?limit={number}")
    client.get(f"/articles?q={'+'.join('abcd' for _ in range(101))}")
    assert max(len(each._kept._values) for each in held) == 5
