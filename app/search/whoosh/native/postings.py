"""Postings, and how those of many forms are added up."""

import struct
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.families import Runs
from app.search.whoosh.native.library import WORD, address, library, numbers, scratch

_COLUMN = struct.Struct("PPqPqd")
_LISTED = struct.Struct("PPPq")
_RATED = struct.Struct("dP")
_MANY = 1024
"""From so many documents on their set is kept."""


class Postings(NamedTuple):
    """Documents, ascending, and their weights above 0.

    Of many documents there is a set as well, of one bit each. `listed` is what the library sees of them.
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


Impacts = NDArray[np.uint8]
"""How much the weight in each document counts, its length considered, in steps, and before that the most in each word
of a set: by these most documents are seen to be too low before anything is divided (Anh, Moffat 2006).
"""


class Rated(NamedTuple):
    """Postings with their rarity, 0 when they do not count for the score, and their impacts, if these are known."""

    postings: Postings
    rarity: float
    impacts: Impacts | None = None


def listed(docs: NDArray[np.uint16], weights: NDArray[np.float32], bits: NDArray[np.uint64] | None = None) -> Postings:
    """Arrays as postings."""
    packed = _LISTED.pack(address(docs), address(weights), 0 if bits is None else address(bits), len(docs))
    return Postings(docs, weights, bits, packed)


def rows_of(lists: Iterable[Rated]) -> bytes:
    """What the library sees of some lists."""
    return b"".join(
        [
            each.listed + _RATED.pack(rarity, 0 if impacts is None else address(impacts))
            for each, rarity, impacts in lists
        ]
    )


def impacts_of(postings: Postings, damping: NDArray[np.float64]) -> Impacts:
    """The impacts of postings in a segment whose documents are damped so (see `app.search.scoring`)."""
    words = -(-len(damping) // WORD)
    impacts = np.empty(words * (1 + WORD), np.uint8)
    seen = address(postings.docs), address(postings.weights), len(postings.docs)
    library().attache_impacts(*seen, address(damping), address(impacts), words)
    return impacts


def kept(found: int, size: int) -> Postings:
    """What the library just found in a segment, out of the memory that it calculates in."""
    bits = scratch.set[: -(-size // WORD)].copy() if found > _MANY else None
    return listed(scratch.docs[:found].copy(), scratch.weights[:found].copy(), bits)


class Columns:
    """Columns that are added up together, for all documents of a segment.

    `languages` are their languages, as bits; `factors` says by these what forms count that meet a word in some way:
    the way 0 counts 1.
    """

    def __init__(self, columns: Sequence[Column], languages: NDArray[np.uint8], factors: NDArray[np.float32]) -> None:
        self._columns, self._size = (b"".join(map(_described, columns)), len(columns)), len(languages)
        self._kept = columns, languages, factors
        self._counting = address(factors), factors.shape[1], address(languages), self._size

    def gather(self, forms: Runs) -> Postings:
        """What forms count together in the documents where it is more than 0."""
        found = library().attache_gather(
            *self._columns, forms.buffer_info()[0], len(forms) // 3, *self._counting, *scratch.gathering
        )
        return kept(found, self._size)


def _described(column: Column) -> bytes:
    return _COLUMN.pack(address(column.docs), *numbers(column.values), *numbers(column.starts), column.times)
