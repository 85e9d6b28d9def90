"""Advisory locks between processes (`flock`, POSIX): the system releases them however their holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import BusyError


@contextmanager
def held(path: Path, busy: str | None = None) -> Iterator[None]:
    """Hold the lock of a file; waits for it, or raises `BusyError` at once when `busy` says what to tell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if busy else 0))
        except BlockingIOError as error:
            raise BusyError(busy or "") from error
        yield
