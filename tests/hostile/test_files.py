"""Every hostile file is refused with its reason, or taken without harm; nothing is written outside, nothing fetched."""

import os
import re
import socket
from pathlib import Path

import pytest

from app.bootstrap import using_services
from app.services import Services
from app.services.files import Outcome, ingest_sources
from app.services.sources import list_sources
from app.settings import Settings
from tests.hostile.files import FILES, GOOD, TAKEN, FileCase

MAX_BODY = Settings().max_body


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with using_services(Settings(data_dir=tmp_path_factory.mktemp("files") / "var")) as services:
        yield services


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is read may call anybody."""

    def refuse(*_: object) -> None:
        raise AssertionError("a file made us call somebody")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def said_of(outcome: Outcome) -> str:
    return outcome.reason or TAKEN


@pytest.mark.parametrize("case", FILES, ids=[case.name for case in FILES])
@pytest.mark.usefixtures("offline")
def test_a_hostile_file(opened: Services, tmp_path: Path, case: FileCase) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    case.make(folder)
    outcomes = list(ingest_sources(opened, list_sources([folder]), MAX_BODY))
    assert len(outcomes) == len(case.said), outcomes
    for outcome, expected in zip(outcomes, case.said, strict=True):
        assert re.search(expected.replace("TAKEN", TAKEN), said_of(outcome)), outcome
        assert len(said_of(outcome)) < 2_000
    assert [each.name for each in tmp_path.iterdir()] == ["in"]


def test_a_file_that_may_not_be_read_is_named(opened: Services, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(GOOD)
    (tmp_path / "x.txt").chmod(0)
    if os.access(tmp_path / "x.txt", os.R_OK):
        pytest.skip("whoever runs this may read everything")
    (outcome,) = ingest_sources(opened, list_sources([tmp_path]), MAX_BODY)
    assert outcome.reason == "It cannot be read: Permission denied."
