"""The file of a segment: named arrays, aligned, checksummed, and read by mapping them into memory.

array, array, …      each at a multiple of 64 bytes, little endian
table                JSON (UTF-8): name -> [offset, NumPy dtype, number of elements, CRC-32 of its bytes]
footer               offset and length of the table, its CRC-32, and a magic number: `<QQI4x8s`
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
"""The sections of a segment by name."""

_ALIGNMENT = 64
_FOOTER = struct.Struct("<QQI4x8s")
_MAGIC = b"attache1"


class Container(Arrays):
    """The arrays of a file, opened when they are asked for; they stay valid as long as anything uses them.

    Raises `OSError`, and `ValueError` when the file is not whole.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size < _FOOTER.size:
                raise ValueError(f"{path.name} is cut off")
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._table = _read_table(self._map, path.name)
        self._arrays: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        found = self._arrays.get(name)
        if found is None:
            offset, dtype, count, _ = self._table[name]
            found = self._arrays[name] = np.frombuffer(self._map, dtype, count, offset)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def let_go(self) -> None:
        """Unmap the pages that were looked at. Whoever looks at them again finds them as they were."""
        self._map.madvise(mmap.MADV_DONTNEED)

    def faults(self) -> Iterable[str]:
        """The names of the arrays that are not as they were written; reads all of them."""
        return [name for name, (_, _, _, checksum) in self._table.items() if zlib.crc32(self[name].data) != checksum]


def read_seal(path: Path) -> bytes:
    """The end of a file, which names all that it holds and their checksums; raises `OSError`."""
    with path.open("rb") as stream:
        stream.seek(-_FOOTER.size, os.SEEK_END)
        offset, length, *_ = _FOOTER.unpack(stream.read())
        stream.seek(offset)
        return stream.read(length + _FOOTER.size)


def _read_table(data: mmap.mmap, name: str) -> dict[str, tuple[int, str, int, int]]:
    offset, length, checksum, magic = _FOOTER.unpack(data[-_FOOTER.size :])
    table = data[offset : offset + length]
    if magic != _MAGIC or zlib.crc32(table) != checksum:
        raise ValueError(f"{name} is damaged")
    return {each: tuple(entry) for each, entry in json.loads(table).items()}


def write_container(path: Path, arrays: Arrays) -> None:
    """Write arrays as a file, durably; the same arrays give the same bytes."""
    table: dict[str, tuple[int, str, int, int]] = {}
    with path.open("wb") as stream:
        for name, array in sorted(arrays.items()):
            stream.write(bytes(-stream.tell() % _ALIGNMENT))
            data = np.ascontiguousarray(array)
            table[name] = (stream.tell(), data.dtype.str, data.size, zlib.crc32(data.data))
            stream.write(data.data)
        listed = json.dumps(table).encode()
        stream.write(listed + _FOOTER.pack(stream.tell(), len(listed), zlib.crc32(listed), _MAGIC))
        stream.flush()
        os.fsync(stream.fileno())
