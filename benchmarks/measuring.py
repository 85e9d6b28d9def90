"""What is measured of one engine in a process of its own, and of all engines in turn."""

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, TypeVar

import numpy as np

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, TextQuery
from benchmarks.corpus import articles
from benchmarks.peers import Answer, Reader, Writer, find_peer
from benchmarks.terms import batched

THREADS = (1, 2)
_SECONDS = 0.5
_ROUNDS = 9
_COMMITS = 5

Result = TypeVar("Result")


class Building(NamedTuple):
    """Processor seconds of writing, and of the analysis that the engine was spared; bytes on the disk."""

    seconds: float
    analysis: float
    size: int


class Reading(NamedTuple):
    """Milliseconds to open; private bytes before that and after all queries; queries a second by threads, and how many
    times those of one thread they are: medians of rounds in turn.
    """

    opening: float
    before: int
    after: int
    throughput: dict[int, float]
    gains: dict[int, float]


class Adding(NamedTuple):
    """Milliseconds, medians: until one more article is committed, and until a search finds it."""

    committed: float
    found: float


def alone(work: Callable[..., Result], *given: Any) -> Result:
    """What `work` returns in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def build(name: str, folder: Path, count: int) -> Building:
    """Index the first `count` articles of the corpus. Making these does not count."""
    writer = find_peer(name).Writer(folder)
    prepared = Preparing(writer, count)
    began = _processor_seconds()
    writer.fill(prepared)
    writer.close()
    seconds = _processor_seconds() - began - prepared.making - prepared.analysis
    return Building(
        seconds, prepared.analysis, sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    )


class Preparing:
    """Batches of articles as an engine takes them, and the seconds of this thread that it takes to make these."""

    def __init__(self, writer: Writer, count: int) -> None:
        self._writer, self._count = writer, count
        self.making = self.analysis = 0.0

    def __iter__(self) -> Iterator[list[Any]]:
        moment = time.thread_time()
        for batch in batched(articles(self._count)):
            made = time.thread_time()
            prepared = [self._writer.prepare(document) for document in batch]
            ready = time.thread_time()
            self.making, self.analysis = self.making + made - moment, self.analysis + ready - made
            yield prepared
            moment = time.thread_time()


def _processor_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def read(name: str, folder: Path, queries: Sequence[ArticleQuery]) -> Reading:
    """Open an index, ask it all queries, then ask as many as it can answer."""
    peer = find_peer(name)
    before, started = private_memory(), time.perf_counter()
    reader = peer.Reader(folder)
    opening = 1000 * (time.perf_counter() - started)
    prepared = [reader.prepare(query) for query in queries]
    for each in prepared:
        reader.ask(each)
    after = private_memory()
    rounds = [{threads: _throughput(reader, prepared, threads) for threads in THREADS} for _ in range(_ROUNDS)]
    throughput = {threads: median(each[threads] for each in rounds) for threads in THREADS}
    gains = {threads: median(each[threads] / each[1] for each in rounds) for threads in THREADS}
    return Reading(opening, before, after, throughput, gains)


def private_memory() -> int:
    """The bytes that belong to this process alone."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _throughput(reader: Reader, prepared: list[Any], threads: int) -> float:
    """Queries a second. Each thread begins elsewhere among them."""
    until = time.perf_counter() + _SECONDS

    def ask_on(start: int) -> int:
        asked = 0
        while time.perf_counter() < until:
            reader.ask(prepared[(start + asked) % len(prepared)])
            asked += 1
        return asked

    started = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        asked = sum(pool.map(ask_on, range(0, len(prepared), len(prepared) // threads)))
    return asked / (time.perf_counter() - started)


def ask_all(readers: dict[str, Reader], queries: Sequence[ArticleQuery]) -> dict[str, list[Answer]]:
    """The answer of each engine to each query."""
    return {name: [reader.ask(reader.prepare(query)) for query in queries] for name, reader in readers.items()}


def time_all(
    readers: dict[str, Reader], queries: Sequence[ArticleQuery], repeats: int, *, cold: bool = False
) -> dict[str, np.ndarray]:
    """For each engine the milliseconds of each query, medians; one query goes to all engines before the next.

    Before each query an engine that can forgets what it keeps of whole ones; when `cold`, all that it holds in caches.
    """
    asked = {name: [reader.prepare(query) for query in queries] for name, reader in readers.items()}
    taken = {name: np.zeros((repeats, len(queries))) for name in readers}
    gc.collect()
    gc.disable()
    for turn in range(repeats):
        for at in range(len(queries)):
            for name, reader in readers.items():
                if forget := reader.forget if cold else reader.forget_queries:
                    forget()
                started = time.perf_counter()
                reader.ask(asked[name][at])
                taken[name][turn, at] = 1000 * (time.perf_counter() - started)
    gc.enable()
    return {name: np.median(times, axis=0) for name, times in taken.items()}


def add(name: str, folder: Path, count: int) -> Adding:
    """Put single articles into an index of `count`, each in a commit of its own."""
    peer = find_peer(name)
    writer, reader = peer.Writer(folder), peer.Reader(folder)
    (like,) = articles(1)
    committed, found = [], []
    for number in range(_COMMITS):
        word = f"neuigkeit{count}n{number}"
        query = ArticleQuery(text=TextQuery(expression=Clause(kind="word", words=(word,))), sort="relevance")
        prepared = reader.prepare(query)
        reader.ask(prepared)
        article = like.model_copy(update={"id": word, "passages": (("body", f"Eine {word} mehr."),)})
        started = time.perf_counter()
        writer.add([writer.prepare(article)])
        writer.commit()
        committed.append(time.perf_counter() - started)
        _wait_for(reader, prepared)
        found.append(time.perf_counter() - started)
    writer.close()
    return Adding(1000 * median(committed), 1000 * median(found))


def _wait_for(reader: Reader, prepared: Any) -> None:
    reader.refresh()
    while not reader.ask(prepared).total:
        time.sleep(0.0005)
