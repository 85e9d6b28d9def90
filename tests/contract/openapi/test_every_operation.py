"""schemathesis, with all its checks, over every operation of a running server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import Victim, attache, free_port, wait_until_answers

pytestmark = pytest.mark.openapi
NIGHTLY = bool(os.environ.get("ATTACHE_NIGHTLY"))
AT_RANDOM = ["--max-examples", "300", "--generation-database", "none"]
DRAWN = AT_RANDOM if NIGHTLY else ["--max-examples", "60", "--generation-deterministic"]  # the same everywhere


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a server that holds the demo corpus, and a key for writing."""
    attache(tmp_path, "seed")
    key: str = attache(tmp_path, "keys", "create")["key"]
    port = free_port()
    server = Victim(tmp_path, "serve", "--port", str(port))
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}", key
    finally:
        server.close()


def test_every_operation_does_what_the_document_says(served: tuple[str, str], tmp_path: Path) -> None:
    address, key = served
    words = ["run", f"{address}/openapi.json", "--header", f"Authorization: Bearer {key}", "--checks", "all"]
    options = ["--exclude-path", "/changes/stream"]  # has no end
    options += [*DRAWN, "--continue-on-failure", "--suppress-health-check", "all"]
    root = Path(__file__).parents[3]
    finished = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", *words, *options, "--no-color"],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.contract.openapi.hooks", "PYTHONPATH": str(root)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout
