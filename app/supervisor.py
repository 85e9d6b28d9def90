"""`attache serve`: starts the API and the indexer as processes of their own and starts anew whichever ends."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.request import urlopen

logger = logging.getLogger("attache.serve")

FIRST_DELAY, LONGEST_DELAY, STEADY = 0.2, 10.0, 30.0
LAST_WORDS = 9.0  # seconds that all have to end: less than the ten after which containers are killed
_TICK = 0.1  # seconds
GIVE_UP = 3  # the exit code of a process that starting anew does not help


@dataclass
class Child:
    """A process that is to run for as long as its supervisor does."""

    name: str
    command: Sequence[str]
    delay: float = FIRST_DELAY
    due: float = 0.0
    started: float = 0.0
    code: int | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it. Its standard input is a pipe that closes when this process dies: see `die_with_parent`."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603
        self.started = time.monotonic()

    def tend(self, now: float) -> None:
        """Start it when it is due; when it has ended and not given up, make it due again, later each time."""
        if self.process is None:
            if now >= self.due:
                self.start()
        elif (code := self.process.poll()) is not None:
            self.process, self.code = None, code
            if code != GIVE_UP:
                self.delay = FIRST_DELAY if now - self.started > STEADY else min(2 * self.delay, LONGEST_DELAY)
                self.due = now + self.delay
                logger.error("%s ended with %s; it starts again in %.1f s", self.name, code, self.delay)

    def ask_to_end(self) -> None:
        """Send SIGTERM: it finishes what it is at."""
        if self.process:
            self.process.terminate()

    def see_end(self, deadline: float) -> None:
        """Wait until it has ended; kill it at `deadline`, by the monotonic clock."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.error("%s does not end; it is killed", self.name)
            self.process.kill()
            self.process.wait()


def supervise(commands: Mapping[str, Sequence[str]], on_tick: Callable[[], None]) -> int:
    """Keep all `commands` running until SIGTERM or SIGINT, or until one gives up.

    `on_tick` is called ten times a second.

    Returns 0, or `GIVE_UP`.
    """
    stopping = False

    def stop(*_: object) -> None:  # no `Event`: what waits for one holds its lock, and this runs in the same thread
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = [Child(name, command) for name, command in commands.items()]
    try:
        while not stopping:
            time.sleep(_TICK)
            for child in children:
                child.tend(time.monotonic())
                if child.code == GIVE_UP:
                    return GIVE_UP
            on_tick()
        return 0
    finally:
        for child in children:
            child.ask_to_end()
        deadline = time.monotonic() + LAST_WORDS
        for child in children:
            child.see_end(deadline)


def announcer(url: str, announce: Callable[[], None]) -> Callable[[], None]:
    """A tick that asks `url` until it answers 200, then calls `announce` once."""
    waiting = True

    def tick() -> None:
        nonlocal waiting
        if waiting and _answers(url):
            waiting = False
            announce()

    return tick


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310  (our own address)
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def die_with_parent() -> None:
    """End this process as SIGTERM would when its supervisor is gone, even by `kill -9`: standard input then closes."""

    def wait_for_end() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_end, daemon=True).start()
