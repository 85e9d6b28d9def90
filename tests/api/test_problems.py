import inspect
import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app import errors
from app.api.transport import problems
from app.api.transport.middleware import answer_head, catch_errors, public_headers
from app.errors import AppError, Flaw

ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AppError)]


def client_of_app_that_raises(error: Exception) -> TestClient:
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

    return TestClient(app)


def test_every_error_has_a_row_and_every_row_is_an_error() -> None:
    beneath = {"bad-request", "method-not-allowed", "request-timeout", "head-too-large"}
    assert {kind.code for kind in ERRORS} | beneath == set(problems.PROBLEMS)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
def test_each_error_is_a_problem(kind: type[AppError]) -> None:
    error = kind("It is so.", Flaw("odd", parameter="actor", more={"position": 3}), maximum=7)
    answer = client_of_app_that_raises(error).get("/here/ä%20b")
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


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.code)
def test_head_has_the_status_and_the_length_but_no_body(kind: type[AppError]) -> None:
    client = client_of_app_that_raises(kind("It is so."))
    answer, full = client.head("/here/a"), client.get("/here/a")
    assert (answer.status_code, answer.content) == (full.status_code, b"")
    assert answer.headers["content-length"] == str(len(full.content))


def test_a_key_is_asked_for_as_http_wants_it() -> None:
    answer = client_of_app_that_raises(errors.UnauthorizedError("Who?")).get("/here/a")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_what_nobody_expected_is_logged_and_told_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client_of_app_that_raises(RuntimeError("the password is swordfish")).get("/here/a")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "swordfish" not in answer.text
    assert "swordfish" in caplog.text


def test_a_path_that_is_not_there() -> None:
    answer = client_of_app_that_raises(RuntimeError()).get("/nowhere%22")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(("path", "allow"), [("/here/a", "GET, HEAD, OPTIONS"), ("/numbers", "OPTIONS, POST")])
def test_a_method_that_is_not_there_names_those_that_are(path: str, allow: str) -> None:
    client = client_of_app_that_raises(RuntimeError())
    answer = client.delete(path)
    assert (answer.status_code, answer.json()["type"]) == (405, "/problems/method-not-allowed")
    assert answer.headers["allow"] == allow
    options = client.options(path)
    assert (options.status_code, options.headers["allow"], options.content) == (204, allow, b"")


def test_what_the_framework_finds_wrong_is_a_problem_too() -> None:
    client = client_of_app_that_raises(RuntimeError())
    answer = client.post("/numbers?scale=1", json=[1, "x"])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/1")
    answer = client.post("/numbers?scale=x", json=[1])
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "scale")
