"""The forms of a segment by their hashes, and those that a word stands for."""

import struct
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import address, numbers, short

Runs: TypeAlias = "array[int]"
"""Forms by number, and the ways in which they meet a word: of each run the first one, the one behind the last, the way.

An `array` of type `q`.
"""

_LEXICON = struct.Struct("PPqqPPqPqPq")
_ROOM = 16


class Word(NamedTuple):
    """What a word is found by: the hash of its form, then of each of up to eight keys the hash, and what a kind counts
    in the way of a form that has it.
    """

    hashes: bytes
    keys: int


def word(form: int, keys: Sequence[tuple[int, int]]) -> Word:
    """A word of these hashes."""
    return Word(array("Q", (form, *chain.from_iterable(keys))).tobytes(), len(keys))


class Hashed(NamedTuple):
    """The hashes of all forms, ascending, and the number of each; those of the keys, and where the numbers of their
    forms begin among those of all keys, and their kinds.
    """

    hashes: NDArray[np.uint64]
    forms: NDArray[Any]
    key_hashes: NDArray[np.uint64]
    key_starts: NDArray[Any]
    key_forms: NDArray[Any]
    key_kinds: NDArray[np.uint8]


class Families:
    """The forms of a segment, each with those of the same stem and those it is a part of."""

    def __init__(self, hashed: Hashed) -> None:
        self._kept = hashed
        hashes, forms, key_hashes, key_starts, key_forms, key_kinds = hashed
        self._lexicon = _LEXICON.pack(
            *(address(hashes), *numbers(forms), len(hashes), address(key_hashes)),
            *(*numbers(key_starts), *numbers(key_forms), address(key_kinds), len(key_hashes)),
        )

    def forms(self, hashes: bytes) -> list[int]:
        """The forms that have these hashes, of 64 bits each; -1 for one that is not there."""
        found = array("q", bytes(len(hashes)))
        short().attache_forms(self._lexicon, hashes, len(found), found.buffer_info()[0])
        return found.tolist()

    def family(self, wanted: Word, room: int = _ROOM) -> Runs:
        """The forms that a word stands for: its own in the way 0, and those that have one of its keys."""
        runs = array("q", bytes(24 * room))
        found = short().attache_family(self._lexicon, *wanted, runs.buffer_info()[0], room)
        return runs[: 3 * found] if found <= room else self.family(wanted, found)
