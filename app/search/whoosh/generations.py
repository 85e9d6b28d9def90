"""The folder of the index: generations side by side, and which of them is live.

    index/CURRENT            the name of the live generation
    index/rebuild.lock       held by who builds or removes generations
    index/gen-<uuid>/        one whole Whoosh index, with its manifest (see `storage`)

The index is derived from the store: whatever is wrong with it, it is built anew in a new generation.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import TOC, FileIndex

from app.locks import held
from app.search.whoosh.fields import fingerprint, schema
from app.search.whoosh.segments.container import Container
from app.search.whoosh.storage import (
    INDEX,
    LOCK,
    DurableStorage,
    Manifest,
    checksum,
    read_manifest,
    sync_folder,
    write_synced,
)

_CURRENT, _REBUILD = "CURRENT", "rebuild.lock"


def live_generation(folder: Path) -> str | None:
    """The name of the live generation, None when there is none yet."""
    try:
        return (folder / _CURRENT).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def create_generation(folder: Path) -> str:
    """Create an empty generation beside the live one and return its name; it is not live until `switch`."""
    name = f"gen-{uuid.uuid4().hex}"
    (folder / name).mkdir(parents=True)
    FileIndex.create(DurableStorage(folder / name), schema(), INDEX)
    sync_folder(folder)
    return name


def switch(folder: Path, name: str) -> None:
    """Make a generation the live one, atomically and durably."""
    write_synced(folder / _CURRENT, name.encode())


@contextmanager
def rebuilding(folder: Path) -> Iterator[None]:
    """Be the only one who builds or removes generations; raises `BusyError` when another process does."""
    with held(folder / _REBUILD, "The index is being rebuilt by another process."):
        yield


def prune(folder: Path, *, wait: bool = False) -> None:
    """Delete all generations but the live one and those that are being written; call it while `rebuilding`.

    Whoever still reads one goes on reading it. With `wait` also those that are being written, as soon as they are not.
    """
    live = live_generation(folder)
    for each in folder.glob("gen-*"):
        lock = DurableStorage(each).lock(LOCK)
        if each.name != live and lock.acquire(blocking=wait):
            shutil.rmtree(each)
            lock.release()


def verify(folder: Path) -> str | None:
    """Why the live generation must be built anew, in a few words; None when it is sound.

    Reads every file of it: run it at start, not for each query.
    """
    name = live_generation(folder)
    if name is None:
        return "there is no index yet"
    if not (folder / name).is_dir():
        return f"the generation {name} is missing"
    try:
        return _fault(folder / name)
    except Exception as error:  # a damaged pickle may raise anything
        return f"the generation {name} cannot be read: {type(error).__name__}: {error}"


def _fault(generation: Path) -> str | None:
    manifest = read_manifest(generation)
    if manifest.fingerprint != fingerprint():
        return "the index was written in another format"
    storage = DurableStorage(generation)
    contents = TOC._filename(INDEX, TOC._latest_generation(storage, INDEX))
    if _changed(generation / contents, manifest):
        return f"the file {contents} is not as it was written"
    for segment in TOC.read(storage, INDEX).segments:
        file = segment.path(generation)
        if _changed(file, manifest) or Container(file).faults():
            return f"the file {file.name} is not as it was written"
    return None


def _changed(file: Path, manifest: Manifest) -> bool:
    recorded = manifest.files.get(file.name)
    return recorded is None or file.stat().st_size != recorded.size or checksum(file) != recorded
