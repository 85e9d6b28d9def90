"""Answers that are given again: the same as before for as long as nothing was written, to nobody but those who may."""

import gc
import logging

import pytest
from starlette.testclient import TestClient

from app.caches import Cache
from app.domain.inputs import parse_input
from app.services.ingest import put_article
from tests.api.conftest import MakeClient, create_key, index_all, services_of
from tests.api.reading.conftest import TWO

PATHS = (
    "/articles?actor=EU",
    "/articles?actor=EU&highlight=true",
    "/articles?q=ber%C3%A4t",
    "/articles/a?include=text,mentions",
    "/articles/a/text",
    "/articles/a/mentions",
    "/entities/eu",
    "/entities?q=Nato",
    "/entities/eu/mentions",
    "/suggest?q=eu",
    "/query/explain?q=Nato",
    "/v1/articles?actor=EU",
)


def is_again(answer: object) -> bool:
    return "cache;desc=hit" in answer.headers.get("server-timing", "")  # type: ignore[attr-defined]


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    return make_client(TWO)


def put(client: TestClient, **fields: str) -> None:
    put_article(services_of(client), parse_input(fields))


def kept() -> list[Cache]:
    """All caches of the process that hold anything."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Cache) and each._values]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_second_answer_is_the_first(client: TestClient, path: str, coding: str) -> None:
    ask = {"Accept-Encoding": coding}
    first, again = client.get(path, headers=ask), client.get(path, headers=ask)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    own = {"x-request-id", "server-timing"}
    assert {k: v for k, v in again.headers.items() if k not in own} == {
        k: v for k, v in first.headers.items() if k not in own
    }
    assert again.headers["x-request-id"] != first.headers["x-request-id"]


def test_who_asks_again_causes_no_search(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/articles?actor=EU")
    services = services_of(client)
    monkeypatch.setattr(type(services.index), "search", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(type(services.store), "resolve", lambda *_: 1 / 0)
    assert client.get("/articles?actor=EU").content == first.content
    known = client.get("/articles?actor=EU", headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert client.get("/articles?actor=EU", headers={"If-None-Match": '"x"'}).content == first.content
    assert client.get("/articles?actor=Nato").status_code == 500


def test_what_was_written_is_seen_at_once(client: TestClient) -> None:
    assert [client.get("/articles/a").json()["revision"] for _ in range(2)] == [1, 1]
    put(client, id="a", text="Die EU berät lange.")
    assert client.get("/articles/a").json()["revision"] == 2
    assert client.get("/entities/nato").json()["articles"] == 0
    services_of(client).store.delete("a")
    assert client.get("/articles/a").status_code == 410
    assert client.get("/articles?ids=a").json()["data"] == []


def test_what_was_indexed_is_seen(client: TestClient) -> None:
    assert [client.get("/articles?actor=EU").json()["meta"]["total"] for _ in range(2)] == [2, 2]
    put(client, id="c", text="Die EU tagt.")
    client.get("/articles?actor=EU")
    index_all(client)
    assert client.get("/articles?actor=EU").json()["meta"]["total"] == 3


def test_who_is_suppressed_is_told_of_no_more(client: TestClient) -> None:
    assert client.get("/entities/nato").status_code == client.get("/entities/nato").status_code == 200
    services_of(client).store.suppress("nato")
    assert client.get("/entities/nato").status_code == 404
    assert "nato" not in {actor["id"] for actor in client.get("/articles/a").json()["actors"]}


def test_nothing_is_left_of_what_is_purged(client: TestClient) -> None:
    key = create_key(client, "admin")
    for path in PATHS:
        client.get(path)
    assert any("Sturmhauben" in repr(each._values) for each in kept())
    client.delete("/articles/b?purge=true", headers=key)
    index_all(client)
    client.get("/articles?actor=EU")
    assert not any("Sturmhauben" in repr(each._values) for each in kept())


def test_who_shows_a_key_is_given_more_than_who_does_not(make_client: MakeClient) -> None:
    client = make_client(TWO, text="none")
    key = create_key(client, "read")
    for _ in range(2):
        assert client.get("/articles/a/text", headers=key).text.endswith("Die EU berät mit der Nato.")
        assert client.get("/articles/a/text").status_code == 401
        assert client.get("/articles", headers=key).json()["data"][0]["rights"] == "full"
        assert client.get("/articles").json()["data"][0]["rights"] == "none"
    assert client.get("/articles", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_without_a_key_nobody_is_given_what_others_were(make_client: MakeClient) -> None:
    client = make_client(TWO, reads="key")
    key = create_key(client, "read")
    assert [client.get("/articles", headers=headers).status_code for headers in (key, {}, key, {})] == [200, 401] * 2


def test_each_representation_is_kept_apart(client: TestClient) -> None:
    for _ in range(2):
        kinds = {
            client.get("/articles", headers={"Accept": kind}).headers["content-type"].partition(";")[0]
            for kind in ("application/json", "text/csv", "application/x-ndjson")
        }
        assert len(kinds) == 3
        links = {client.get("/articles", headers={"Host": host}).json()["links"]["self"] for host in ("a", "b")}
        assert links == {"http://a/articles", "http://b/articles"}


def test_streams_and_errors_are_made_each_time(client: TestClient) -> None:
    for path in ("/articles.csv", "/articles.ndjson", "/articles?limit=x", "/articles/nowhere", "/status", "/healthz"):
        assert not any(is_again(client.get(path)) for _ in range(2))


def test_no_more_is_kept_than_there_is_room_for(make_client: MakeClient) -> None:
    client = make_client(TWO, answer_cache=30_000)
    for number in range(1, 30):
        client.get(f"/articles?limit={number}")
    assert is_again(client.get("/articles?limit=29"))
    assert not is_again(client.get("/articles?limit=1"))


def test_nothing_is_kept_where_there_is_no_room(make_client: MakeClient) -> None:
    client = make_client(TWO, answer_cache=0)
    assert not any(is_again(client.get("/articles")) for _ in range(2))


def test_the_line_of_an_answer_given_again_says_its_status(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    tag = client.get(PATHS[0]).headers["etag"]
    with caplog.at_level(logging.INFO, "attache.requests"):
        client.get(PATHS[0])
        client.get(PATHS[0], headers={"If-None-Match": tag})
    told = [vars(line)["status"] for line in caplog.records if line.name == "attache.requests"]
    assert list(map(repr, told)) == ["200", "304"]
