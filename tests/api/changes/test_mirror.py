"""The mirror of the recipes, killed again and again while others write: in the end it holds what the filter selects."""

import json
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
import uvicorn

from app.api.transport.protocol import HttpProtocol
from app.bootstrap import using_services, writing_index
from app.domain.inputs import parse_input
from app.errors import AppError
from app.main import create_app
from app.services import Services
from app.services.indexing import follow
from app.services.ingest import delete_article, put_article
from app.settings import Settings
from tests.api.serving import serving
from tests.recipes.running import RECIPES, read_blocks

FILTERS = ("actor=Nato", "actor=-Nato&source=Post", "date=2016", "actor=EU,Nato&actor.within=sentence")
TEXTS = ("Die Nato berät.", "Die EU und die Nato beraten.", "Die EU schweigt. Die Nato auch.", "Niemand berät.")


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    return Settings(data_dir=shutil.copytree(prepared, tmp_path / "var"))


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """A server beside its indexer."""
    config = uvicorn.Config(lambda: create_app(settings), factory=True, port=0, http=HttpProtocol, log_level="error")
    ended = threading.Event()

    def index() -> None:
        with using_services(settings) as services, writing_index(settings, services.store, lambda _: None) as live:
            follow(services.store, live.writer, lambda: not ended.is_set())

    indexer = threading.Thread(target=index)
    indexer.start()
    with serving(config) as port:
        yield f"http://127.0.0.1:{port}"
    ended.set()
    indexer.join()


def write(services: Services, chance: random.Random) -> None:
    name = chance.choice("abcdef")
    with suppress(AppError):
        if chance.random() < 0.2:
            delete_article(services, name)
            return
        fields = {"source": chance.choice(["Post", "Blatt"]), "date": chance.choice(["2016", "2017-01"])}
        put_article(services, parse_input({"id": name, "text": chance.choice(TEXTS), "language": "de", **fields}))


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Two that write for as long as a `with` lasts."""
    ended = threading.Event()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        with using_services(settings) as services:
            while not ended.is_set():
                write(services, chance)
                time.sleep(0.01)

    writers = [threading.Thread(target=work, args=(seed,)) for seed in range(2)]
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        ended.set()
        for writer in writers:
            writer.join()


def held(folder: Path) -> dict[str, object]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}


def test_a_mirror_that_is_killed_again_and_again_holds_what_the_filter_selects(
    settings: Settings, address: str, tmp_path: Path
) -> None:
    (recipe,) = (block.content for block in read_blocks(RECIPES / "mirror.md") if block.file == "mirror.py")
    assert len(recipe.splitlines()) <= 60
    script = tmp_path / "mirror.py"
    script.write_text(recipe.replace("http://127.0.0.1:8000", address), "utf-8")
    runs = [[sys.executable, str(script), str(tmp_path / f"m{n}"), query] for n, query in enumerate(FILTERS)]
    chance = random.Random(1)
    with writing(settings):
        for _ in range(4):
            mirrors = [subprocess.Popen(run, stderr=subprocess.PIPE) for run in runs]
            for mirror in mirrors:
                time.sleep(chance.random())
                mirror.kill()
                assert mirror.communicate()[1] == b""
    with using_services(settings) as services:
        head = services.store.head()
    for number, run in enumerate(runs):
        subprocess.run([*run, "--once"], check=True)
        asked = f"{address}/articles.ndjson?{FILTERS[number]}&include=text,mentions&min_seq={head}"
        shown = [json.loads(line) for line in httpx2.get(asked, timeout=20).text.splitlines()]
        assert held(tmp_path / f"m{number}") == {article["id"]: article for article in shown}


def test_a_mirror_of_a_store_that_was_put_back_begins_anew(settings: Settings, address: str, tmp_path: Path) -> None:
    (recipe,) = (block.content for block in read_blocks(RECIPES / "mirror.md") if block.file == "mirror.py")
    script, folder = tmp_path / "mirror.py", tmp_path / "m"
    script.write_text(recipe.replace("http://127.0.0.1:8000", address), "utf-8")
    folder.mkdir()
    (folder / "place").write_text(json.dumps({"query": "actor=Nato", "seq": 10**6}))
    (folder / "forgotten.json").write_text("{}")
    subprocess.run([sys.executable, str(script), str(folder), "actor=Nato", "--once"], check=True)
    assert held(folder) == {}
