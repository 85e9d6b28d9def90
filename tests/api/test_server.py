"""Over real sockets: what no well-behaved client sends."""

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.api.transport.protocol import HttpProtocol
from app.bootstrap import using_services
from app.main import create_app
from app.settings import Settings
from tests.api.conftest import authorization, fill
from tests.api.serving import serving

MAX_BODY = 1_000_000
Ask = Callable[[bytes], tuple[int, dict[str, str], Any]]


@pytest.fixture(scope="module")
def settings(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("served") / "var")
    return fill(folder, [{"id": "a", "text": "Die Nato berät."}], max_body=MAX_BODY)


@pytest.fixture(scope="module")
def port(settings: Settings) -> Iterator[int]:
    """The port of a server."""
    config = uvicorn.Config(lambda: create_app(settings), factory=True, port=0, http=HttpProtocol, log_level="error")
    with serving(config) as port:
        yield port


@pytest.fixture
def post(settings: Settings) -> bytes:
    """The head of a request that may put an article."""
    with using_services(settings) as services:
        key = authorization(services, "write")["Authorization"]
    return f"POST /articles HTTP/1.1\r\nHost: a\r\nAuthorization: {key}\r\nContent-Type: application/json\r\n".encode()


@pytest.fixture
def ask(port: int) -> Iterator[Ask]:
    """Sends bytes over one connection, and reads one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        stream = connection.makefile("rb")

        def send(request: bytes) -> tuple[int, dict[str, str], Any]:
            connection.sendall(request)
            status = int(stream.readline().split()[1])
            lines = iter(lambda: stream.readline().decode("latin-1").strip(), "")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = stream.read(int(headers["content-length"]))
            return status, headers, json.loads(body) if body else None

        yield send
        stream.close()


def get(target: str | bytes) -> bytes:
    raw = target if isinstance(target, bytes) else target.encode()
    return b"GET " + raw + b" HTTP/1.1\r\nHost: attache.test\r\n\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (get("/articles?q=Tür"), 400),
        (get("/Tür"), 400),
        (get("/articles/" + "x" * 100_000), 431),
        (get("/articles?" + "&".join(f"a{number}=1" for number in range(9_000))), 431),
        (get("/articles?" + "&".join(f"a{number}" for number in range(400))), 400),
        (get("/articles?q=%ff"), 400),
        (get("/articles?q=%00"), 400),
        (get("/articles?actor=%ED%A0%80"), 400),
        (get("/articles?limit=9223372036854775808"), 400),
        (get("/articles?limit=-1"), 400),
        (get("/articles?page=9223372036854775808"), 400),
        (get("/articles?%ff=1"), 400),
        (get("/articles?=1"), 400),
        (get("/articles/%00"), 404),
        (get("/articles/%ff"), 404),
        (get("/articles/%ED%A0%80"), 404),
        (get("/articles/%00/text"), 404),
        (get("/articles/%F0%9F%98%80/mentions"), 404),
        (get("/entities/%00"), 404),
        (get("/entities/%ED%A0%80"), 404),
        (get("/entities/" + "x" * 5_000), 404),
        (get("/articles/..%2f..%2fetc%2fpasswd"), 404),
        (get("/static/../main.py"), 404),
        (get("/static/%2e%2e/index.html"), 404),
        (get("/static/%00"), 404),
        (get("//attache.test/articles"), 404),
        (get("/articles;a=b"), 404),
        (b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"TRACE /articles HTTP/1.1\r\nHost: a\r\n\r\n", 405),
        (b"POST /articles HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \xff\xe4\r\nContent-Length: 2\r\n\r\n{}", 401),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_hostile_requests_are_refused_as_problems(ask: Ask, request_bytes: bytes, status: int) -> None:
    answered, headers, problem = ask(request_bytes)
    assert (answered, headers["content-type"], problem["status"]) == (status, "application/problem+json", status)
    assert headers["access-control-allow-origin"] == "*"
    assert headers["api-version"] == "1"


def test_a_body_far_over_the_limit_is_refused_and_the_connection_goes_on(ask: Ask, post: bytes) -> None:
    size = 8 * MAX_BODY
    assert ask(post + b"Content-Length: %d\r\n\r\n" % size + b"x" * size)[0] == 413
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert ask(post + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 100 + b"0\r\n\r\n")[0] == 413
    assert ask(get("/healthz"))[0] == 200


def test_an_article_comes_in_chunks_too(ask: Ask, post: bytes) -> None:
    chunks = b'Transfer-Encoding: chunked\r\n\r\na\r\n{"text": "\r\n4\r\nEU"}\r\n0\r\n\r\n'
    status, _, answer = ask(post + chunks)
    assert (status, answer["status"], answer["length"]) == (201, "created", 2)
