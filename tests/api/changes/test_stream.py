"""`/changes/stream` over real sockets: what an EventSource is sent, and for how long."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
import uvicorn

from app import main
from app.api import change_stream
from app.api.transport.news import News
from app.api.transport.protocol import HttpProtocol
from app.bootstrap import using_services
from app.domain.inputs import parse_input
from app.main import create_app
from app.services.ingest import delete_article, put_article
from app.settings import Settings
from tests.api.conftest import MakeClient, fill
from tests.api.serving import serving

Event = dict[str, Any]


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    folder = shutil.copytree(prepared, tmp_path / "var")
    return fill(folder, [{"id": "a", "text": "Die Nato berät."}, {"id": "b", "text": "Die EU berät."}])


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    config = uvicorn.Config(lambda: create_app(settings), factory=True, port=0, http=HttpProtocol, log_level="error")
    with serving(config) as port:
        yield f"http://127.0.0.1:{port}/changes/stream"


@contextmanager
def streaming(address: str, last: str | None = None, **asked: str) -> Iterator[Iterator[Event]]:
    """The events of a stream, parsed as a browser does."""
    headers = {"Last-Event-ID": last} if last else {}
    with httpx2.stream("GET", address, params=asked, headers=headers, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield parsed(answer.iter_lines())


def parsed(lines: Iterator[str]) -> Iterator[Event]:
    event: Event = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line:
            event[name or "comment"] = value.strip()
        else:
            yield {**event, "data": orjson.loads(event["data"])} if "data" in event else event
            event = {}


def put(settings: Settings, name: str, text: str) -> None:
    with using_services(settings) as services:
        put_article(services, parse_input({"id": name, "text": text}))


def test_changes_come_as_they_happen(settings: Settings, address: str) -> None:
    with streaming(address, since="0", actor="Nato", include="doc") as events:
        assert next(events) == {"retry": "3000"}
        first = next(events)
        assert (first["event"], first["id"], first["data"]["id"], first["data"]["op"]) == ("change", "1", "a", "upsert")
        assert first["data"]["doc"]["actors"][0]["id"] == "nato"
        put(settings, "b", "Die Nato berät mit der EU.")
        put(settings, "a", "Niemand berät.")
        with using_services(settings) as services:
            delete_article(services, "b")
        told = [next(events)["data"] for _ in range(3)]
    assert [(each["seq"], each["id"], each["op"]) for each in told[1:]] == [(4, "a", "leave"), (5, "b", "delete")]
    assert (told[0]["seq"], told[0]["id"]) == (3, "b")


def test_who_comes_back_goes_on_behind_the_last_event(settings: Settings, address: str) -> None:
    put(settings, "c", "Polen berät.")
    with streaming(address, last="2", since="0") as events:
        assert [next(events).get("id") for _ in range(2)] == [None, "3"]


def test_without_a_place_a_stream_begins_now(settings: Settings, address: str) -> None:
    with streaming(address) as events:
        next(events)
        put(settings, "c", "Polen berät.")
        assert next(events)["id"] == "3"


def test_a_comment_says_that_the_stream_lives(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_stream, "PULSE", 0.1)
    with streaming(address) as events:
        assert [next(events) for _ in range(3)] == [{"retry": "3000"}, {"comment": ""}, {"comment": ""}]


def test_a_place_that_is_not_kept_is_told_once(address: str) -> None:
    with streaming(address, last="99") as events:
        _, expired = list(events)
    assert (expired["event"], expired["id"]) == ("expired", "expired")
    assert expired["data"]["links"]["snapshot"].endswith("/exports/latest")
    assert httpx2.get(address, headers={"Last-Event-ID": expired["id"]}).status_code == 204


def test_an_open_stream_keeps_no_server_from_ending(settings: Settings) -> None:
    config = uvicorn.Config(lambda: create_app(settings), factory=True, port=0, http=HttpProtocol, log_level="error")
    ended = threading.Event()

    def read(port: int) -> None:
        with streaming(f"http://127.0.0.1:{port}/changes/stream") as events:
            for _ in events:
                opened.set()
        ended.set()

    opened = threading.Event()
    with serving(config) as port:
        reader = threading.Thread(target=read, args=(port,))
        reader.start()
        assert opened.wait(20)
    reader.join(20)
    assert ended.is_set()


def test_streams_hold_no_threads(settings: Settings, address: str) -> None:
    """More of them than there are threads to answer others with."""
    begun: list[str] = []

    def read() -> None:
        with streaming(address) as events:
            next(events)
            begun.append("")
            next(events)

    readers = [threading.Thread(target=read) for _ in range(60)]
    for reader in readers:
        reader.start()
    while len(begun) < len(readers):
        time.sleep(0.05)
    assert httpx2.get(address.replace("/changes/stream", "/articles")).status_code == 200
    put(settings, "c", "Polen berät.")
    for reader in readers:
        reader.join(60)
    assert not any(reader.is_alive() for reader in readers)


def test_no_more_wait_than_there_are_places(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "News", partial(News, places=0))
    client = make_client()
    for path in ("/changes/stream", "/changes?wait=1"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/busy")
    assert client.get("/changes").status_code == 200


@pytest.mark.parametrize(
    ("query", "headers", "parameter"),
    [
        ("limit=5", {}, "limit"),
        ("q=EU", {}, "q"),
        ("actor=Nobody&strict=true", {}, "actor"),
        ("", {"Last-Event-ID": "x"}, "Last-Event-ID"),
    ],
)
def test_what_cannot_be_streamed_is_refused(
    make_client: MakeClient, query: str, headers: dict[str, str], parameter: str
) -> None:
    answer = make_client().get(f"/changes/stream?{query}", headers=headers)
    assert answer.status_code == 400
    assert [flaw["parameter"] for flaw in answer.json()["errors"]] == [parameter]
