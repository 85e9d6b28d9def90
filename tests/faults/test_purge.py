"""A purge by real processes: afterwards no file of the data folder holds a word of the article, in any form."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.faults.processes import Victim, attache, free_port, wait_until_answers, wait_until_indexed

pytestmark = pytest.mark.faults
SECRET = {
    "id": "secret",
    "title": "Quittenmusköchin verhaftet",
    "text": "Erna Quendelhuber aus Bonn kochte Mispelkompotte für die Nato. " * 20,
    "source": "Tresorblatt",
    "author": "Waldemar Zwetschgenau",
    "metadata": {"place": "Ochsenfurtbrücke"},
}
WORDS = ("Quittenmus", "Quendelhuber", "Mispelkompott", "Tresorblatt", "Zwetschgenau", "Ochsenfurtbr", "quendel-huber")


def forms() -> set[bytes]:
    """The words as they stand, folded and in capitals, in UTF-8 and UTF-16."""
    spelled = {form for word in WORDS for form in (word, word.casefold(), word.upper())}
    return {form.encode(encoding) for form in spelled for encoding in ("utf-8", "utf-16-le", "utf-16-be")}


def left_in(folder: Path) -> list[tuple[str, bytes]]:
    """Which of the words stand in which file of a data folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, form) for path in files for form in forms() if form in path.read_bytes()]


def ingest(folder: Path, *articles: dict[str, object]) -> None:
    sent = folder.parent / "sent.ndjson"
    sent.write_text("\n".join(json.dumps(each) for each in articles), "utf-8")
    attache(folder, "ingest", str(sent))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with many other articles around the one, whose first version said the same in other words."""
    folder = tmp_path_factory.mktemp("purge") / "var"
    folder.mkdir()
    others = [{"id": f"o{n}", "text": f"Die Nato und Otto Grünspan{n} berieten über Äpfel. " * 9} for n in range(60)]
    ingest(folder, *others[:30], {**SECRET, "text": f"Vorher: {SECRET['text']}"}, *others[30:])
    attache(folder, "reindex")
    ingest(folder, SECRET)
    return folder


@pytest.fixture
def filled(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(prepared, tmp_path / "var")


@pytest.fixture
def serving(filled: Path) -> Iterator[str]:
    """The address of a service over that folder, when all is indexed."""
    port = free_port()
    victim = Victim(filled, "serve", "--port", str(port))
    wait_until_answers(f"http://127.0.0.1:{port}/readyz")
    wait_until_indexed(filled)
    yield f"http://127.0.0.1:{port}"
    victim.close()


def assert_clean(folder: Path) -> None:
    assert left_in(folder) == []
    status = attache(folder, "status")
    assert (status["articles"], status["indexed"], status["lag"]) == (60, 60, 0)


def test_a_purge_by_the_command_line_alone(filled: Path) -> None:
    assert len({form for _, form in left_in(filled)}) >= len(WORDS) - 1
    purged = attache(filled, "purge", "secret")
    assert [each["id"] for each in purged["purged"]] == ["secret"]
    assert_clean(filled)


def test_a_purge_of_what_was_deleted_before(filled: Path) -> None:
    key = attache(filled, "keys", "create")["key"]
    port = free_port()
    victim = Victim(filled, "api", "--port", str(port))
    try:
        wait_until_answers(f"http://127.0.0.1:{port}/healthz")
        answer = httpx2.delete(
            f"http://127.0.0.1:{port}/articles/secret", headers={"Authorization": f"Bearer {key}"}, timeout=20
        )
        assert answer.status_code == 200
    finally:
        victim.close()
    attache(filled, "purge", "secret")
    assert_clean(filled)


def test_a_purge_by_the_command_line_beside_a_service(filled: Path, serving: str) -> None:
    assert left_in(filled)
    attache(filled, "purge", "secret")
    assert_clean(filled)
    assert httpx2.get(f"{serving}/articles/secret", timeout=20).status_code == 410
    time.sleep(0.3)
    assert httpx2.get(f"{serving}/articles?q=Mispelkompott", timeout=20).json()["meta"]["total"] == 0


def test_a_purge_over_http_while_others_read(filled: Path, serving: str) -> None:
    key = attache(filled, "keys", "create", "--scope", "admin")["key"]
    headers = {"Authorization": f"Bearer {key}"}
    with httpx2.Client(base_url=serving, headers=headers, timeout=60) as client:
        client.get("/articles?q=Mispelkompott&include=text")
        assert client.delete("/articles/secret?purge=true").status_code == 200
        wait_until_indexed(filled)
        assert_clean(filled)


def test_a_purge_that_is_killed_ends_clean_when_it_is_done_again(filled: Path) -> None:
    dice = random.Random(3)
    command = [sys.executable, "-m", "app.cli", "purge", "secret", "--data-dir", str(filled)]
    for kill in range(5):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(0.4 + kill * 0.2 + dice.random() / 10)
            process.kill()
    attache(filled, "purge", "secret")
    assert_clean(filled)


def test_a_purge_that_is_killed_is_ended_by_the_next_service(filled: Path) -> None:
    killed = (
        "import os, sys; from pathlib import Path; from app.bootstrap import open_migrated_store; "
        "from app.settings import Settings; "
        "open_migrated_store(Settings(data_dir=Path(sys.argv[1]))).purge('secret'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", killed, str(filled)], check=False)
    assert left_in(filled)
    victim = Victim(filled, "indexer")
    try:
        wait_until_indexed(filled)
        assert_clean(filled)
    finally:
        victim.close()
