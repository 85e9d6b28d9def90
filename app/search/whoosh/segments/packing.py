"""Lists as arrays: strings, lists of lists, and integers no wider than they must be."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.segments.container import Arrays

Numbers = NDArray[Any]
"""An array of integers."""


def pack_strings(name: str, strings: Sequence[str]) -> Arrays:
    """`<name>.bytes`, all strings in UTF-8, and `<name>.starts`, where each begins, and the end."""
    return pack_bytes(name, [string.encode() for string in strings])


def pack_bytes(name: str, encoded: Sequence[bytes]) -> Arrays:
    """`pack_strings` of what is encoded already."""
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    return {f"{name}.bytes": np.frombuffer(b"".join(encoded), np.uint8), f"{name}.starts": starts_of(sizes)}


def unpack_strings(arrays: Arrays, name: str) -> list[str]:
    """What `pack_strings` was given."""
    return [each.decode() for each in unpack_bytes(arrays, name)]


def unpack_bytes(arrays: Arrays, name: str) -> list[bytes]:
    """What `pack_bytes` was given."""
    data, starts = arrays[f"{name}.bytes"].tobytes(), arrays[f"{name}.starts"].tolist()
    return [data[start:end] for start, end in pairwise(starts)]


def starts_of(sizes: Numbers) -> Numbers:
    """Where lists of these sizes begin when they are put in a row, and where the last one ends."""
    starts = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    return narrow_starts(starts)


def narrow_starts(starts: Numbers) -> Numbers:
    """The same in 32 bits, if they fit."""
    return starts.astype(np.uint32) if starts[-1] < 1 << 32 else starts


def starts_by(numbers: Numbers, count: int) -> Numbers:
    """Where the run of each of the numbers below `count` begins in an ascending array, and where the last one ends."""
    starts = np.searchsorted(numbers, np.arange(count).astype(numbers.dtype))
    return narrow_starts(np.append(starts, len(numbers)))


def narrow(numbers: Numbers) -> Numbers:
    """The same integers, none negative, in the smallest unsigned type of at most 32 bits that holds them all."""
    top = int(numbers.max(initial=0))
    return numbers.astype(next(kind for kind in (np.uint8, np.uint16, np.uint32) if top <= np.iinfo(kind).max))


def distinct(numbers: Numbers) -> Numbers:
    """Each number once, ascending: several times as fast as `np.unique`, which hashes large arrays."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def numbered(strings: Iterable[str]) -> dict[str, int]:
    """Each different string and its place among all of them in the order of their code points."""
    return {string: number for number, string in enumerate(sorted(set(strings)))}


def look_up(numbers: Mapping[Any, int], keys: Sequence[Any], dtype: type[np.integer[Any]]) -> Numbers:
    """The number of each key, as an array."""
    return np.fromiter(map(numbers.__getitem__, keys), dtype, len(keys))


def hash_string(string: str) -> int:
    """64 bits of BLAKE2b (RFC 7693) of a string in UTF-8."""
    return int.from_bytes(hashlib.blake2b(string.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


def hash_strings(strings: Sequence[str]) -> Numbers:
    """`hash_string` of each."""
    return np.fromiter(map(hash_string, strings), np.uint64, len(strings))
