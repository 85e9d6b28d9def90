"""Every route against every kind of key, in a house that is open to readers and in one that is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.services.keys import authenticate, remember_use
from tests.api.conftest import MakeClient, create_key, services_of

# What each operation needs: nothing at all, to be a reader, or a key with that scope.
NEEDS = {
    ("GET", "/"): "read",
    ("GET", "/docs"): "nothing",
    ("GET", "/llms.txt"): "nothing",
    ("GET", "/problems"): "nothing",
    ("GET", "/problems/{name}"): "nothing",
    ("GET", "/robots.txt"): "nothing",
    ("GET", "/openapi.json"): "nothing",
    ("GET", "/healthz"): "nothing",
    ("GET", "/readyz"): "nothing",
    ("GET", "/status"): "read",
    ("GET", "/metrics"): "read",
    ("GET", "/articles"): "read",
    ("GET", "/articles.json"): "read",
    ("GET", "/articles.csv"): "read",
    ("GET", "/articles.ndjson"): "read",
    ("GET", "/articles/facets"): "read",
    ("GET", "/articles/facets.json"): "read",
    ("GET", "/articles/facets.csv"): "read",
    ("GET", "/articles/timeline"): "read",
    ("GET", "/articles/timeline.json"): "read",
    ("GET", "/articles/timeline.csv"): "read",
    ("GET", "/articles/{article_id}"): "read",
    ("GET", "/articles/{article_id}/text"): "read",
    ("GET", "/articles/{article_id}/mentions"): "read",
    ("GET", "/articles/{article_id}/similar"): "read",
    ("GET", "/entities"): "read",
    ("GET", "/entities.json"): "read",
    ("GET", "/entities.csv"): "read",
    ("GET", "/entities/{entity_id}"): "read",
    ("GET", "/entities/{entity_id}/mentions"): "read",
    ("GET", "/entities/{entity_id}/mentions.json"): "read",
    ("GET", "/entities/{entity_id}/mentions.csv"): "read",
    ("GET", "/entities/{entity_id}/neighbors"): "read",
    ("GET", "/entities/{entity_id}/neighbors.json"): "read",
    ("GET", "/entities/{entity_id}/neighbors.csv"): "read",
    **{("GET", f"/entities/graph{suffix}"): "read" for suffix in ("", ".json", ".gexf", ".graphml", ".csv")},
    ("GET", "/suggest"): "read",
    ("POST", "/articles/search"): "read",
    ("GET", "/query/explain"): "read",
    ("GET", "/articles.atom"): "read",
    ("GET", "/articles.jsonfeed"): "read",
    ("GET", "/changes"): "read",
    ("GET", "/exports/latest"): "read",
    ("GET", "/changes/stream"): "read",
    ("POST", "/extract"): "read",
    ("POST", "/articles"): "write",
    ("POST", "/articles/batch"): "write",
    **{(method, "/articles/batch"): "read" for method in ("GET", "PUT", "PATCH", "DELETE", "TRACE")},
    ("PUT", "/articles/{article_id}"): "write",
    ("DELETE", "/articles/{article_id}"): "write",
}
WRONG = ("malformed", "unknown", "revoked", "expired", "twice")
KINDS = ("none", *WRONG, "read", "write", "admin")
ARTICLE = {"id": "a", "text": "Die EU berät.", "language": "de"}
Operation = tuple[str, str]


def operations(client: TestClient) -> Iterator[Operation]:
    """Every method of every route, as the application knows them; the versioned paths are those without `/v1`."""
    for route in iter_route_contexts(client.app.routes):  # type: ignore[attr-defined]
        for method in set(route.methods or ()) - {"HEAD", "OPTIONS"}:
            yield method, route.path


def headers(client: TestClient, kind: str) -> list[tuple[str, str]]:
    """The `Authorization` of a caller of this kind."""
    store = services_of(client).store
    if kind in ("read", "write", "admin"):
        return list(create_key(client, kind).items())
    key_id, key = store.create_key("ended", frozenset({"admin"}))
    if kind == "revoked":
        store.revoke_key(key_id)
    if kind == "expired":
        _, key = store.create_key("ended", frozenset({"admin"}), datetime.now(UTC) - timedelta(seconds=1))
    known = ("Authorization", f"Bearer {key}")
    shown = {
        "none": [],
        "malformed": [("Authorization", f"Basic {key}")],
        "unknown": [("Authorization", f"Bearer {key[:-1]}{'B' if key.endswith('A') else 'A'}")],
        "twice": [known, known],
    }
    return shown.get(kind, [known])


def expected(needs: str, kind: str, reads: str) -> int | None:
    """The status of the refusal; None when there is none."""
    if needs == "nothing":
        return None
    if kind in WRONG or (kind == "none" and (needs != "read" or reads == "key")):
        return 401
    rank = ("read", "write", "admin")
    return 403 if kind != "none" and rank.index(kind) < rank.index(needs) else None


def test_every_operation_has_its_row(client: TestClient) -> None:
    found = {(method, path.removeprefix("/v1")) for method, path in operations(client)}
    assert found == set(NEEDS)


@pytest.mark.parametrize("reads", ["open", "key"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_key_opens_what_its_scope_says(make_client: MakeClient, reads: str, kind: str) -> None:
    client = make_client([ARTICLE], reads=reads)
    shown = headers(client, kind)
    for method, path in sorted(operations(client)):
        wanted = expected(NEEDS[method, path.removeprefix("/v1")], kind, reads)
        place = path.replace("{article_id}", "a").replace("{entity_id}", "eu").replace("{name}", "gone")
        since = {"since": "999"} if path.endswith("/stream") else None  # a place that is not there ends a stream
        answer = client.request(method, place, headers=shown, params=since)
        refused = answer.status_code if answer.status_code in (401, 403) else None
        assert refused == wanted, (method, path, answer.text)
        if refused:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == {401: "/problems/unauthorized", 403: "/problems/forbidden"}[refused]
            assert ("www-authenticate" in answer.headers) == (refused == 401)


def test_a_key_that_has_ended_says_which_and_when(client: TestClient) -> None:
    store = services_of(client).store
    key_id, key = store.create_key("k", frozenset({"write"}))
    store.revoke_key(key_id)
    detail = client.get("/articles", headers={"Authorization": f"Bearer {key}"}).json()["detail"]
    assert detail.startswith(f"The key {key_id} was revoked at 20")


def test_the_last_use_is_remembered_once_a_minute(client: TestClient) -> None:
    services = services_of(client)
    _, key = services.store.create_key("k", frozenset({"read"}))
    now = datetime.now(UTC)
    assert authenticate(services, key, now).last_used_at is None
    assert client.get("/articles", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    used = authenticate(services, key, now).last_used_at
    assert used is not None
    assert abs(used - now) < timedelta(minutes=1)
    remember_use(services, authenticate(services, key, now), used + timedelta(seconds=59))
    assert authenticate(services, key, now).last_used_at == used
    remember_use(services, authenticate(services, key, now), used + timedelta(seconds=60))
    assert authenticate(services, key, now).last_used_at != used


def test_a_full_disk_stops_no_reader(make_client: MakeClient) -> None:
    client = make_client([ARTICLE])
    _, key = services_of(client).store.create_key("k", frozenset({"read"}))
    client.app.state.services.store._database._min_free = 2**62  # type: ignore[attr-defined]
    assert client.get("/articles", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_the_document_says_where_a_key_is_needed(make_client: MakeClient) -> None:
    document = make_client(reads="key").get("/openapi.json").json()
    assert document["security"] == [{"key": []}]
    assert document["paths"]["/articles"]["post"]["security"] == [{"key": []}]
    assert "security" not in document["paths"]["/articles"]["get"]
