"""Snapshots: all articles as files in a folder of their own, with a manifest that says of which state they are."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.errors import NotFoundError

_MANIFEST = "manifest.json"


def write_snapshot(
    folder: Path, seq: int, versions: Mapping[str, str], files: Mapping[str, tuple[str, int, Iterable[bytes]]]
) -> Path:
    """Write `files` (media type, pieces that are no row, pieces) to a new folder below `folder`; returns it.

    It gets its name when it is whole: a folder without a manifest is not a snapshot.
    """
    at = datetime.now(UTC)
    name = f"{at:%Y%m%dT%H%M%S%fZ}-{seq}"
    unfinished = folder / f".{name}"
    unfinished.mkdir(parents=True)
    listed = [_write(unfinished / file, *files[file]) for file in files]
    manifest = {"name": name, "seq": seq, "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "versions": versions}
    (unfinished / _MANIFEST).write_text(json.dumps({**manifest, "files": listed}, indent=2) + "\n", "utf-8")
    return unfinished.rename(folder / name)


def find_latest(folder: Path) -> dict[str, Any]:
    """The manifest of the newest snapshot below `folder`; raises `NotFoundError`."""
    names = sorted((each.parent.name for each in folder.glob(f"[0-9]*/{_MANIFEST}")), reverse=True)
    if not names:
        raise NotFoundError("There is no snapshot yet: attache export --format snapshot makes one.")
    manifest: dict[str, Any] = json.loads((folder / names[0] / _MANIFEST).read_text("utf-8"))
    return manifest


def _write(path: Path, media_type: str, beside: int, pieces: Iterable[bytes]) -> dict[str, Any]:
    digest, size, rows = sha256(), 0, -beside
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size, rows = size + len(piece), rows + 1
    return {"name": path.name, "media_type": media_type, "rows": rows, "bytes": size, "sha256": digest.hexdigest()}
