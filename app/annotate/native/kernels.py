"""The inner loops of the extraction over arrays, written in C: scores of tags, names, sketches.

Arrays are handed over by their addresses, of the types that are said here, and contiguous.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.annotate.native.loading import library

MOST_TAGS = 32

Floats = NDArray[np.float32]


class PairTable:
    """What pairs of parts add to the scores of the token on the left, and of that on the right; parts have numbers."""

    def __init__(self, lefts: NDArray[Any], rights: NDArray[Any], weights: Floats, parts: int) -> None:
        """Takes pairs in the order of their numbers, of which there are as many as `parts`."""
        starts = lefts.searchsorted(np.arange(parts + 1))
        self._held = starts.astype(np.int32), rights.astype(np.int32), np.ascontiguousarray(weights, np.float32)
        self._struct = np.array([_address(each) for each in self._held], np.uintp)
        self.address = _address(self._struct)


def add_up(records: bytes, lengths: Sequence[int], tags: int, pairs: PairTable) -> Floats:
    """The scores of the tags of each token, from records as `kernels.c` tells; one stands at each end of a sentence."""
    scores = np.empty((sum(lengths), tags), np.float32)
    sizes = np.array(lengths, np.int64)
    library().attache_add_up(records, _address(sizes), len(sizes), tags, pairs.address, _address(scores))
    return scores


class Ways:
    """What it comes to to go from tag to tag: `factors`, from each to each; `kinds` of names by their two tags."""

    def __init__(self, factors: Floats, kinds: NDArray[np.int32]) -> None:
        """Takes for each kind of names the tags they begin and go on with, the second below nought where none does."""
        self._held = np.ascontiguousarray(factors), np.ascontiguousarray(factors.T), np.ascontiguousarray(kinds)
        self.told = *(_address(each) for each in self._held), len(kinds)


def names(
    here: Floats, lengths: Sequence[int], ways: Ways, least: float
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The names that gain most over `least`: numbers of sentence, first token, that behind, and kind; how sure."""
    rows, sizes = len(here), np.array(lengths, np.int64)
    rooms = np.empty(here.shape), np.empty(here.shape), np.empty((max(lengths, default=0) + 1, 3))
    found, sure = np.empty((rows, 4), np.int32), np.empty(rows)
    given = (_address(each) for each in (*rooms, found, sure))
    count = library().attache_names(
        _address(here), _address(sizes), len(sizes), here.shape[1], *ways.told, least, *given
    )
    return found[:count], sure[:count]


def least(
    hashes: NDArray[np.uint32], words: int, factors: NDArray[np.uint64], summands: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The least hash that each permutation, a factor and a summand, gives to the shingles of so many words."""
    found = np.empty(len(factors), np.uint64)
    permutations = _address(factors), _address(summands), len(factors)
    library().attache_least(_address(hashes), len(hashes), words, *permutations, _address(found))
    return found


def _address(values: NDArray[Any]) -> int:
    found: int = values.__array_interface__["data"][0]
    return found
