"""What holds on every route that there is."""

import re
from collections import Counter

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from app.api.transport.openapi import build_document
from app.main import create_app

NEEDED = {"/articles/facets": "?by=year"}
VALUES = {"article_id": "pact", "entity_id": "eu", "name": "gone"}
APP = create_app()
DOCUMENT = build_document(APP)


def at(path: str) -> str:
    """A path with something in place of its parameters."""
    return re.sub(r"\{(\w+)\}", lambda found: VALUES.get(found[1], "none"), path)


BATCH = ("/articles/batch", "/v1/articles/batch")  # a route refuses its other methods
METHODS: dict[str, set[str]] = {}
for route in iter_route_contexts(APP.routes):
    if route.methods:
        METHODS.setdefault(at(route.path), set()).update(route.methods)
ENDLESS = ("/changes/stream", "/v1/changes/stream")
READ = sorted(path for path, methods in METHODS.items() if "GET" in methods and path not in (*BATCH, *ENDLESS))
VERSIONED = [
    at(path)
    for path, operations in DOCUMENT["paths"].items()
    if "system" not in next(iter(operations.values()))["tags"]
]


@pytest.mark.parametrize("path", [path for path in METHODS if path not in BATCH])
def test_every_path_says_its_methods(reading: TestClient, path: str) -> None:
    answer = reading.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    allowed = set(answer.headers["allow"].split(", "))
    assert allowed >= METHODS[path] | {"OPTIONS"}  # more where `{article_id}` matches it as well
    assert ("HEAD" in allowed) == ("GET" in allowed)
    refused = reading.request("PROPFIND", path)
    assert (refused.status_code, refused.headers["allow"]) == (405, answer.headers["allow"])


@pytest.mark.parametrize("path", [*READ, "/static/attache.css", "/nowhere"])
def test_head_says_what_get_says(reading: TestClient, path: str) -> None:
    head, get = reading.head(path), reading.get(path)
    own = {"server-timing", "x-request-id"} | ({"content-length"} if path == "/metrics" else set())
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert {*head.headers.items()} - {*get.headers.items()} <= {(name, head.headers.get(name)) for name in own}


@pytest.mark.parametrize("path", [*READ, "/static/attache.css", "/nowhere"])
def test_every_answer_is_safe_to_show(reading: TestClient, path: str) -> None:
    headers = reading.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    for name in ("referrer-policy", "permissions-policy", "x-frame-options", "cache-control", "vary"):
        assert headers[name]
    assert not {"server", "strict-transport-security"} & set(headers)
    assert set(Counter(name for name, _ in headers.raw).values()) == {1}


@pytest.mark.parametrize("path", VERSIONED)
def test_version_1_is_the_same(reading: TestClient, path: str) -> None:
    assert METHODS[f"/v1{path}"] == METHODS[path]
    assert f"/v1{path}" not in DOCUMENT["paths"]
    if path in READ:
        query = NEEDED.get(path, "")
        versioned, plain = reading.get(f"/v1{path}{query}"), reading.get(f"{path}{query}")
        told = versioned.content.replace(b'"instance":"/v1/', b'"instance":"/')
        assert (versioned.status_code, told) == (plain.status_code, plain.content)
        assert versioned.headers.get("etag") == plain.headers.get("etag")
