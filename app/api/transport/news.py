"""Waiting for news without asking: one look at the change log every moment, however many wait for it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from anyio import to_thread

from app.errors import BusyError

PAUSE = 0.2
"""Seconds between two looks at the log."""

PLACES = 1000
"""How many may wait at once in one process: each holds a connection, but no thread."""


class News:
    """Tells those who wait that there is a newer change; `head` gives the newest `seq`. Of one event loop."""

    def __init__(self, head: Callable[[], int], places: int = PLACES) -> None:
        self._head, self._free = head, places
        self._newest = self._waiting = 0
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.ended = False

    def check(self) -> None:
        """Raise `BusyError` when there is no place among those who wait."""
        if self._free < 1:
            raise BusyError("Too many wait for changes here; ask again later, or without waiting.")

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place among those who wait."""
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    async def newer(self, known: int, seconds: float) -> bool:
        """Return as soon as there is a change past `known`, after so many seconds, or when the process ends.

        Whether there is one.
        """
        self._waiting += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while self._newest <= known and not self.ended:
                        await self._changed.wait()
        finally:
            self._waiting -= 1
        return self._newest > known

    def end(self) -> None:
        """Let all go who wait."""
        self.ended = True
        self._tell()

    async def _look(self) -> None:
        while self._waiting and not self.ended:
            head = await to_thread.run_sync(self._head)
            if head != self._newest:
                self._newest = head
                self._tell()
            await asyncio.sleep(PAUSE)

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
