"""The inner loops of a search, which are written in C: postings added up, matched and ranked.

While one of them runs, other threads may. Arrays are handed over by their addresses: whoever calls keeps them alive,
of the types that are said here, and contiguous.
"""

import ctypes
import struct
import threading
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.errors import IndexUnavailableError

_HERE = Path(__file__).parent
_MOST = 1 << 16
"""Documents of a segment, at most: their numbers have 16 bits."""

Mask = NDArray[np.bool_]
"""Which of the documents of a segment."""

AND, OR, NOT = -1, -2, -3
"""Operations of a `Program`; what is not negative is the number of a list."""

_COLUMN = np.dtype(
    [
        ("docs", np.uintp),
        ("values", np.uintp),
        ("starts", np.uintp),
        ("times", np.float32),
        ("value_width", np.int32),
        ("start_width", np.int32),
    ],
    align=True,
)
_LISTED = struct.Struct("PPPqd")
_REAL = struct.Struct("d")
_AFTER = struct.Struct("dq")
_ENTRY = 16  # bytes
_WORD = 64  # bits
_MANY = 1024  # documents: from here on their set is kept


class Postings(NamedTuple):
    """Documents, ascending, and their weights above 0; `listed` is what the kernels see of them.

    Of many documents there is a set as well, of one bit each.
    """

    docs: NDArray[np.uint16]
    weights: NDArray[np.float32]
    bits: NDArray[np.uint64] | None
    listed: bytes

    def size(self) -> int:
        """In bytes."""
        return self.docs.nbytes + self.weights.nbytes + (0 if self.bits is None else self.bits.nbytes)


class Column(NamedTuple):
    """The postings of all forms in one field, as `word_sections` lays them out, and how often their values count."""

    docs: NDArray[Any]
    values: NDArray[Any]
    starts: NDArray[Any]
    times: float


