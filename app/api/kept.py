"""What was made of articles: kept until they change."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

from app.caches import Cache
from app.domain.ports import Store

_FEW = 1000  # changes that are looked through; after more of them all is made anew


class Sized(NamedTuple):
    """A value and about how many bytes it takes."""

    value: object
    size: int


class _State(NamedTuple):
    """What is kept is of this version of the store, whose newest change is `head`."""

    version: int
    head: int
    authority: str


class KeptArticles:
    """What was made of articles, of several kinds, in up to `room` bytes. Safe to use from several threads.

    It follows the log of changes: what was changed, deleted or purged is dropped before anything else is read.
    """

    def __init__(self, store: Store, room: int) -> None:
        self._store = store
        self._values = Cache(room)
        self._kinds: set[Hashable] = set()
        self._lock = Lock()
        self._state: _State | None = None

    def find(
        self,
        ids: Sequence[str],
        kind: Hashable,
        make: Callable[[Sequence[str]], Mapping[str, Sized]],
        seen: int | None = None,
    ) -> dict[str, Any]:
        """What there is of a kind for these articles, in this order; `make` reads and makes what is missing.

        `seen` is a version of the store that was looked up for who asks: it is not looked up again.
        """
        version = self._follow(seen)
        found = dict(zip(ids, self._values.get_each([(name, kind) for name in ids]), strict=True))
        if None not in found.values():
            return found
        found = {name: value for name, value in found.items() if value is not None}
        made = make([name for name in dict.fromkeys(ids) if name not in found])
        self._keep(kind, made, version)
        found |= {name: each.value for name, each in made.items()}
        return {name: found[name] for name in ids if name in found}

    def _follow(self, seen: int | None) -> int:
        """Drop what has changed; returns the version that the rest is of."""
        if self._state and self._state.version == seen:
            return self._state.version
        while self._state is None or self._state.version != self._store.version():
            with self._lock:
                version = self._store.version()
                now = _State(version, self._store.head(), self._store.authority())
                self._drop_changed(now)
                self._state = now if self._store.version() == version else None
        return self._state.version

    def _drop_changed(self, now: _State) -> None:
        before = self._state
        if before is None or before.authority != now.authority or not 0 <= now.head - before.head < _FEW:
            self._values.forget()
            return
        for change in self._store.changes(before.head, _FEW):
            for kind in self._kinds:
                self._values.drop((change.id, kind))

    def _keep(self, kind: Hashable, made: Mapping[str, Sized], version: int) -> None:
        """Keep what was read of a version, unless there may be another by now."""
        if self._store.version() != version:
            return
        with self._lock:
            if self._state and self._state.version == version:
                self._kinds.add(kind)
                for name, each in made.items():
                    self._values.put((name, kind), each.value, each.size)
