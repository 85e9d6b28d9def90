"""Tags, 304, gzip and caching, over the whole application."""

import zlib

import pytest
from starlette.testclient import TestClient

from app.domain.inputs import parse_input
from app.services.ingest import put_article
from tests.api.conftest import MakeClient, create_key, index_all, services_of

LISTS = ("/articles", "/articles?actor=NATO&limit=2", "/articles?ids=pact,grain", "/articles.json", "/entities?q=Nato")
SINGLES = ("/articles/pact?include=text,mentions", "/articles/pact/text", "/articles/pact/mentions", "/entities/eu")
STREAMS = ("/articles.csv", "/articles.ndjson?include=text")
PAGES = ("/", "/docs", "/openapi.json", "/static/attache.css")
CACHEABLE = (*LISTS, *SINGLES, *STREAMS, *PAGES)
PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("path", CACHEABLE)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_who_has_an_answer_is_not_sent_it_again(reading: TestClient, path: str, coding: str) -> None:
    encoding = {"Accept-Encoding": coding}
    first = reading.get(path, headers=encoding)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        for ask in (reading.get, reading.head):
            again = ask(path, headers={**encoding, "If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
            for name in ("etag", "cache-control", "vary", "access-control-allow-origin", "api-version"):
                assert again.headers[name] == first.headers[name]
            assert not {"content-length", "content-type", "content-encoding"} & set(again.headers)
    assert reading.get(path, headers={**encoding, "If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("path", CACHEABLE)
def test_head_has_the_tag_too(reading: TestClient, path: str) -> None:
    assert reading.head(path).headers["etag"] == reading.get(path).headers["etag"]


def test_each_representation_has_a_tag_of_its_own(reading: TestClient) -> None:
    json = {"Accept": "application/json"}
    answers = [
        reading.get("/articles", headers={"Accept": kind, "Accept-Encoding": coding})
        for kind in ("application/json", "text/csv", "application/x-ndjson")
        for coding in ("identity", "gzip")
    ]
    answers.append(reading.get("/articles", params={"include": "text"}, headers=json))
    answers.append(reading.get("/articles.ndjson", params={"include": "text"}))
    answers.append(reading.get("/articles.csv", headers={**PLAIN, "Host": "other.test"}))
    assert len({answer.headers["etag"] for answer in answers}) == len(answers)


def test_a_list_stays_known_while_only_other_articles_change(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät.", "date": "2016"}])
    paths = ("/articles?actor=EU", "/articles/a", "/articles.csv?actor=EU")
    tags = {path: client.get(path).headers["etag"] for path in paths}

    def statuses() -> list[int]:
        return [client.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()]

    put_article(services_of(client), parse_input({"id": "b", "text": "Die Nato berät."}))
    index_all(client)
    assert statuses() == [304, 304, 200]
    put_article(services_of(client), parse_input({"id": "a", "text": "Die EU berät noch.", "date": "2016"}))
    index_all(client)
    assert statuses() == [200, 200, 200]


def test_a_tag_does_not_excuse_what_is_wrong(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät."}])
    for path, status in (("/articles/nowhere", 404), ("/articles?limit=x", 400), ("/healthz", 200)):
        answer = client.get(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, "etag" in answer.headers) == (status, False)
    key = create_key(client, "write")
    again = client.post("/articles", json={"id": "a", "text": "Die EU berät."}, headers={**key, "If-None-Match": "*"})
    assert (again.status_code, "etag" in again.headers) == (200, False)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/articles", "no-cache"),
        ("/articles.csv", "no-cache"),
        ("/entities/eu", "no-cache"),
        ("/healthz", "no-store"),
        ("/readyz", "no-store"),
        ("/status", "no-store"),
        ("/articles/nowhere", "no-store"),
        ("/static/attache.css", "public, max-age=3600, stale-while-revalidate=86400"),
    ],
)
def test_what_caches_may_do(reading: TestClient, path: str, allowed: str) -> None:
    assert reading.get(path).headers["cache-control"] == allowed


def test_what_a_key_is_shown_is_for_its_holder(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU berät."}])
    answer = client.get("/articles", headers=create_key(client, "read"))
    assert answer.headers["cache-control"] == "private, no-cache"
    assert set(answer.headers["vary"].split(", ")) == {"Accept", "Accept-Encoding", "Authorization"}


def test_when_an_article_changed(reading: TestClient) -> None:
    changed = reading.get("/articles/pact").headers["last-modified"]
    assert changed.endswith(" GMT")
    assert reading.get("/articles/pact/text").headers["last-modified"] == changed


@pytest.mark.parametrize("path", ["/articles", "/articles.csv?q=", "/articles.ndjson?include=text", "/openapi.json"])
def test_gzip_is_the_same_in_fewer_bytes(reading: TestClient, path: str) -> None:
    plain, packed = reading.get(path, headers=PLAIN), reading.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    size = packed.headers.get("content-length")
    assert size is None or int(size) < len(plain.content)


@pytest.mark.parametrize("accepted", ["gzip;q=0", "identity", "br", "gzip;q=0, *", "", "*;q=0", "gzip;q=x"])
def test_gzip_is_not_forced_on_anybody(reading: TestClient, accepted: str) -> None:
    answer = reading.get("/articles", headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_what_is_short_is_not_packed(reading: TestClient) -> None:
    assert "content-encoding" not in reading.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


def test_an_asset_by_its_range_is_as_it_stands(reading: TestClient) -> None:
    answer = reading.get("/static/attache.css", headers={"Range": "bytes=0-9", "Accept-Encoding": "gzip"})
    assert (answer.status_code, len(answer.content)) == (206, 10)
    assert "content-encoding" not in answer.headers


def test_a_packed_stream_is_one_gzip_file(reading: TestClient) -> None:
    with reading.stream("GET", "/articles.ndjson", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert zlib.decompress(raw, wbits=31) == reading.get("/articles.ndjson").content
