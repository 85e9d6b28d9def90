"""Archives: their members are read as files would be, in memory, one after the other; nothing is unpacked to disk."""

import lzma
import re
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from tarfile import TarError
from typing import BinaryIO, NamedTuple, cast
from zipfile import BadZipFile

from app.errors import AppError, InvalidBodyError, PayloadTooLargeError, UnsupportedMediaTypeError
from app.formats.readers.reading import Read, Reader, find_kind

MAX_UNPACKED = 1_000_000_000  # bytes of all members of an archive
MAX_MEMBERS = 100_000
MAX_RATIO = 100  # bytes for each packed one; text comes to about 4
_FREE = 1_000_000  # bytes that may be packed as tightly as they like
_DAMAGED = (BadZipFile, TarError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError)


class Member(NamedTuple):
    """A member: the name that it has in the archive, and its bytes, or why they are not read."""

    name: str
    file: BinaryIO | AppError


Opener = Callable[[BinaryIO], Iterator[Member]]
"""Takes an archive and gives its members in order; each is to be read before the next one is asked for."""


class _Metered(RawIOBase):
    """A stream that tells `spend` of all that comes out of it, which raises when that is too much."""

    def __init__(self, file: BinaryIO, spend: Callable[[int], None]) -> None:
        self._file = file
        self._spend = spend

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """See `RawIOBase.readinto`."""
        piece = self._file.read(len(buffer))
        self._spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def _metered(file: BinaryIO, spend: Callable[[int], None]) -> BinaryIO:
    return cast(BinaryIO, BufferedReader(_Metered(file, spend)))


def unpacked(file: BinaryIO, packed: Callable[[], int]) -> BinaryIO:
    """`file`, of which no more may come out than `MAX_RATIO` times the bytes `packed` until then, and a megabyte."""
    size = 0

    def spend(count: int) -> None:
        nonlocal size
        size += count
        if size > _FREE + MAX_RATIO * packed():
            raise PayloadTooLargeError("It unpacks to too much for its size.")

    return _metered(file, spend)


def read_members(
    members: Iterator[Member], readers: Mapping[str, Reader], archives: Container[str], max_bytes: int
) -> Iterator[Read]:
    """The articles of the members whose kind is one of `readers`; `archives` among them are refused.

    What is wrong with one member is its error, and the next one follows.
    """
    budget = _Budget()
    try:
        for member in members:
            budget.count()
            for found in _read_member(member, readers, archives, budget, max_bytes):
                yield found._replace(member=str(PurePosixPath(member.name)))
    except _DAMAGED as error:
        yield Read(None, InvalidBodyError(f"The archive is damaged: {error}. The rest is not read."))


class _Budget:
    """What an archive may still hold."""

    def __init__(self) -> None:
        self.bytes = MAX_UNPACKED
        self.members = MAX_MEMBERS

    def count(self) -> None:
        """One member more; raises `PayloadTooLargeError`."""
        self.members -= 1
        if self.members < 0 or self.bytes < 0:
            detail = f"An archive has at most {MAX_MEMBERS} members and {MAX_UNPACKED} bytes; the rest is not read."
            raise PayloadTooLargeError(detail)

    def spend(self, count: int) -> None:
        """So many bytes more; raises `PayloadTooLargeError`."""
        self.bytes -= count
        if self.bytes < 0:
            raise PayloadTooLargeError(f"The archive unpacks to more than {MAX_UNPACKED} bytes.")


def _read_member(
    member: Member, readers: Mapping[str, Reader], archives: Container[str], budget: _Budget, max_bytes: int
) -> Iterator[Read]:
    path = PurePosixPath(member.name)
    kind = find_kind(member.name)
    fault = member.file if isinstance(member.file, AppError) else _refusal(path, kind in archives)
    if fault:
        yield Read(None, fault)
    elif kind in readers and not any(part.startswith((".", "__MACOSX")) for part in path.parts):
        file = _metered(cast(BinaryIO, member.file), budget.spend)
        yield from _read_guarded(readers[str(kind)], file, max_bytes)


def _read_guarded(reader: Reader, file: BinaryIO, max_bytes: int) -> Iterator[Read]:
    try:
        yield from reader(file, max_bytes)
    except AppError as error:
        yield Read(None, error)
    except RecursionError:  # of the kind of _DAMAGED, and with no more to say than this
        yield Read(None, InvalidBodyError("It is nested too deeply."))
    except _DAMAGED as error:
        yield Read(None, InvalidBodyError(f"It cannot be unpacked: {error}."))


def _refusal(path: PurePosixPath, archive: bool) -> AppError | None:
    if path.is_absolute() or re.match(r"[A-Za-z]:", str(path)):
        return InvalidBodyError("Its name is absolute.")
    if ".." in path.parts:
        return InvalidBodyError("Its name leads out of the archive.")
    return UnsupportedMediaTypeError("It is an archive in an archive, which is not opened.") if archive else None
