"""Folders followed: what has changed in them, once it is no longer being written."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

_SETTLED = 1.0  # seconds without a change after which a file is taken for whole
_TICK = 250  # milliseconds

_State = tuple[int, int] | None


def follow(folders: list[Path], stop: Event) -> Iterator[list[Path]]:
    """The paths that came, changed or went, in batches, until `stop` is set.

    A first, empty batch says that from now on nothing is missed. A folder that came stands for all that is in it.
    """
    from watchfiles import Change, watch

    pending: dict[Path, tuple[_State, float]] = {}
    roots = {Path(os.path.abspath(folder)) for folder in folders}  # noqa: PTH100  (resolve() would follow links)
    begun = False
    for changes in watch(*roots, stop_event=stop, watch_filter=None, rust_timeout=_TICK, yield_on_timeout=True):
        for change, name in changes:
            path = Path(name)
            if path not in roots and not (change is Change.modified and path.is_dir()):
                pending[path] = (_state(path), time.monotonic())
        settled = _take_settled(pending)
        if settled or not begun:
            yield settled
        begun = True


def _take_settled(pending: dict[Path, tuple[_State, float]]) -> list[Path]:
    """Take out the paths that have stayed as they are for a while, without those in folders among them."""
    now, settled = time.monotonic(), set()
    for path, (state, since) in list(pending.items()):
        if (current := _state(path)) != state:
            pending[path] = (current, now)
        elif now - since >= _SETTLED:
            settled.add(path)
            del pending[path]
    return sorted(path for path in settled if settled.isdisjoint(path.parents))


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
