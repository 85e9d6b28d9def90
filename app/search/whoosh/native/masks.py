"""Documents as masks: chosen by what lists they are in, joined, and counted."""

from array import array
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import accumulate, chain
from operator import and_

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import WORD, address, short
from app.search.whoosh.native.postings import Postings, Rated, rows_of

Mask = NDArray[np.bool_]
"""Which of the documents of a segment."""

Sets = NDArray[np.uint64]
"""Masks as bits, 64 a word: each is as long as whole blocks of words, and 0 up to its end."""

AND, OR, NOT = -1, -2, -3
"""Operations of a `Program`; what is not negative is the number of a list."""

_BLOCK = 16


class Program:
    """Operations in postfix order, over the numbers of lists: what documents are chosen by. None chooses all."""

    def __init__(self, operations: Sequence[int]) -> None:
        self._operations = array("i", operations)
        self.steps = len(operations)
        self.address = self._operations.buffer_info()[0]
        changes = (1 if operation >= 0 else 0 if operation == NOT else -1 for operation in operations)
        self._depth = max(accumulate(changes), default=1)

    def stack(self, words: int, others: int = 0) -> NDArray[np.uint64]:
        """Room for all sets of so many words that are open at once, and for others."""
        return np.empty((others + self._depth) * words, np.uint64)

    def match(self, lists: Sequence[Postings], size: int) -> Mask:
        """Which of the documents of a segment are chosen."""
        mask, stack = np.empty(size, np.bool_), self.stack(words_of(size))
        rows = rows_of(Rated(each, 0.0) for each in lists)
        short().attache_match(rows, self.address, self.steps, size, address(stack), address(mask))
        return mask


def words_of(size: int) -> int:
    """How many words a set of documents of a segment takes: whole blocks."""
    return -(-size // (_BLOCK * WORD)) * _BLOCK


def set_of(mask: Mask, size: int = 0) -> Sets:
    """A mask, of `size` documents or fewer, as a set of bits."""
    packed = np.zeros(words_of(max(size, len(mask))), np.uint64)
    packed.view(np.uint8)[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return packed


def sets_of(masks: Iterable[Mask], size: int) -> Sets:
    """Masks of so many documents, or fewer, as sets of bits, each in a row."""
    rows = [set_of(mask, size) for mask in masks]
    return np.stack(rows) if rows else np.zeros((0, words_of(size)), np.uint64)


def masks_of(sets: Sets, sizes: Iterable[int]) -> list[Mask]:
    """Sets of so many documents as masks, in arrays of their own."""
    rows = zip(sets.view(np.uint8), sizes, strict=True)
    return [np.unpackbits(row, count=size, bitorder="little").view(np.bool_) for row, size in rows]


def mask_of(postings: Postings, size: int) -> Mask:
    """The documents as a mask."""
    return _SINGLE.match([postings], size)


def intersection(masks: Sequence[Mask]) -> Mask:
    """What is in all of them: the mask itself when it is one."""
    return reduce(and_, masks)


def within(first: NDArray[np.int32], last: NDArray[np.int32], low: tuple[int, int], high: tuple[int, int]) -> Mask:
    """Which pairs of numbers are at least as high as `low`, and at most as `high`."""
    mask = np.empty(len(first), np.bool_)
    bounds = array("i", (*low, *high))
    short().attache_within(address(first), address(last), bounds.buffer_info()[0], len(first), address(mask))
    return mask


def cover(docs: NDArray[np.uint16], lists: Sequence[tuple[int, int]], size: int) -> Mask:
    """The documents of a segment that are in any of the lists, of which each has a begin and an end in `docs`."""
    mask, pairs = np.zeros(size, np.bool_), array("q", chain.from_iterable(lists))
    short().attache_cover(address(docs), pairs.buffer_info()[0], len(lists), address(mask))
    return mask


_SINGLE = Program([0])
