import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.errors import AppError
from app.settings import shipped
from app.store import SqliteStore, open_store
from tests.contract.store.drafts import AUTHORITY, make_draft

WRITER = """
import sys
from pathlib import Path
from app.settings import shipped
from app.store import open_store
from tests.contract.store.drafts import AUTHORITY, make_draft

database, name, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
for n in range(number):
    put = store.put(make_draft(f"{name}-{n}", f"EU {name} {n}"))
    print(put.seq, put.id, flush=True)
"""
ROOT = Path(__file__).parents[3]


def start_writer(database: Path, name: str, number: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(database), name, str(number)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def in_threads(number: int, work: Callable[[int], object]) -> list[object]:
    """What `work` returns in as many threads, started together."""
    barrier = threading.Barrier(number)

    def wait_and_work(each: int) -> object:
        barrier.wait()
        return work(each)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(wait_and_work, range(number)))


def test_the_same_thing_put_twice_at_once_is_created_once(store: SqliteStore) -> None:
    statuses = in_threads(8, lambda _: store.put(make_draft("a", "EU")).status)
    assert sorted(map(str, statuses)) == ["created"] + ["unchanged"] * 7
    assert store.head() == 1


def test_one_of_several_deletions_at_once_succeeds(store: SqliteStore) -> None:
    store.put(make_draft("a", "EU"))

    def delete(_: int) -> str:
        try:
            return str(store.delete("a"))
        except AppError as error:
            return type(error).__name__

    assert sorted(map(str, in_threads(4, delete))) == ["2", "GoneError", "GoneError", "GoneError"]


def test_threads_that_write_lose_nothing(store: SqliteStore) -> None:
    def write(thread: int) -> list[tuple[int, str]]:
        puts = [store.put(make_draft(f"{thread}-{n}", f"EU {thread} {n}")) for n in range(10)]
        return [(put.seq, put.id) for put in puts]

    written = sorted(pair for pairs in in_threads(6, write) for pair in pairs)  # type: ignore[attr-defined]
    assert [seq for seq, _ in written] == list(range(1, 61))
    assert [(change.seq, change.id) for change in store.changes(0, 100)] == written
    assert store.count() == 60


def test_a_follower_of_the_log_misses_nothing_that_processes_write(store: SqliteStore, database: Path) -> None:
    writers = [start_writer(database, name, 25) for name in "ab"]
    seen: list[tuple[int, str]] = []
    while len(seen) < 50:
        news = store.changes(seen[-1][0] if seen else 0, 7)
        seen += [(change.seq, change.id) for change in news]
        time.sleep(0.01)
        assert [change.id for change in news if not store.find([change.id])] == []
        assert any(writer.poll() is None for writer in writers) or news, [writer.communicate() for writer in writers]
    acknowledged = [line.split() for writer in writers for line in writer.communicate(timeout=60)[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [seq for seq, _ in seen] == list(range(1, 51))
    assert sorted((int(seq), name) for seq, name in acknowledged) == seen


def test_an_answer_comes_from_one_state(store: SqliteStore) -> None:
    """Two articles that always name the same entity: no reader sees one of them changed and its actors not."""
    texts = ("EU EU", "NATO NATO NATO")
    store.put(make_draft("a", texts[0]))
    stop = threading.Event()

    def write() -> None:
        for turn in range(60):
            store.put(make_draft("a", texts[turn % 2]))
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not stop.is_set():
        article = store.get("a")
        seen.add((article.text, *((actor.id, actor.mentions) for actor in article.actors)))
    writer.join()
    assert seen <= {(texts[0], ("eu", 2)), (texts[1], ("nato", 3))}


def test_processes_that_open_a_fresh_folder_at_once_share_one_store(database: Path) -> None:
    writers = [start_writer(database, name, 1) for name in "abcd"]
    results = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, results
    store = open_store(database, shipped("migrations"), AUTHORITY, min_free=0)
    assert list(store.ids()) == ["a-0", "b-0", "c-0", "d-0"]
    assert store.entities("EU", frozenset(), 10, 0)[0] == 1
    store.close()
