"""Serving: ours beside services written by hand over Tantivy and SQLite FTS5, and Datasette, each as × of the floor.

    make bench-http [N=100000] [SECONDS=2] [KEEP=DIR] [ROWS='actor=EU,one article'] [PEERS=tantivy,fts5,datasette]

A server runs alone on the first processor, the load on the second. Each service is asked in turn with the floor, which
answers with a body of the same size, and the medians of the ratios are told. What is loaded is kept in `KEEP`, to be
asked again. `ROWS` are parts of titles: without, all.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from app.settings import as_environment
from benchmarks.corpus import articles
from benchmarks.http_corpus import load, settings_of

SECONDS = float(os.environ.get("SECONDS") or 2)
CONNECTIONS = (1, 16)
DATASETTE = os.environ.get("DATASETTE")
ROWS = (os.environ.get("ROWS") or "").split(",")
PEERS = os.environ.get("PEERS", "tantivy,fts5,datasette").split(",")
_UVICORN = ("-m", "uvicorn", "--no-access-log", "--log-level", "warning")
_ROUNDS = 5
_WORDS = 400  # articles that common words are drawn from


class Question(NamedTuple):
    """What is asked, and how each service is asked it; who is not named cannot be."""

    title: str
    paths: Mapping[str, str]


class Figure(NamedTuple):
    """The median of an answer in milliseconds, answers a second, and the size of an answer."""

    ms: float
    rate: float
    size: int


def common_words() -> tuple[str, str]:
    """Two words that many articles hold."""
    counted: Counter[str] = Counter()
    for article in articles(_WORDS):
        counted.update({word for _, text in article.passages for word in re.findall(r"\b[a-zäöüß]{5,}\b", text)})
    (first, _), (second, _) = counted.most_common(2)
    return first, second


def questions() -> list[Question]:
    """The rows of the table."""
    one, two = common_words()
    hand = {"since": "2014-01-01", "until": "2016-12-31"}
    return [
        _question("`actor=EU`, 20 newest", {"actor": "eu"}, {"actor": "EU"}),
        _question("actor and date range", {"actor": "eu", **hand}, {"actor": "EU", "date": "2014/2016"}),
        _question("one common word, highlights", {"q": one, "highlight": "true"}, {"q": one, "highlight": "true"}),
        _question(
            "two words and actor, highlights",
            {"q": f"{one} {two}", "actor": "eu", "highlight": "true"},
            {"q": f"{one} {two}", "actor": "EU", "highlight": "true"},
        ),
        Question(
            "facets of EU by actor and month",
            {"ours": "/articles?actor=EU&limit=0&facets=actor,month", **_both("/facets?actor=eu")},
        ),
        Question(
            "one article",
            {
                "ours": "/articles/a0000007",
                **_both("/articles/a0000007"),
                "datasette": "/peer/articles.json?id__exact=a0000007&_shape=array&_col=body",
            },
        ),
        Question("one entity", {"ours": "/entities/eu"}),
    ]


def _is_wanted(title: str) -> bool:
    return any(part in title for part in ROWS)


def _question(title: str, by_hand: Mapping[str, str], ours: Mapping[str, str]) -> Question:
    asked = f"/articles?{urlencode(by_hand, quote_via=quote)}"
    datasette = f"/peer.json?{urlencode({'sql': _sql(by_hand), **by_hand, '_shape': 'array'}, quote_via=quote)}"
    return Question(title, {"ours": f"/articles?{urlencode(ours)}", **_both(asked), "datasette": datasette})


def _both(path: str) -> dict[str, str]:
    return {"tantivy": path, "fts5": path}


def _sql(asked: Mapping[str, str]) -> str:
    """What one would write into Datasette."""
    tables, wanted, order = "articles", ["1"], "newest DESC"
    if "actor" in asked:
        tables, order = f"{tables} JOIN named USING (number)", "named.newest DESC"
        wanted.append("named.actor = :actor")
    if "q" in asked:
        tables, order = f"{tables} JOIN words ON words.rowid = articles.number", "words.rank"
        wanted.append("words MATCH :q")
    if "since" in asked:
        wanted.append("latest >= 735234 AND earliest <= 736329")
    shown = "body, snippet(words, 0, '<b>', '</b>', '…', 40)" if "q" in asked else "body"
    return f"SELECT {shown} FROM {tables} WHERE {' AND '.join(wanted)} ORDER BY {order} LIMIT 20"


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str], path: str, port: int) -> Iterator[int]:
    """A service on the first processor; yields its port."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *command],
        env={**os.environ, **environment},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}{path}")
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urlopen(Request(url, headers={"Accept": "*/*"}), timeout=60).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def measure(port: int, path: str, connections: int, seconds: float = SECONDS) -> Figure:
    """One path, asked over so many connections."""
    command = ["taskset", "-c", "1", sys.executable, "-m", "benchmarks.http_load"]
    done = subprocess.run(
        [*command, str(port), str(connections), str(seconds), path], check=True, capture_output=True, text=True
    )
    return Figure(**json.loads(done.stdout))


