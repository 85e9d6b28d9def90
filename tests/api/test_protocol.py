"""Slow clients are let go, and packed bodies are not taken; with a protocol that is not as patient as the real one."""

import contextlib
import socket
import time
from collections.abc import Iterator

import anyio
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app.api.transport.protocol import HttpProtocol
from tests.api.serving import serving

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n"


class Impatient(HttpProtocol):
    head_seconds = 0.3
    body_seconds, least_body = 0.3, 1_000
    stall_seconds = 0.3
    linger_seconds = 0.6


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads a body, slowly when the path says so, and tells its size, behind 65 megabytes when the path says so."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/busy":
        await anyio.sleep(0.9)
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(1_000 if scope["path"] == "/large" else 0):
        await send({"type": "http.response.body", "body": b"x" * 65_536, "more_body": True})
    await send({"type": "http.response.body", "body": b"%d" % size})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = uvicorn.Config(echo, port=0, http=Impatient, log_level="error", lifespan="off")
    with serving(config) as port:
        yield port


@pytest.fixture
def connection(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connected:
        yield connected


def rest(connection: socket.socket) -> bytes:
    """All that comes until the other side ends."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


def trickle(connection: socket.socket) -> None:
    """Send for as long as it is taken."""
    while True:
        connection.sendall(b"x" * 1_000)
        time.sleep(0.01)


def test_who_is_refused_while_he_sends_can_read_why(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"X-Long: " + b"x" * 70_000)
    assert connection.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 431"
    for _ in range(20):
        connection.sendall(b"x" * 65_536)
    assert b"/problems/head-too-large" in rest(connection)


def test_who_goes_on_sending_is_cut_off(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"X-Long: " + b"x" * 70_000)
    with pytest.raises(OSError, match=r"Broken pipe|reset by peer"):
        trickle(connection)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", b""),
        (b"\r\n" * 9, b"408"),
        (b"GET /", b"408"),
        (HEAD + b"X-Slow: ", b"408"),
        (POST, b"408"),
        (POST + b"x" * 999, b"408"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n1;" + b"x" * 5_000, b"408"),
    ],
    ids=repr,
)
def test_who_sends_nothing_more_is_let_go(connection: socket.socket, sent: bytes, said: bytes) -> None:
    connection.sendall(sent)
    told = rest(connection)
    assert told[9:12] == said
    assert said == b"" or b"/problems/request-timeout" in told


def test_a_head_that_comes_byte_by_byte_has_no_more_time_than_another(connection: socket.socket) -> None:
    connection.sendall(b"GET / HTTP/1.1\r\nX: ")
    connection.settimeout(0.01)
    for _ in range(1_000):
        connection.sendall(b"A")
        with contextlib.suppress(TimeoutError):
            assert b" 408 " in connection.recv(1_000)
            return
    pytest.fail("it was never let go")


def test_a_body_that_goes_on_coming_has_all_the_time_it_needs(connection: socket.socket) -> None:
    connection.sendall(POST)
    for _ in range(20):
        connection.sendall(b"x" * 1_000)
        time.sleep(0.05)
    assert b"20000" in connection.recv(1_000)


def test_a_body_that_the_application_does_not_read_is_not_late(connection: socket.socket) -> None:
    connection.sendall(POST.replace(b"20000", b"200000").replace(b"POST /", b"POST /busy") + b"x" * 199_999)
    time.sleep(1.0)
    connection.sendall(b"x")
    assert b"200000" in connection.recv(1_000)


def test_a_connection_goes_on_with_the_next_request(connection: socket.socket) -> None:
    for _ in range(3):
        connection.sendall(HEAD + b"\r\n")
        assert connection.recv(1_000).startswith(b"HTTP/1.1 200")
        time.sleep(0.2)
    connection.sendall(b"GET")
    assert b" 408 " in rest(connection)


def test_who_does_not_take_the_answer_is_let_go(port: int) -> None:
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        slow.connect(("127.0.0.1", port))
        slow.sendall(HEAD.replace(b"/", b"/large", 1) + b"\r\n")
        time.sleep(1.0)
        slow.settimeout(20)
        assert 0 < len(rest(slow)) < 30_000_000
