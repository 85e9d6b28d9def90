"""Results that are kept as long as there is room."""

from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Any


class Cache:
    """Values by key, of at most `room` bytes together; what came first goes first. Safe to use from several threads."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = Lock()
        self._values: dict[Hashable, tuple[Any, int]] = {}
        self._used = 0

    def get(self, key: Hashable) -> Any:
        """The value, None when it is not (or no longer) there."""
        kept = self._values.get(key)
        return kept[0] if kept else None

    def get_each(self, keys: Iterable[Hashable]) -> list[Any]:
        """The same for each of some keys."""
        kept = map(self._values.get, keys)
        return [each[0] if each else None for each in kept]

    def put(self, key: Hashable, value: Any, size: int) -> None:
        """Keep a value of about `size` bytes, unless it would take up more than a quarter of the room."""
        if 4 * size > self._room:
            return
        with self._lock:
            self._drop(key)
            self._values[key] = value, size
            self._used += size
            while self._used > self._room:
                self._drop(next(iter(self._values)))

    def drop(self, key: Hashable) -> None:
        """Keep this one no longer."""
        with self._lock:
            self._drop(key)

    def forget(self) -> None:
        """Drop all."""
        with self._lock:
            self._values = {}
            self._used = 0

    def _drop(self, key: Hashable) -> None:
        self._used -= self._values.pop(key, (None, 0))[1]
