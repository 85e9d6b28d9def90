"""The inner loops of the extraction, which are written in C: words, scores of tags, best and probable tags, sketches.

Arrays are handed over by their addresses, of the types that are said here, and contiguous.
"""

import ctypes
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compiled import library_path

MOST_TAGS = 32
_IN_WORDS, _SPACE = 1, 2

Floats = NDArray[np.float32]

_HERE = Path(__file__).parent


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
    _library().attache_add_up(records, _address(sizes), len(sizes), tags, pairs.address, _address(scores))
    return scores


def best(scores: Floats, lengths: Sequence[int], transitions: Floats, back: Floats) -> NDArray[np.int32]:
    """The tag of each token on the best way; `back` are the transitions seen from behind."""
    tags, most, sizes = np.empty(len(scores), np.int32), np.empty_like(scores), np.array(lengths, np.int64)
    addresses = (_address(each) for each in (transitions, back, most, tags))
    _library().attache_best(_address(scores), _address(sizes), len(sizes), scores.shape[1], *addresses)
    return tags


def probable(here: Floats, lengths: Sequence[int], factors: Floats, back: Floats) -> NDArray[np.float64]:
    """How probable each tag of each token is; takes factors where `best` takes sums."""
    shares, sizes = np.empty(here.shape), np.array(lengths, np.int64)
    addresses = (_address(each) for each in (factors, back, shares))
    _library().attache_probable(_address(here), _address(sizes), len(sizes), here.shape[1], *addresses)
    return shares


def tokens(text: str) -> tuple[list[int], list[int]]:
    """Where the words and single signs of `text` begin and end."""
    signs, kinds = text.encode("utf-32-le", "surrogatepass"), _kinds()
    spans = np.empty((2, len(text)), np.int32)
    starts, ends = spans
    count = _library().attache_tokens(signs, len(text), _address(kinds), _address(starts), _address(ends))
    return starts[:count].tolist(), ends[:count].tolist()


@cache
def _kinds() -> NDArray[np.uint8]:
    """By code point whether a sign stands in words, as `\\w` says, or is white space, as `\\s` does."""
    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    signs = np.arange(len(kinds), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for kind, pattern in ((_IN_WORDS, r"\w+"), (_SPACE, r"\s+")):
        for found in re.finditer(pattern, signs):
            kinds[slice(*found.span())] = kind
    return kinds


def least(
    hashes: NDArray[np.uint32], words: int, factors: NDArray[np.uint64], summands: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The least hash that each permutation, a factor and a summand, gives to the shingles of so many words."""
    found = np.empty(len(factors), np.uint64)
    permutations = _address(factors), _address(summands), len(factors)
    _library().attache_least(_address(hashes), len(hashes), words, *permutations, _address(found))
    return found


def _address(values: NDArray[Any]) -> int:
    found: int = values.__array_interface__["data"][0]
    return found


@cache
def _library() -> ctypes.PyDLL:
    """All of them take microseconds: to hand over to another thread and back would take longer."""
    path = library_path(_HERE)
    if not path.exists():
        raise FileNotFoundError("The inner loops of the extraction are not compiled: `make install` does it.")
    library, number, pointer = ctypes.PyDLL(str(path)), ctypes.c_int64, ctypes.c_void_p
    for name, result, arguments in (
        ("tokens", number, [pointer, number, *[pointer] * 3]),
        ("add_up", None, [pointer, pointer, number, number, pointer, pointer]),
        ("best", None, [pointer, pointer, number, number, *[pointer] * 4]),
        ("probable", None, [pointer, pointer, number, number, *[pointer] * 3]),
        ("least", None, [pointer, number, number, pointer, pointer, number, pointer]),
    ):
        function = getattr(library, f"attache_{name}")
        function.restype, function.argtypes = result, arguments
    return library