class _Scratch(threading.local):
    """What a thread calculates in: it is 0 between two calls."""

    def __init__(self) -> None:
        self.sums = np.zeros(_MOST, np.float32)
        self.touched = np.zeros(_MOST // _WORD, np.uint64)
        self.scores = np.zeros(_MOST)
        self.docs = np.empty(_MOST, np.uint16)
        self.weights = np.empty(_MOST, np.float32)
        self.set = np.empty(_MOST // _WORD, np.uint64)
        self.gathering = [address(each) for each in (self.sums, self.touched, self.docs, self.weights, self.set)]
        self.scoring = address(self.scores)


def address(values: NDArray[Any]) -> int:
    """Where an array begins in memory."""
    found: int = values.__array_interface__["data"][0]
    return found


def listed(docs: NDArray[np.uint16], weights: NDArray[np.float32], bits: NDArray[np.uint64] | None = None) -> Postings:
    """Arrays as postings."""
    packed = _LISTED.pack(address(docs), address(weights), 0 if bits is None else address(bits), len(docs), 0.0)
    return Postings(docs, weights, bits, packed)


class Columns:
    """Columns that are added up together, for all documents of a segment.

    `languages` are their languages, as bits; `factors` says by these what forms count that meet a word in some way:
    the way 0 counts 1.
    """

    def __init__(self, columns: Sequence[Column], languages: NDArray[np.uint8], factors: NDArray[np.float32]) -> None:
        self._rows, self._kept = (
            np.array([_described(each) for each in columns], _COLUMN),
            (columns, languages, factors),
        )
        self._columns, self._size = (address(self._rows), len(self._rows)), len(languages)
        self._counting = address(factors), factors.shape[1], address(languages), self._size

    def gather(self, forms: Iterable[tuple[int, int, int]]) -> Postings:
        """What forms count together in the documents where it is more than 0.

        Of each run of forms: the number of the first, of the one behind the last, and the way in which they count.
        """
        runs = array("q", chain.from_iterable(forms))
        found = _library().attache_gather(
            *self._columns, runs.buffer_info()[0], len(runs) // 3, *self._counting, *_scratch.gathering
        )
        bits = _scratch.set[: -(-self._size // _WORD)].copy() if found > _MANY else None
        return listed(_scratch.docs[:found].copy(), _scratch.weights[:found].copy(), bits)


def _described(column: Column) -> tuple[int, int, int, float, int, int]:
    docs, values, starts, times = column
    return address(docs), address(values), address(starts), times, values.itemsize, starts.itemsize


class Program:
    """Operations in postfix order, over the numbers of lists: what documents are chosen by."""

    def __init__(self, steps: Sequence[int]) -> None:
        self._steps = array("i", steps)
        self._depth = max(accumulate(1 if step >= 0 else 0 if step == NOT else -1 for step in steps))

    def match(self, lists: Sequence[Postings], size: int) -> Mask:
        """Which of the documents of a segment are chosen."""
        mask = np.empty(size, np.bool_)
        stack = np.empty(self._depth * (-(-size // _WORD)), np.uint64)
        rows = b"".join([each.listed for each in lists])
        _short().attache_match(
            rows, self._steps.buffer_info()[0], len(self._steps), size, address(stack), address(mask)
        )
        return mask


def mask_of(postings: Postings, size: int) -> Mask:
    """The documents as a mask."""
    return _SINGLE.match([postings], size)


def intersection(masks: Sequence[Mask]) -> Mask:
    """What is in all of them: the mask itself when it is one."""
    first, *others = masks
    for other in others:
        both = np.empty(len(first), np.bool_)
        _short().attache_common(address(first), address(other), len(first), address(both))
        first = both
    return first


def common(mask: Mask, other: Mask) -> int:
    """How many documents are in both."""
    found: int = _short().attache_common(address(mask), address(other), len(mask), None)
    return found


def within(first: NDArray[np.int32], last: NDArray[np.int32], low: tuple[int, int], high: tuple[int, int]) -> Mask:
    """Which pairs of numbers are at least as high as `low`, and at most as `high`."""
    mask = np.empty(len(first), np.bool_)
    bounds = array("i", (*low, *high))
    _short().attache_within(address(first), address(last), bounds.buffer_info()[0], len(first), address(mask))
    return mask


class Lists(NamedTuple):
    """Lists of documents, each from its begin to its end."""

    docs: NDArray[np.uint16]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]


def tally(mask: Mask, lists: Lists) -> NDArray[np.int64]:
    """How many documents of each list are in a mask."""
    counts = np.empty(len(lists.begins), np.int64)
    docs, begins, ends = address(lists.docs), address(lists.begins), address(lists.ends)
    _library().attache_tally(address(mask), docs, begins, ends, len(counts), address(counts))
    return counts


class Scoring(NamedTuple):
    """The postings of each clause with its rarity, the damping of each document of a segment, and k1 + 1 of BM25.

    A document has the sum of `rarity * weight * growth / (weight + damping)`: see `app.search.scoring`.
    """

    lists: Sequence[tuple[float, Postings]]
    damping: NDArray[np.float64]
    growth: float

    def rows(self) -> tuple[bytes, int]:
        """What the kernels see of the lists, and how many they are."""
        return b"".join([each.listed[:-8] + _REAL.pack(rarity) for rarity, each in self.lists]), len(self.lists)


def score(scoring: Scoring, mask: Mask) -> NDArray[np.float64]:
    """The score of each document, 0 outside of the mask."""
    scores = np.zeros(len(mask))
    _library().attache_score(*scoring.rows(), address(mask), address(scoring.damping), scoring.growth, address(scores))
    return scores


def top(
    scoring: Scoring,
    mask: Mask,
    ranks: NDArray[np.uint16],
    after: tuple[float, int] | None,
    room: int,
) -> tuple[NDArray[np.uint16], NDArray[np.float64]]:
    """Up to `room` documents of a mask by descending score, then by rank, and their scores.

    `after` is the score that they are behind, or the least rank with this score.
    """
    room = min(room, len(mask))
    docs, best, heap = np.empty(room, np.uint16), np.empty(room), np.empty(room * _ENTRY, np.uint8)
    found = _library().attache_top(
        *scoring.rows(),
        address(mask),
        len(mask),
        address(scoring.damping),
        scoring.growth,
        address(ranks),
        None if after is None else _AFTER.pack(*after),
        room,
        _scratch.scoring,
        address(heap),
        address(docs),
        address(best),
    )
    return docs[:found], best[:found]


def _open(load: Callable[[str], ctypes.CDLL]) -> ctypes.CDLL:
    digest = blake2b((_HERE / "kernels.c").read_bytes(), digest_size=4).hexdigest()
    path = _HERE / f"kernels-{digest}.so"
    if not path.exists():
        raise IndexUnavailableError("The inner loops of the search are not compiled: `make install` does it.")
    library, number = load(str(path)), ctypes.c_int64
    pointer, real = ctypes.c_void_p, ctypes.c_double
    for name, result, arguments in (
        ("gather", number, [pointer, number, pointer, number, pointer, number, pointer, number, *[pointer] * 5]),
        ("match", None, [pointer, pointer, number, number, pointer, pointer]),
        ("common", number, [pointer, pointer, number, pointer]),
        ("within", None, [*[pointer] * 3, number, pointer]),
        ("tally", None, [*[pointer] * 4, number, pointer]),
        ("score", None, [pointer, number, pointer, pointer, real, pointer]),
        ("top", number, [pointer, number, pointer, number, pointer, real, *[pointer] * 2, number, *[pointer] * 4]),
    ):
        function = getattr(library, f"attache_{name}")
        function.restype, function.argtypes = result, arguments
    return library


@cache
def _library() -> ctypes.CDLL:
    """The functions during which other threads run."""
    return _open(ctypes.CDLL)


@cache
def _short() -> ctypes.CDLL:
    """The same for what takes microseconds: to hand over to another thread and back would take longer."""
    return _open(ctypes.PyDLL)


_SINGLE = Program([0])
_scratch = _Scratch()
