"""Documents of segments as sets of bits: how many of them are in others, in lists, and have values."""

import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import address, library, numbers
from app.search.whoosh.native.masks import Sets

_COUNTED = struct.Struct("PqqPPP")

_RANKS = (1 << 32) - 1

Counts = NDArray[np.int64]


class Lists(NamedTuple):
    """Lists of documents, each from its begin to its end."""

    docs: NDArray[np.uint16]
    begins: Counts
    ends: Counts


class Values(NamedTuple):
    """The values of each document, from its start to the next one, and the place of each value among counts."""

    starts: NDArray[np.integer]
    values: NDArray[np.uint32]
    places: NDArray[np.uint32]


def largest(counts: Counts, ranks: Counts, most: int | None) -> list[tuple[int, int]]:
    """The ranks of the `most` largest counts (None: of all) above 0, with the counts: most first, then by rank."""
    found = np.zeros(len(counts) if most is None else min(most, len(counts)), np.int64)
    library().attache_largest(address(counts), address(ranks), len(counts), len(found), address(found))
    return [(_RANKS - (each & _RANKS), each >> 32) for each in found.tolist() if each]


class DocumentSets:
    """Documents of some segments as sets, that of each segment in a row."""

    def __init__(self, sets: Sets) -> None:
        self._kept = sets
        self.address, self.width = address(sets), sets.shape[1]

    def place(self, places: NDArray[np.uint32], counts: Counts) -> None:
        """Count each document at its place in `counts`; of the places there are rows, too."""
        library().attache_place(self.address, self._kept.size, address(places), address(counts))

    def place_each(self, number: int, values: Values, counts: Counts) -> None:
        """Count each value of each document of a segment at its place in `counts`."""
        begin, (starts, places) = (
            self.address + 8 * number * self.width,
            (numbers(values.starts), address(values.places)),
        )
        library().attache_place_each(begin, self.width, *starts, address(values.values), places, address(counts))


class Tally:
    """Lists of documents of some segments, of each as many. Of the first ones there are sets too, each in a row."""

    def __init__(self, lists: Sequence[Lists], sets: Sequence[Sets]) -> None:
        self._kept = lists, sets
        self._count = len(lists)
        self._rows = b"".join(
            _COUNTED.pack(
                *(address(rows), rows.shape[1], len(rows)),
                *(address(each.docs), address(each.begins), address(each.ends)),
            )
            for each, rows in zip(lists, sets, strict=True)
        )

    def count(self, chosen: DocumentSets, begin: int, end: int) -> Counts:
        """How many documents are chosen of each list from one to another, in all segments."""
        return self.count_largest(chosen, begin, np.zeros(end - begin, np.int64), None)

    def count_largest(self, chosen: DocumentSets, begin: int, sizes: Counts, most: int | None) -> Counts:
        """The same of lists of these sizes, which descend, until no other one can be among the `most` largest."""
        counts = np.empty(len(sizes), np.int64)
        heap = np.zeros(most if most and most < len(sizes) else 0, np.int64)
        count = library().attache_tally(
            *(self._rows, self._count, chosen.address, chosen.width, begin, begin + len(sizes), address(sizes)),
            *(len(heap), address(heap), address(counts)),
        )
        return counts[:count]
