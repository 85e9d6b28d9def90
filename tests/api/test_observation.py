import logging
import re

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key, services_of

LINE = re.compile(r"([a-z_]+)(?:\{(.*)\})? (\S+)")


def figures(client: TestClient) -> dict[tuple[str, str], float]:
    """What `/metrics` says: value by name and labels."""
    found = (LINE.fullmatch(line) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))
    return {(each[1], each[2] or ""): float(each[3]) for each in found if each}


def test_a_request_keeps_its_id_or_is_given_one(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "Desk-1.a_b"}).headers["x-request-id"] == "Desk-1.a_b"
    for odd in ("", "a b", "x" * 65, "a;b", "ä".encode().decode("latin-1")):
        given = client.get("/healthz", headers={"X-Request-ID": odd.encode("latin-1")}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{16}", given)
    made = {client.get("/nowhere").headers["x-request-id"] for _ in range(3)}
    assert len(made) == 3


def test_the_line_of_a_request_says_neither_query_nor_key(
    make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_client([{"id": "a", "text": "Die EU."}])
    key = create_key(client, "read")
    with caplog.at_level(logging.INFO, "attache.requests"):
        answer = client.get("/articles", params={"q": "Geheimnis"}, headers={**key, "Accept-Encoding": "identity"})
    (line,) = (record for record in caplog.records if record.name == "attache.requests")
    facts = vars(line)
    assert (facts["method"], facts["path"], facts["status"]) == ("GET", "/articles", 200)
    assert facts["bytes"] == len(answer.content)
    assert facts["ms"] > 0
    assert "Geheimnis" not in str(facts)
    assert key["Authorization"].split()[1] not in str(facts)


def test_a_path_cannot_forge_a_line(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "attache.requests"):
        client.get("/a%0Ab%1B[31m")
    assert vars(caplog.records[-1])["path"] == "/a%0Ab%1B%5B31m"


def test_what_nobody_expected_is_found_again_by_its_id(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client()
    monkeypatch.setattr(type(services_of(client).store), "count", lambda _: 1 / 0)
    answer = client.get("/status", headers={"X-Request-ID": "r-1"})
    assert (answer.status_code, answer.json()["request_id"]) == (500, "r-1")
    assert answer.headers["x-request-id"] == "r-1"


def test_requests_are_counted_by_route_method_and_status(client: TestClient) -> None:
    asked = (
        ("GET", "/articles/a", "/articles/{article_id}", 404),
        ("GET", "/v1/articles/b", "/articles/{article_id}", 404),
        ("HEAD", "/articles", "/articles", 200),
        ("GET", "/static/attache.css", "/static", 200),
        ("GET", "/no/such/path", "none", 404),
        ("PROPFIND", "/articles", "/articles", 405),
    )
    before = figures(client)
    for method, path, _, status in asked:
        assert client.request(method, path).status_code == status
    after = figures(client)
    grown = {key: after[key] - before.get(key, 0) for key in after if key[0] == "attache_requests_total"}
    for labels, times in (
        ('method="GET",route="/articles/{article_id}",status="404"', 2),
        ('method="HEAD",route="/articles",status="200"', 1),
        ('method="GET",route="/static",status="200"', 1),
        ('method="GET",route="none",status="404"', 1),
        ('method="other",route="/articles",status="405"', 1),
    ):
        assert grown["attache_requests_total", labels] == times
        count = "attache_request_seconds_count"
        assert after[count, labels] - before.get((count, labels), 0) == times
    assert after["attache_requests_in_flight", ""] == 1


def test_how_store_and_index_stand(make_client: MakeClient) -> None:
    client = make_client([{"id": "a", "text": "Die EU."}])
    before = figures(client)
    key = create_key(client, "write")
    for text in ("Die EU berät.", "Die EU berät.", "Die EU berät noch."):
        client.post("/articles", json={"id": "b", "text": text}, headers=key)
    after = figures(client)
    for outcome in ("created", "unchanged", "updated"):
        name = ("attache_ingested_total", f'outcome="{outcome}"')
        assert after[name] - before.get(name, 0) == 1
    assert after["attache_articles", ""] == 2
    assert after["attache_indexed_articles", ""] == 1
    assert after["attache_index_lag", ""] == 2
    assert after["attache_index_bytes", ""] > 0
    extractions = ("attache_extraction_seconds_count", "")
    assert after[extractions] - before[extractions] == 2


def test_figures_need_a_key_where_reading_does(make_client: MakeClient) -> None:
    client = make_client(reads="key")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=create_key(client, "read")).status_code == 200


def test_figures_are_text_and_not_kept(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
