"""Whatever is killed, and whenever: what was acknowledged is there, once, as it was last acknowledged."""

import os
import random
import threading
import time
from pathlib import Path

import httpx2
import pytest

from tests.faults.processes import Victim, attache, free_port, wait_until_answers, wait_until_indexed

pytestmark = pytest.mark.faults
KILLS = 100 if os.environ.get("ATTACHE_NIGHTLY") else 20


class Writer(threading.Thread):
    """Puts, changes and deletes articles, one at a time, each again and again until it is acknowledged.

    `expected` is what the last acknowledged write of each id left: the word its text holds, or None once deleted.
    """

    def __init__(self, base: str, key: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.client = httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=10)
        self.random = random.Random(seed)
        self.expected: dict[str, str | None] = {}
        self.refused: list[str] = []
        self.acknowledged = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        for number in range(1_000_000):
            if self.stopped.is_set():
                return
            name = f"k-{self.random.randrange(number // 2 + 1):05}" if number % 3 else f"k-{number:05}"
            self.write(name, f"wort{number % 7}")

    def wait_for(self, more: int) -> None:
        """Wait until this many more writes are acknowledged; raises `TimeoutError`."""
        wanted, end = self.acknowledged + more, time.monotonic() + 60
        while self.acknowledged < wanted:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.acknowledged} of {wanted} writes; {self.refused[-3:]}")
            time.sleep(0.01)

    def write(self, name: str, word: str) -> None:
        delete = self.expected.get(name) is not None and self.random.random() < 0.3
        while True:
            try:
                answer = self.send(name, None if delete else word)
            except httpx2.TransportError:
                time.sleep(0.02)
                continue
            if answer.status_code not in ({200, 404, 410} if delete else {200, 201}):
                self.refused.append(f"{answer.status_code} {answer.text}")
                time.sleep(0.2)
                continue
            self.expected[name] = None if delete else word
            self.acknowledged += 1
            return

    def send(self, name: str, word: str | None) -> httpx2.Response:
        if word is None:
            return self.client.delete(f"/articles/{name}")
        text = f"Die Nato berät in Brüssel über {name} und {word}."
        return self.client.put(f"/articles/{name}", json={"text": text})


def found(base: str, **params: str) -> list[str]:
    """The ids of a stream, in its order."""
    with httpx2.stream("GET", f"{base}/articles.ndjson", params=params, timeout=60) as answer:
        lines = [line for line in answer.iter_lines() if line]
    return [httpx2.Response(200, text=line).json()["id"] for line in lines]


def test_nothing_acknowledged_is_lost_or_doubled_by_many_kills(tmp_path: Path) -> None:
    key, port, dice = attache(tmp_path, "keys", "create")["key"], free_port(), random.Random(20)
    base = f"http://127.0.0.1:{port}"
    victims = [Victim(tmp_path, "api", "--port", str(port)), Victim(tmp_path, "indexer")]
    writer = Writer(base, key, seed=7)
    try:
        wait_until_answers(f"{base}/healthz")
        writer.start()
        for kill in range(KILLS):
            if kill % 5:
                writer.wait_for(dice.randrange(1, 40))
            else:  # now and then it is killed before it has come to life
                time.sleep(dice.uniform(0.05, 1))
            victims[kill % 2].kill()
            victims[kill % 2].start()
        wait_until_answers(f"{base}/healthz")
        writer.stopped.set()
        writer.join(timeout=60)
        assert not writer.is_alive()
        status = wait_until_indexed(tmp_path)
        living = {name: word for name, word in writer.expected.items() if word is not None}
        time.sleep(0.3)
        assert not writer.refused
        assert living
        assert sorted(found(base)) == sorted(living)
        assert status["articles"] == status["indexed"] == len(living)
        for word in {f"wort{number}" for number in range(7)}:
            assert sorted(found(base, q=word)) == sorted(name for name, held in living.items() if held == word)
        assert sorted(found(base, actor="nato")) == sorted(living)
    finally:
        writer.stopped.set()
        writer.client.close()
        for victim in victims:
            victim.close()
