"""ZIP (PKWARE APPNOTE 6.3): members in the order of the directory at its end."""

import stat
from collections.abc import Iterator
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from app.errors import AppError, InvalidBodyError
from app.formats.readers.archives import Member, unpacked

_ENCRYPTED = 0x1
_UTF8 = 0x800


def members(file: BinaryIO) -> Iterator[Member]:
    """All files; links and what is encrypted are told with the reason. Raises `BadZipFile` and its kind."""
    with ZipFile(file) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Member(_name(info), _refusal(info) or _open(archive, info))


def _open(archive: ZipFile, info: ZipInfo) -> BinaryIO | AppError:
    try:
        return unpacked(cast(BinaryIO, archive.open(info)), lambda: info.compress_size)
    except (OSError, NotImplementedError, RuntimeError, ValueError) as error:
        return InvalidBodyError(f"It cannot be unpacked: {error}.")


def _refusal(info: ZipInfo) -> AppError | None:
    if info.flag_bits & _ENCRYPTED:
        return InvalidBodyError("It is encrypted.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    return None if kind in (0, stat.S_IFREG) else InvalidBodyError("It is a link or a device, not a file.")


def _name(info: ZipInfo) -> str:
    """The name with `/` between folders; some packers write UTF-8 without saying so."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & _UTF8:
        return name
    try:
        return name.encode("cp437").decode()
    except UnicodeError:
        return name
