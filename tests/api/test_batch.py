"""Many articles in one request: a result a line, in order, whatever the others are."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key, services_of

NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def key(client: TestClient) -> dict[str, str]:
    return create_key(client, "write") | NDJSON


def post(client: TestClient, key: dict[str, str], content: bytes | Iterable[bytes]) -> list[dict[str, Any]]:
    answer = client.post("/articles/batch", content=content, headers=key)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_has_its_result_in_order(client: TestClient, key: dict[str, str]) -> None:
    lines = [
        b'{"id": "a", "text": "Die Nato."}',
        b"{",
        b"",
        b'{"id": "a", "text": "Die EU."}',
        b'{"text": ""}',
        b'{"text": "Polen.", "titel": "x"}',
        b"\xff",
        b'{"text": "Ungarn."}',
    ]
    results = post(client, key, b"\r\n".join(lines))
    assert [(each["line"], each["status"]) for each in results] == [
        (1, "created"), (2, "error"), (4, "error"), (5, "error"), (6, "error"), (7, "error"), (8, "created"),
    ]  # fmt: skip
    assert all(each.keys() == {"line", "id", "status", "seq", "problem"} for each in results)
    assert (results[0]["id"], results[0]["seq"], results[0]["problem"]) == ("a", 1, None)
    assert results[2]["problem"] == {
        "type": "/problems/invalid-body",
        "title": "Invalid body",
        "status": 422,
        "detail": "The id 'a' was already given by line 1 in this run.",
        "instance": "/articles/batch",
        "errors": [{"pointer": "/id", "reason": "duplicate"}],
    }
    assert results[4]["problem"]["errors"][0]["pointer"] == "/titel"
    assert results[6]["id"].startswith("a-")
    assert services_of(client).store.count() == 2
    again = post(client, key, lines[0] + b"\n" + b'{"id": "b", "text": "Die EU."}\n')
    assert [each["status"] for each in again] == ["unchanged", "created"]
    assert again[0]["seq"] == results[0]["seq"]


def test_a_line_is_as_large_as_a_body_may_be_and_a_batch_is_larger(make_client: MakeClient) -> None:
    client = make_client(max_body=2_000)
    key = create_key(client, "write") | NDJSON
    large = json.dumps({"text": "x" * 2_000}).encode()
    good = [json.dumps({"id": f"a-{number}", "text": "Die Nato. " * 50}).encode() for number in range(30)]
    pieces = [large[:1_500], large[1_500:] + b"\n", b"\n".join(good), b"\n" + large + large]
    results = post(client, key, iter(pieces))
    assert [each["line"] for each in results if each["status"] == "created"] == list(range(2, 32))
    assert [each["line"] for each in results if each["status"] == "error"] == [1, 32]
    assert (results[0]["problem"]["type"], results[0]["problem"]["maximum"]) == ("/problems/payload-too-large", 2_000)
    assert client.post("/articles", json={"text": "x" * 2_000}, headers=key).status_code == 413


def test_results_come_while_lines_are_still_sent(client: TestClient, key: dict[str, str]) -> None:
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    got: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        got.extend([json.loads(message["body"])] if message.get("body") else [])
        if message.get("body") and len(got) < 3:  # the next line is sent when the result of the last one is there
            line = json.dumps({"id": f"a-{len(got)}", "text": "Die Nato."}).encode() + b"\n"
            await sent.put({"type": "http.request", "body": line, "more_body": len(got) < 2})

    async def ask() -> None:
        await sent.put({"type": "http.request", "body": b'{"id": "a", "text": "Die EU."}\n', "more_body": True})
        scope = {
            "type": "http", "method": "POST", "path": "/articles/batch", "raw_path": b"/articles/batch",
            "query_string": b"", "root_path": "", "scheme": "http", "server": ("a", 80), "asgi": {"version": "3.0"},
            "headers": [(name.lower().encode(), value.encode()) for name, value in key.items()],
        }  # fmt: skip
        await asyncio.wait_for(client.app(scope, sent.get, send), timeout=30)  # type: ignore[arg-type]

    asyncio.run(ask())
    assert [each["id"] for each in got] == ["a", "a-1", "a-2"]


def test_what_breaks_off_leaves_whole_lines_alone(client: TestClient, key: dict[str, str]) -> None:
    pieces = iter([
        {"type": "http.request", "body": b'{"id": "a", "text": "Die EU."}\n{"text": "x"}', "more_body": True},
        {"type": "http.disconnect"},
    ])  # fmt: skip

    async def receive() -> Any:
        return next(pieces)

    async def send(message: Any) -> None:
        pass

    scope = {
        "type": "http", "method": "POST", "path": "/articles/batch", "raw_path": b"/articles/batch",
        "query_string": b"", "root_path": "", "scheme": "http", "server": ("a", 80), "asgi": {"version": "3.0"},
        "headers": [(name.lower().encode(), value.encode()) for name, value in key.items()],
    }  # fmt: skip
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    assert list(services_of(client).store.ids()) == ["a"]


def test_what_nobody_expected_is_an_error_of_its_line(
    client: TestClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(services_of(client).store).put

    def broken(store: Any, draft: Any, *rest: Any, **more: Any) -> Any:
        if draft.id == "a":
            raise ZeroDivisionError
        return put(store, draft, *rest, **more)

    monkeypatch.setattr(type(services_of(client).store), "put", broken)
    first, second = post(client, key, b'{"id": "a", "text": "Die EU."}\n{"id": "b", "text": "Die EU."}')
    assert (first["status"], first["problem"]["status"], second["status"]) == ("error", 500, "created")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-ndjson; charset=latin1"])
def test_only_ndjson_is_taken(client: TestClient, key: dict[str, str], kind: str) -> None:
    answer = client.post("/articles/batch", content=b"{}", headers=key | {"Content-Type": kind})
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_a_batch_is_posted(client: TestClient, method: str) -> None:
    answer = client.request(method, "/articles/batch")
    assert answer.status_code == (204 if method == "OPTIONS" else 405)
    assert answer.headers["allow"] == "OPTIONS, POST"
