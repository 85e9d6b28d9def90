"""Articles of lists as ready-made JSON: kept until they change, put together with the address that links start with."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

import orjson

from app.api.shapes import View, listed_shape
from app.caches import Cache
from app.domain.listed import ListedArticle
from app.domain.ports import Store

_OVERHEAD = 500  # bytes: what Python takes for an article beside its JSON
_FEW = 1000  # changes that are looked through; after more of them all is made anew


class _State(NamedTuple):
    """What is kept is of this version of the store, whose newest change is `head`."""

    version: int
    head: int
    authority: str


class ReadyArticles:
    """The JSON of articles, in up to `room` bytes. Safe to use from several threads.

    It follows the log of changes: what was changed, deleted or purged is dropped before anything else is read.
    """

    def __init__(self, store: Store, room: int) -> None:
        self._store = store
        self._kept = Cache(room)
        self._lock = Lock()
        self._state: _State | None = None

    def find(self, ids: Sequence[str], view: View) -> dict[str, bytes]:
        """Those of these articles that there are, as JSON objects without what `include` adds."""
        version = self._follow()
        heads: dict[str, bytes] = {name: self._kept.get((name, view.trusted)) for name in ids}
        if missing := [name for name, head in heads.items() if head is None]:
            made = {each.id: _head(each, view) for each in self._store.listed(missing)}
            self._keep(made, view, version)
            heads |= made
        base = orjson.dumps(view.base)[1:-1]
        return {name: _whole(head, base, name.encode()) for name, head in heads.items() if head}

    def _follow(self) -> int:
        """Drop what has changed; returns the version that the rest is of."""
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
            self._kept.forget()
            return
        for change in self._store.changes(before.head, _FEW):
            for trusted in (True, False):
                self._kept.drop((change.id, trusted))

    def _keep(self, made: dict[str, bytes], view: View, version: int) -> None:
        """Keep what was read of a version, unless there may be another by now."""
        if self._store.version() != version:
            return
        with self._lock:
            if self._state and self._state.version == version:
                for name, head in made.items():
                    self._kept.put((name, view.trusted), head, len(head) + _OVERHEAD)


def _head(article: ListedArticle, view: View) -> bytes:
    """An article up to the first of its links, which come last."""
    shape = listed_shape(article, view)
    del shape["links"]
    return orjson.dumps(shape, option=orjson.OPT_UTC_Z)[:-1] + b',"links":{"self":"'


def _whole(head: bytes, base: bytes, name: bytes) -> bytes:
    return b"".join((head, base, b"/articles/", name, b'","text":"', base, b"/articles/", name, b'/text"}}'))


def with_more(article: bytes, more: Mapping[str, Any]) -> bytes:
    """An article with more members at its end."""
    return b"%b,%b" % (article[:-1], orjson.dumps(more)[1:]) if more else article
