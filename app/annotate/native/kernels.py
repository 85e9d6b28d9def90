"""The inner loops of the extraction over arrays, written in C: scores of tags, best and probable tags, sketches.

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


def best(scores: Floats, lengths: Sequence[int], transitions: Floats, back: Floats) -> NDArray[np.int32]:
    """The tag of each token on the best way; `back` are the transitions seen from behind."""
    tags, most, sizes = np.empty(len(scores), np.int32), np.empty_like(scores), np.array(lengths, np.int64)
    addresses = (_address(each) for each in (transitions, back, most, tags))
    library().attache_best(_address(scores), _address(sizes), len(sizes), scores.shape[1], *addresses)
    return tags


def probable(here: Floats, lengths: Sequence[int], factors: Floats, back: Floats) -> NDArray[np.float64]:
    """How probable each tag of each token is; takes factors where `best` takes sums."""
    shares, sizes = np.empty(here.shape), np.array(lengths, np.int64)
    addresses = (_address(each) for each in (factors, back, shares))
    library().attache_probable(_address(here), _address(sizes), len(sizes), here.shape[1], *addresses)
    return shares


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
