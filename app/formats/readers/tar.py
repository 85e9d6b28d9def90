"""Tar (POSIX.1 ustar and pax, GNU), plain or in gzip: read once from begin to end."""

import tarfile
from collections.abc import Iterator
from gzip import GzipFile
from typing import BinaryIO, cast

from app.errors import AppError, InvalidBodyError
from app.formats.readers.archives import Member, unpacked

_LONGEST_HEADER = 100_000  # bytes: what tells a long name or path is read into memory
_HEADERS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


class _Info(tarfile.TarInfo):
    """A header that is refused when it is larger than any name."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _HEADERS and self.size > _LONGEST_HEADER:
            raise tarfile.ReadError(f"a header of {self.size} bytes")
        found: tarfile.TarInfo = super()._proc_member(archive)  # type: ignore[misc]
        return found


def members(file: BinaryIO) -> Iterator[Member]:
    """All files; links, devices and the like are told with the reason. Raises `TarError`."""
    with tarfile.open(fileobj=file, mode="r|", tarinfo=_Info) as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # which tarfile would keep
            if not info.isdir():
                yield Member(info.name, _refusal(info) or cast(BinaryIO, archive.extractfile(info)))


def gzip_members(file: BinaryIO) -> Iterator[Member]:
    """As `members`, of a tar file in gzip."""
    yield from members(unpacked(cast(BinaryIO, GzipFile(fileobj=file)), file.tell))


def _refusal(info: tarfile.TarInfo) -> AppError | None:
    if info.isreg() and not info.issparse():
        return None
    return InvalidBodyError("It is a link, a device or a sparse file, not a plain one.")
