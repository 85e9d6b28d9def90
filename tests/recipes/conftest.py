"""A server over the demo corpus for each recipe, and a site on another origin."""

import functools
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.faults.processes import Victim, attache, free_port, wait_until_answers
from tests.recipes.running import Kitchen


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and keeps no log."""

    def log_message(self, format: str, *values: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo corpus, indexed."""
    folder = tmp_path_factory.mktemp("seeded")
    attache(folder, "seed")
    attache(folder, "reindex")
    return folder


@pytest.fixture
def kitchen(seeded: Path, tmp_path: Path) -> Iterator[Kitchen]:
    """Where a recipe is followed."""
    data_dir, folder = shutil.copytree(seeded, tmp_path / "var"), tmp_path / "kitchen"
    folder.mkdir()
    port = free_port()
    server = Victim(data_dir, "serve", "--port", str(port))
    site = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/readyz")
        yield Kitchen(folder, data_dir, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{site.server_port}")
    finally:
        site.shutdown()
        site.server_close()
        server.close()
