"""A folder that a commit of Whoosh reaches the disk in, and the manifest of what it should hold.

Whoosh itself neither syncs nor checks what it writes. A commit becomes visible when its table of contents is renamed
into place; before that, all new files are synced and recorded. So a crash at any moment leaves a recorded state, and
files that a power loss broke are noticed. Of a segment only the end is recorded, where its own checksums stand.
"""

import hashlib
import os
import re
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from app.domain.frozen import Frozen
from app.search.whoosh.codec import EXTENSION
from app.search.whoosh.fields import fingerprint
from app.search.whoosh.segments.container import read_seal

INDEX = "MAIN"
LOCK = f"{INDEX}_WRITELOCK"
UNFINISHED = ".part"
"""The end of the name of a file that no table of contents names yet; the name begins with a full stop."""

_MANIFEST = "manifest.json"
_KEPT = re.compile(rf"_{INDEX}_[0-9]+[.]toc|{INDEX}_[0-9a-z]+{re.escape(EXTENSION)}")


class Recorded(Frozen):
    """The size of a file, and the sha256 of it or of its seal."""

    size: int
    sha256: str


class Manifest(Frozen):
    """The format of a generation (see `fields.fingerprint`) and its files."""

    fingerprint: str
    files: dict[str, Recorded]


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A `FileStorage` whose files are durable and recorded before a table of contents names them."""

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        super().__init__(str(folder), readonly=readonly)
        self._path = folder

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file; Whoosh does so only to put a table of contents in place."""
        write_manifest(self._path, oldname, newname)
        super().rename_file(oldname, newname, safe=safe)
        sync_folder(self._path)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; raises `OSError` or pydantic's `ValidationError`."""
    return Manifest.model_validate_json((folder / _MANIFEST).read_bytes())


def write_manifest(folder: Path, written: str, name: str) -> None:
    """Sync and record all new files of a generation, and the file `written` under the `name` it is about to have."""
    known = read_manifest(folder).files if (folder / _MANIFEST).exists() else {}
    files = {each.name: known.get(each.name) or record(each) for each in folder.iterdir() if _KEPT.fullmatch(each.name)}
    files[name] = record(folder / written)
    manifest = Manifest(fingerprint=fingerprint(), files=dict(sorted(files.items())))
    write_synced(folder / _MANIFEST, manifest.model_dump_json(indent=1).encode())


def record(file: Path) -> Recorded:
    """Sync a file and say what it holds; segments are synced when they are written."""
    if file.suffix != EXTENSION:
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    return checksum(file)


def checksum(file: Path) -> Recorded:
    """What a file holds, as it is recorded; raises `OSError`."""
    told = read_seal(file) if file.suffix == EXTENSION else file.read_bytes()
    return Recorded(size=file.stat().st_size, sha256=hashlib.sha256(told).hexdigest())


def write_synced(file: Path, content: bytes) -> None:
    """Replace a file atomically and durably."""
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
