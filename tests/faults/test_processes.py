"""The processes as they run: what they say to odd clients, and that they end when they are told to."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx2
import pytest

from tests.faults.processes import Victim, free_port, wait_until_answers

pytestmark = pytest.mark.faults
HALF = b"POST /extract HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"


def members(group: int) -> list[str]:
    """The processes of a group that still live."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,pid="], check=True, capture_output=True, text=True).stdout
    rows = (line.split() for line in listed.splitlines())
    return [pid for pgid, state, pid in rows if int(pgid) == group and not state.startswith("Z")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_client_that_never_ends_its_request_does_not_keep_the_api_alive(tmp_path: Path, number: int) -> None:
    port = free_port()
    serving = Victim(tmp_path, "serve", "--port", str(port))
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/readyz")
        with socket.create_connection(("127.0.0.1", port)) as slow:
            slow.sendall(HALF)
            time.sleep(0.5)
            os.kill(serving.process.pid, number)
            serving.process.wait(timeout=9)
            end = time.monotonic() + 9
            while members(serving.process.pid) and time.monotonic() < end:
                time.sleep(0.1)
            assert members(serving.process.pid) == []
    finally:
        serving.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_request_that_runs_when_the_service_is_told_to_end_is_answered(tmp_path: Path, workers: str) -> None:
    port = free_port()
    serving = Victim(tmp_path, "serve", "--port", str(port), "--workers", workers)
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/readyz")
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(HALF.replace(b"99", b"20"))
            time.sleep(0.5)
            os.kill(serving.process.pid, signal.SIGTERM)
            time.sleep(1)
            slow.sendall(b'"name": "Die EU." }')
            answer = slow.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 422")  # the whole body was read and judged
        assert b'"pointer":"/name"' in answer
        assert serving.process.wait(timeout=9) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
    finally:
        serving.close()


def test_several_processes_add_up_their_figures(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    serving = Victim(tmp_path, "api", "--port", str(port), "--workers", "2", "--log-format", "json")
    try:
        wait_until_answers(f"{address}/healthz")
        for _ in range(20):
            assert httpx2.get(f"{address}/nowhere").status_code == 404
        counted = 'attache_requests_total{method="GET",route="none",status="404"} 20.0'
        assert all(counted in httpx2.get(f"{address}/metrics").text for _ in range(4))
    finally:
        serving.close()
    lines = [json.loads(line) for line in (tmp_path / "api.log").read_text("utf-8").splitlines()]
    assert sum(line.get("path") == "/nowhere" for line in lines) == 20


def test_an_offer_of_another_protocol_is_declined_and_the_request_answered(tmp_path: Path) -> None:
    port = free_port()
    serving = Victim(tmp_path, "api", "--port", str(port))
    offer = (
        b"Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n"
    )
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/healthz")
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + offer + b"\r\n")
            assert client.recv(4096).startswith(b"HTTP/1.1 200 OK")
    finally:
        serving.close()
