"""Many clients that hang do not keep others from being answered, and are let go."""

import socket
import time
from contextlib import ExitStack

import pytest

from tests.hostile.cases import KEY, get, request
from tests.hostile.conftest import Server

pytestmark = pytest.mark.faults
HANGING = (
    b"",
    b"GET /articles HTTP/1.1\r\nHost: a\r\nX-Slow: ",
    request(
        "POST", "/articles", f"Authorization: Bearer {KEY}", "Content-Type: application/json", "Content-Length: 99"
    ),
    request("POST", "/extract", "Content-Type: text/plain", "Transfer-Encoding: chunked") + b"9;",
    get("/articles") + b"GET /articles HTTP/1.1\r\nHo",
)


def test_fifty_clients_hang_and_everybody_else_is_answered(server: Server) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(server.connect()) for _ in range(50)]
        for number, connection in enumerate(slow):
            connection.sendall(HANGING[number % len(HANGING)].replace(KEY.encode(), server.key.encode()))
        for _ in range(5):
            assert server.ask(get("/articles")).status == 200
        started = time.monotonic()
        for connection in slow:
            read_to_the_end(connection)
        assert time.monotonic() - started < 40  # they have 10 seconds; the machine may be busy
    assert server.ask(get("/healthz")).status == 200


def read_to_the_end(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65_536), b""))
