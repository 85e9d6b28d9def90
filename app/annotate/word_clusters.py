"""Brown clusters of words: words that stand among the same words have paths that begin alike.

A table is an xz file: the number of words (4 bytes), the differences between their ascending hashes (4 bytes each), the
numbers of their clusters (2 bytes each), both laid out byte by byte, and the paths of the clusters, a line each. All
numbers are little-endian; the hash is CRC-32 of the word in UTF-8.
"""

import lzma
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

_HASH, _NUMBER = "<u4", "<u2"
_IN_PART, _PARTS = 16, 1 << 16  # a hash is looked for among those that begin with the same 16 bits


class WordClusters:
    """The paths of words, looked up as they are written, else in small letters."""

    def __init__(self, packed: bytes) -> None:
        """Takes the bytes of a table, as `pack` gives them."""
        import numpy as np  # noqa: PLC0415  (half a second of loading, when needed)

        held = lzma.decompress(packed)
        count = int.from_bytes(held[:4], "little")
        middle, end = 4 + 4 * count, 4 + 6 * count
        hashes = np.cumsum(_joined(held[4:middle], _HASH), dtype=np.uintc)
        bounds = hashes.searchsorted(np.arange(_PARTS + 1, dtype=np.uint64) << _IN_PART)
        self._bounds = array("I", bounds.astype(np.uintc).tobytes())
        self._hashes = array("I", hashes.tobytes())
        self._numbers = array("H", _joined(held[middle:end], _NUMBER).astype(np.ushort).tobytes())
        self._paths: list[str] = held[end:].decode("ascii").split("\n")

    def path(self, word: str) -> str | None:
        """The path of the cluster of `word`: a string of 0 and 1, or None."""
        path = self._path(word)
        if path is None and word.isupper():
            path = self._path(word.capitalize())
        return self._path(word.lower()) if path is None and not word.islower() else path

    def _path(self, word: str) -> str | None:
        hashed = crc32(word.encode("utf-8", "replace"))
        part = hashed >> _IN_PART
        place = bisect_left(self._hashes, hashed, self._bounds[part], self._bounds[part + 1])
        known = place < len(self._hashes) and self._hashes[place] == hashed
        return self._paths[self._numbers[place]] if known else None


def _joined(planes: bytes, kind: str) -> "np.ndarray":
    """Numbers of which all first bytes stand first, then all second ones, and so on."""
    import numpy as np  # noqa: PLC0415

    size = np.dtype(kind).itemsize
    return np.frombuffer(planes, np.uint8).reshape(size, -1).T.copy().view(kind).ravel()


def pack(paths: Mapping[str, str]) -> bytes:
    """The table of the words of `paths`; what `lower` gives anyhow is left out. Equal words give equal bytes."""
    import numpy as np  # noqa: PLC0415

    listed = sorted(set(paths.values()))
    numbers = {path: number for number, path in enumerate(listed)}
    needed = {word: path for word, path in paths.items() if word.islower() or paths.get(word.lower()) != path}
    hashed = {crc32(word.encode()): numbers[needed[word]] for word in sorted(needed)}
    hashes = np.array(sorted(hashed), _HASH)
    chosen = np.array([hashed[each] for each in hashes.tolist()], _NUMBER)
    steps = np.diff(hashes, prepend=np.array([0], _HASH))
    parts = (len(hashes).to_bytes(4, "little"), _planes(steps), _planes(chosen), "\n".join(listed).encode())
    return lzma.compress(b"".join(parts))


def _planes(numbers: "np.ndarray") -> bytes:
    import numpy as np  # noqa: PLC0415

    return numbers.view(np.uint8).reshape(len(numbers), -1).T.tobytes()


@lru_cache(maxsize=2)
def read_clusters(language: str) -> WordClusters:
    """The table of `language` (`de` or `en`) that is shipped."""
    return WordClusters((files(__package__) / "data" / f"clusters-{language}.xz").read_bytes())