def beside_floor(port: int, path: str) -> str:
    """A cell of the table: how many times slower than the floor, at one connection / at many."""
    size, floor_port = measure(port, path, 1).size, _free_port()
    command = [sys.executable, *_UVICORN, "benchmarks.http_floor:app", "--port", str(floor_port)]
    with served(command, {"SIZES": json.dumps([size])}, f"/{size}", floor_port):
        measure(floor_port, f"/{size}", 1)
        slower, fewer = zip(*(_ratios((port, path), (floor_port, f"/{size}")) for _ in range(_ROUNDS)), strict=True)
    return f"{median(slower):.1f} / {median(fewer):.1f}"


def _ratios(service: tuple[int, str], floor: tuple[int, str]) -> tuple[float, float]:
    """Of the medians of an answer at one connection, and of the answers a second at many."""
    (ours, alone), (many, most) = (
        [measure(*each, count, SECONDS / _ROUNDS) for each in (service, floor)] for count in CONNECTIONS
    )
    return ours.ms / alone.ms, most.rate / many.rate


def ask_ours(folder: Path, asked: Sequence[Question], room: int) -> dict[str, str]:
    """The cells of our own service, with so much room for answers that are given again."""
    port = _free_port()
    settings = settings_of(folder).model_copy(update={"port": port, "answer_cache": room})
    command = [sys.executable, "-m", "app.cli", "api"]
    with served(command, as_environment(settings), "/healthz", port):
        cells = {each.title: beside_floor(port, each.paths["ours"]) for each in asked}
        if room and _is_wanted("304"):
            path = questions()[0].paths["ours"]
            with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                known = f"{path}#{answer.headers['ETag']}"
            cells["304"] = beside_floor(port, known)
    return cells


def ask_peer(name: str, data: Path, asked: Sequence[Question]) -> dict[str, str]:
    """The cells of a service that is written by hand, or of Datasette."""
    port = _free_port()
    command = [sys.executable, *_UVICORN, f"benchmarks.http_{name}:app", "--port", str(port)]
    if name == "datasette":
        command = [
            str(DATASETTE),
            "serve",
            "-i",
            str(data),
            "--port",
            str(port),
            "--setting",
            "sql_time_limit_ms",
            "60000",
        ]
    known = [each for each in asked if name in each.paths]
    if not known:
        return {}
    with served(command, {"PEER": str(data)}, known[0].paths[name], port):
        return {each.title: beside_floor(port, each.paths[name]) for each in known}


def main() -> None:
    """Load all, ask all, and print the table."""
    asked = [each for each in questions() if _is_wanted(each.title)]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(os.environ.get("KEEP") or temporary)
        folder = place / "ours"
        if not folder.exists():
            load(folder, int(os.environ.get("N") or 100_000))
        data = {"tantivy": place / "tantivy", "fts5": place / "peer.db"}
        columns = {"each answer made": ask_ours(folder, asked, 0), "given again": ask_ours(folder, asked, 50_000_000)}
        for name, file in ((name, file) for name, file in data.items() if name in PEERS):
            if not file.exists():
                import_module(f"benchmarks.http_{name}").load(file, folder)
            columns[name] = ask_peer(name, file, asked)
        if DATASETTE and "datasette" in PEERS:
            columns["datasette"] = ask_peer("datasette", data["fts5"], asked)
    print(f"| × floor: p50 at 1 / answers a second at 16 | {' | '.join(columns)} |\n|---{'|---' * len(columns)}|")
    for title in [*(each.title for each in asked), "304"]:
        print(f"| {title} | {' | '.join(cells.get(title, '') for cells in columns.values())} |")


if __name__ == "__main__":
    main()
