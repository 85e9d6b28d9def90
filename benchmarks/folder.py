"""A folder of many files in all formats, one in a hundred broken: all taken but these, each named, in constant memory.

    python benchmarks/folder.py 1000 10000

Prints, for each number of files, how long `attache ingest` took and the most memory it held (`ru_maxrss`), and fails
when its report names anything else than the files that are broken.
"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

_ACTORS = ("Die Nato", "Die EU", "Polen", "Frankreich", "Angela Merkel", "Russland", "Die USA")
_BROKEN: dict[str, bytes] = {
    "binary.txt": b"\x89PNG\r\n\x1a\n\0\0",
    "empty.txt": b"",
    "half.json": b'{"text": "Die Na',
    "open.md": b"---\ntitle: x\n",
    "unknown.md": b"---\ntitel: x\n---\nDie Nato.",
    "column.csv": b"text;titel\nx;y\n",
    "nothing.html": b"<html><body></body></html>",
    "no-feed.xml": b"<note/>",
    "no-mail.eml": b"Die Nato.",
    "cut.zip": b"PK\x03\x04",
    "damaged.txt": "für größere".encode() + b"\xff",
}


def text(number: int) -> str:
    """A short article, unlike all others."""
    actors = [_ACTORS[number % 7], _ACTORS[number // 7 % 7]]
    return (
        f"{actors[0]} berät am Tag {number}.\n\n{actors[1]} will dazu in Brüssel größere Schritte gehen ({number}).\n"
    )


def _csv(number: int) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["text", "id", "date"], [text(number), f"row-{number}", "2016-12"]])
    return written.getvalue().encode()


def _zip(number: int) -> bytes:
    with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", text(number))
    return file.getvalue()


def _html(number: int) -> bytes:
    paragraphs = "".join(f"<p>{each}</p>" for each in text(number).split("\n\n"))
    return f"<html><body><article>{paragraphs}</article></body></html>".encode()


_KINDS: dict[str, Callable[[int], bytes]] = {
    ".txt": lambda number: text(number).encode(),
    ".md": lambda number: f"---\ntitle: Tag {number}\ndate: 2016-12\n---\n\n{text(number)}".encode(),
    ".json": lambda number: json.dumps({"text": text(number), "date": "2016-12-06"}).encode(),
    ".ndjson": lambda number: json.dumps({"text": text(number), "id": f"line-{number}"}).encode() + b"\n",
    ".csv": _csv,
    ".html": _html,
    ".eml": lambda number: f"Subject: Tag {number}\nContent-Type: text/plain; charset=utf-8\n\n{text(number)}".encode(),
    ".zip": _zip,
    ".htm": _html,
}


def write_folder(folder: Path, count: int, one_in: int = 100) -> set[str]:
    """Write `count` files, each of one article, a hundred a folder; returns the paths of the `one_in` many broken."""
    broken, kinds = set(), list(_KINDS)
    for number in range(count):
        below = folder / f"{number // 100:04}"
        below.mkdir(parents=True, exist_ok=True)
        if number % one_in == one_in // 2:
            name = list(_BROKEN)[number // one_in % len(_BROKEN)]
            (below / name).write_bytes(_BROKEN[name])
            broken.add(str(below / name))
        else:
            kind = kinds[number % len(kinds)]
            (below / f"{number}{kind}").write_bytes(_KINDS[kind](number))
    return broken


def check(report: dict[str, object], broken: set[str], count: int) -> None:
    """Raise `ValueError` unless a report says that all was taken but what is broken."""
    errors: list[dict[str, str]] = report["errors"]  # type: ignore[assignment]
    named = {each["file"].partition("!")[0] for each in errors}
    if named != broken or len(errors) != len(broken):
        raise ValueError(f"named and not broken: {named - broken}; broken and not named: {broken - named}")
    if report["created"] != count - len(broken):
        raise ValueError(f"{report['created']} created of {count - len(broken)}")


def measure(count: int) -> str:
    """Ingest a folder of so many files with a process of its own; what it took."""
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "report.json"
        broken = write_folder(folder, count)
        words = ["-m", "app.cli", "ingest", "--json", "--data-dir", f"{place}/var", str(folder)]
        begin = time.monotonic()
        with out.open("wb") as file:
            process = subprocess.Popen([sys.executable, *words], stdout=file)
            _, _, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - begin
        check(json.loads(out.read_bytes()), broken, count)
    return f"{count} files, {len(broken)} broken and named: {took:.0f} s, {usage.ru_maxrss / 1024:.0f} MB at most"


if __name__ == "__main__":
    for number in sys.argv[1:] or ["1000", "10000"]:
        print(measure(int(number)), flush=True)
