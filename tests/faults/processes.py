"""Real processes of the product, to be killed."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def attache(data_dir: Path, *words: str) -> Any:
    """What a command answers with `--json`."""
    command = [sys.executable, "-m", "app.cli", *words, "--data-dir", str(data_dir), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=180).stdout)


class Victim:
    """A process that is killed and started again."""

    def __init__(self, data_dir: Path, *words: str) -> None:
        self.command = [sys.executable, "-m", "app.cli", *words, "--data-dir", str(data_dir)]
        self.log = (data_dir / f"{words[0]}.log").open("ab")
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log, start_new_session=True)

    def kill(self) -> None:
        """`kill -9` of the process and all its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        self.kill()
        self.log.close()


def wait_until_answers(url: str, seconds: float = 60) -> None:
    """Wait for a 200; raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(httpx2.TransportError):
            if httpx2.get(url, timeout=5).status_code == 200:
                return
        time.sleep(0.05)
    raise TimeoutError(url)


def wait_until_indexed(data_dir: Path, seconds: float = 60) -> dict[str, Any]:
    """Wait until the index holds all that is stored; returns the status."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status: dict[str, Any] = attache(data_dir, "status")
        if status["lag"] == 0:
            return status
        time.sleep(0.2)
    raise TimeoutError(f"the index still lags: {status}")
