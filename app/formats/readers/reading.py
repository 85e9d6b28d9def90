"""What a reader gives: the articles of a file, one by one, as they would be sent."""

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from app.errors import AppError


class Read(NamedTuple):
    """One article of a file: its fields as `POST /articles` takes them, or what is wrong.

    `line` is its 1-based line, or the number of an entry; None when the file is one article. `note` says what was done
    to it on the way. `member` is the path inside an archive.
    """

    line: int | None
    fields: object | AppError
    note: str | None = None
    member: str | None = None


Reader = Callable[[BinaryIO, int], Iterator[Read]]
"""Takes a file and how many bytes an article may have at most; raises `AppError` when nothing more can be read."""


def find_kind(name: str) -> str | None:
    """The suffix that says what a file is, in small letters, such as `.txt` or `.tar.gz`; None for a hidden file."""
    path = PurePath(name.lower())
    return ".tar.gz" if path.suffixes[-2:] == [".tar", ".gz"] else path.suffix or None
