import inspect
import logging
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app import errors
from app.api import problems
from app.api.middleware import answer_head, catch_errors, public_headers
from app.errors import AppError, Flaw

ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AppError)]


def app_that_raises(error: Exception) -> FastAPI:
    app = FastAPI(openapi_url=None)
    problems.install(app)
    app.add_middleware(answer_head)
    app.add_middleware(catch_errors)
    app.add_middleware(public_headers, cors_origins=())

    @app.get("/here/{name}")
    async def fail(name: str) -> None:
        raise error

    @app.post("/numbers")
    async def add(numbers: list[int], scale: int) -> int:
        return sum(numbers) * scale

    return app


async def ask(app: FastAPI, method: str, path: str, **more: Any) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://attache.test") as client:
        return await client.request(method, path, **more)


def test_every_error_has_a_row_and_every_row_is_an_error() -> None:
    assert {kind.code for kind in ERRORS} | {"bad-request", "method-not-allowed"} == set(problems.PROBLEMS)


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
async def test_each_error_is_a_problem(kind: type[AppError]) -> None:
    error = kind("It is so.", Flaw("odd", parameter="actor", more={"position": 3}), maximum=7)
    answer = await ask(app_that_raises(error), "GET", "/here/ä%20b")
    status, title = problems.PROBLEMS[kind.code]
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json() == {
        "type": f"/problems/{kind.code}",
        "title": title,
        "status": status,
        "detail": "It is so.",
        "instance": "/here/%C3%A4%20b",
        "errors": [{"parameter": "actor", "reason": "odd", "position": 3}],
        "maximum": 7,
    }
    assert answer.headers["api-version"] == "1"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
async def test_head_has_the_status_and_the_length_but_no_body(kind: type[AppError]) -> None:
    app = app_that_raises(kind("It is so."))
    answer, full = await ask(app, "HEAD", "/here/a"), await ask(app, "GET", "/here/a")
    assert (answer.status_code, answer.content) == (full.status_code, b"")
    assert answer.headers["content-length"] == str(len(full.content))


@pytest.mark.anyio
async def test_a_key_is_asked_for_as_http_wants_it() -> None:
    answer = await ask(app_that_raises(errors.UnauthorizedError("Who?")), "GET", "/here/a")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.anyio
async def test_what_nobody_expected_is_logged_and_told_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(app_that_raises(RuntimeError("the password is swordfish")), "GET", "/here/a")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "swordfish" not in answer.text
    assert "swordfish" in caplog.text


@pytest.mark.anyio
async def test_a_path_that_is_not_there() -> None:
    answer = await ask(app_that_raises(RuntimeError()), "GET", "/nowhere%22")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.anyio
@pytest.mark.parametrize(("path", "allow"), [("/here/a", "GET, HEAD, OPTIONS"), ("/numbers", "OPTIONS, POST")])
async def test_a_method_that_is_not_there_names_those_that_are(path: str, allow: str) -> None:
    app = app_that_raises(RuntimeError())
    answer = await ask(app, "DELETE", path)
    assert (answer.status_code, answer.json()["type"]) == (405, "/problems/method-not-allowed")
    assert answer.headers["allow"] == allow
    options = await ask(app, "OPTIONS", path)
    assert (options.status_code, options.headers["allow"], options.content) == (204, allow, b"")


@pytest.mark.anyio
async def test_what_the_framework_finds_wrong_is_a_problem_too() -> None:
    app = app_that_raises(RuntimeError())
    answer = await ask(app, "POST", "/numbers?scale=1", json=[1, "x"])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/1")
    answer = await ask(app, "POST", "/numbers?scale=x", json=[1])
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "scale")
