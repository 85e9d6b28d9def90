"""A real process of the API, and what asks it byte by byte."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from typing import NamedTuple

import pytest

from app.bootstrap import using_services
from tests.api.conftest import authorization, fill, prepared
from tests.faults.processes import free_port, wait_until_answers
from tests.hostile.cases import KEY, Answer

__all__ = ["prepared"]
ARTICLES = (
    {"id": "a", "text": "Die Nato berät mit der EU.", "date": "2016-12"},
    {"id": "b", "text": "The EU met in Brussels.", "source": "The Post"},
    {"id": "c", "text": "Kein Name steht hier.", "date": "2014"},
)


class Server(NamedTuple):
    """A process that answers at a port of this machine."""

    process: "subprocess.Popen[bytes]"
    port: int
    key: str
    folder: Path

    def connect(self) -> socket.socket:
        """A connection of its own."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def ask(self, sent: bytes, shut: bool = False) -> Answer:
        """Send bytes and read the first answer; `shut` says at once that nothing follows."""
        with self.connect() as connection:
            connection.sendall(sent.replace(KEY.encode(), self.key.encode()))
            if shut:
                connection.shutdown(socket.SHUT_WR)
            return read_answer(connection)


def read_answer(connection: socket.socket) -> Answer:
    """The next answer of a connection, past what only says to go on."""
    answer = HTTPResponse(connection)
    answer.begin()
    try:
        body = answer.read()
    except IncompleteRead as error:
        body = error.partial
    headers = {name.lower(): value for name, value in answer.getheaders()}
    known = headers.get("content-type", "").endswith(("/json", "+json")) and "content-encoding" not in headers
    return Answer(answer.status, headers, body, json.loads(body) if known and body else None)


@pytest.fixture(scope="session")
def server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`attache api`, over three articles."""
    folder = shutil.copytree(prepared, tmp_path_factory.mktemp("hostile") / "var")
    settings = fill(folder, ARTICLES)
    with using_services(settings) as services:
        key = authorization(services, "write")["Authorization"].removeprefix("Bearer ")
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "api", "--port", str(port), "--data-dir", str(folder)]
    with (folder / "api.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/readyz")
        yield Server(process, port, key, folder)
    finally:
        process.terminate()
        process.wait(20)
