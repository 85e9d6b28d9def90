import asyncio
from collections.abc import AsyncIterator, Iterator

import anyio
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.api.transport import problems
from app.api.transport.middleware import answer_head, catch_errors, limit_body, public_headers
from tests.api.conftest import MakeClient


def make_app() -> FastAPI:
    app = FastAPI(openapi_url=None)
    problems.install(app)
    app.add_middleware(limit_body, max_body=1_000)
    app.add_middleware(answer_head)
    app.add_middleware(catch_errors)
    app.add_middleware(public_headers, cors_origins=("https://desk.example",))
    app.state.made = 0

    @app.post("/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    @app.get("/unchanged")
    async def unchanged() -> Response:
        return Response(status_code=304)

    @app.get("/stream")
    async def stream() -> Response:
        async def lines() -> AsyncIterator[bytes]:
            for number in range(1_000):
                app.state.made += 1
                yield b"%d\n" % number

        return StreamingResponse(lines(), headers={"X-Total-Count": "1000"})

    return app


def in_chunks(size: int) -> Iterator[bytes]:
    for start in range(0, size, 100):
        yield b"x" * min(100, size - start)


def test_a_body_is_read_up_to_the_limit_and_no_further() -> None:
    with TestClient(make_app()) as client:
        for content in (b"x" * 1_000, in_chunks(1_000)):
            assert (client.post("/size", content=content)).text == "1000"
        for content in (b"x" * 1_001, in_chunks(1_001)):
            answer = client.post("/size", content=content)
            assert (answer.status_code, answer.json()["maximum"]) == (413, 1_000)
            assert answer.headers["content-type"] == "application/problem+json"


def test_head_of_a_stream_does_not_make_the_stream() -> None:
    app = make_app()
    with TestClient(app) as client:
        answer = client.head("/stream")
        assert (answer.status_code, answer.headers["x-total-count"], answer.content) == (200, "1000", b"")
        assert app.state.made <= 1
        assert (client.get("/stream")).text.count("\n") == 1_000


@pytest.mark.parametrize(("path", "status"), [("/unchanged", 304), ("/nowhere", 404), ("/stream", 200)])
def test_every_answer_may_be_read_from_anywhere(path: str, status: int) -> None:
    with TestClient(make_app()) as client:
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = set(answer.headers["access-control-expose-headers"].split(", "))
    assert exposed >= {"Link", "ETag", "Location", "X-Total-Count", "Attache-Seq", "Retry-After", "API-Version"}
    assert answer.headers["api-version"] == "1"


@pytest.mark.parametrize(
    ("origin", "path", "method", "allowed"),
    [
        ("https://elsewhere.example", "/articles", "GET", True),
        ("https://elsewhere.example", "/extract", "POST", True),
        ("https://elsewhere.example", "/v1/extract", "POST", True),
        ("https://elsewhere.example", "/articles", "POST", False),
        ("https://elsewhere.example", "/articles/a", "DELETE", False),
        ("https://desk.example", "/articles", "POST", True),
        ("https://desk.example", "/articles/a", "PUT", True),
        ("https://desk.example", "/articles/a", "DELETE", True),
    ],
)
def test_preflights(origin: str, path: str, method: str, allowed: bool) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    with TestClient(make_app()) as client:
        answer = client.options(path, headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, "*")
    assert (method in answer.headers["access-control-allow-methods"].split(", ")) is allowed
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


def test_only_what_is_public_by_https_insists_on_it(make_client: MakeClient) -> None:
    headers = make_client(public_url="https://news.example").get("/healthz").headers
    assert headers["strict-transport-security"] == "max-age=31536000"


def test_a_request_that_outlives_the_service_is_told_to_come_again() -> None:
    sent: list[Message] = []

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def end_early() -> None:
        scope = {"type": "http", "method": "GET", "path": "/articles", "headers": []}
        task = asyncio.ensure_future(catch_errors(endless)(scope, receive, send))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(end_early())
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"1") in sent[0]["headers"]
    assert b"/problems/busy" in sent[1]["body"]


def test_a_client_that_goes_away_is_no_fault_of_the_server(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/size", "query_string": b"", "headers": []}
    anyio.run(make_app(), scope, receive, send)
    assert sent == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
