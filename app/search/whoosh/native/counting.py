"""Documents of segments as sets of bits: how many of them are in others, in lists, and have values."""

import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import WORD, address, library, numbers, short
from app.search.whoosh.native.masks import Mask

_BLOCK = 16  # words
_COUNTED = struct.Struct("PqqqPPP")

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


class DocumentSets:
    """Documents of some segments as sets: each is as long as whole blocks, and 0 up to its end."""

    def __init__(self, masks: Sequence[Mask]) -> None:
        sizes = [len(mask) for mask in masks]
        *offsets, words = _offsets(sizes)
        self.sets = np.zeros(words, np.uint64)
        rows = [array("Q", map(address, masks)), array("q", sizes), array("q", offsets)]
        short().attache_pack(*[row.buffer_info()[0] for row in rows], len(masks), address(self.sets))
        self.address = address(self.sets)
        self._places = [
            (self.address + 8 * offset, -(-size // WORD)) for offset, size in zip(offsets, sizes, strict=True)
        ]

    def place(self, number: int, places: NDArray[np.uint32], counts: Counts) -> None:
        """Count each document of a segment at its place in `counts`."""
        short().attache_place(*self._places[number], address(places), address(counts))

    def place_each(self, number: int, values: Values, counts: Counts) -> None:
        """Count each value of each document of a segment at its place in `counts`."""
        starts, places = numbers(values.starts), address(values.places)
        library().attache_place_each(*self._places[number], *starts, address(values.values), places, address(counts))


class Tally:
    """Lists of documents of some segments, of each as many. Of the first ones there are sets too, each in a row."""

    def __init__(self, lists: Sequence[Lists], sets: Sequence[NDArray[np.uint64]]) -> None:
        self._kept = lists, sets
        self._count = len(lists)
        offsets = [0, *accumulate(each.shape[1] for each in sets)]
        self._rows = b"".join(
            _COUNTED.pack(
                *(address(row), offset, row.shape[1], len(row)),
                *(address(each.docs), address(each.begins), address(each.ends)),
            )
            for each, row, offset in zip(lists, sets, offsets, strict=False)
        )

    def count(self, chosen: DocumentSets, begin: int, end: int) -> Counts:
        """How many documents are chosen of each list from one to another, in all segments."""
        counts = np.zeros(end - begin, np.int64)
        library().attache_tally(self._rows, self._count, chosen.address, begin, end, address(counts))
        return counts


def sets_of(masks: Sequence[Mask], size: int) -> NDArray[np.uint64]:
    """Several masks of the documents of a segment as sets, each in a row."""
    _, words = _offsets([size])
    return DocumentSets(masks).sets.reshape(len(masks), words)


def _offsets(sizes: Sequence[int]) -> list[int]:
    """Where the sets of segments of these sizes begin, and where the last one ends."""
    return [0, *accumulate(-(-size // (_BLOCK * WORD)) * _BLOCK for size in sizes)]
