"""Gold: what careful readers found in texts, in the formats in which corpora come. Recognised by content."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.scoring import Gold
from app.errors import InvalidBodyError
from app.formats.gold import brat, conll, germeval, native

GoldReader = Callable[[Path, Sequence[Path]], Iterator[Gold]]
"""Takes a file and the folders that may hold its articles; raises `InvalidBodyError` naming what is wrong."""

GOLD_READERS: Mapping[str, GoldReader] = {
    "json": native.read,
    "conll": conll.read,
    "germeval": germeval.read,
    "brat": brat.read,
}
_SUFFIXES = frozenset({".json", ".conll", ".bio", ".iob", ".tsv", ".txt", ".ann"})
_GERMEVAL = re.compile(r"\d+\t[^\t]+\t(?:O|[BI]-\w+)\t(?:O|[BI]-\w+)\s*")
_CONLL = re.compile(r"-DOCSTART-.*|\S.*\s(?:O|[BIES]-\w+)\s*")


def read_gold(path: Path, kind: str | None, folders: Sequence[Path]) -> Iterator[Gold]:
    """The gold of a file, or of the files in a folder, in their order; `kind` is a name of `GOLD_READERS` or None.

    `folders` are where the articles may be that a file names. Raises `InvalidBodyError` and `OSError`.
    """
    for file in _files(path):
        read = GOLD_READERS[kind or _recognised(file)]
        yield from read(file, folders)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    listed = [file for file in sorted(path.iterdir()) if file.suffix.lower() in _SUFFIXES and file.is_file()]
    files = [file for file in listed if file.suffix.lower() != ".txt" or not file.with_suffix(".ann").exists()]
    if not files:
        raise InvalidBodyError(f"{path} holds no gold: no file ends in {', '.join(sorted(_SUFFIXES))}.")
    return files


def _recognised(file: Path) -> str:
    if file.suffix.lower() == ".ann":
        return "brat"
    text = file.read_bytes()[:10_000].decode("utf-8-sig", "replace").lstrip()
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if text.startswith(("{", "[")):
        return "json"
    for kind, pattern in (("germeval", _GERMEVAL), ("conll", _CONLL)):
        if pattern.fullmatch(line):
            return kind
    raise InvalidBodyError(f"{file} is no gold that is known: {', '.join(GOLD_READERS)}.")
