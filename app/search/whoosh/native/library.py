"""The library of the inner loops of a search, and the memory that they calculate in.

Arrays are handed over by their addresses: whoever calls keeps them alive, contiguous, and of the types that are said.
"""

import ctypes
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compiled import library_path
from app.errors import IndexUnavailableError

_HERE = Path(__file__).parent

WORD = 64
"""Bits of a set that are looked at together."""

_MOST = 1 << 16
"""Documents of a segment, at most: their numbers have 16 bits."""

_ENTRY = 16  # bytes


class Scratch(threading.local):
    """What a thread calculates in; what adds up is 0 between two calls."""

    def __init__(self) -> None:
        self.sums = np.zeros(_MOST, np.float32)
        self.docs = np.empty(_MOST, np.uint16)
        self.weights = np.empty(_MOST, np.float32)
        self.set = np.empty(_MOST // WORD, np.uint64)
        self.gathering = [address(each) for each in (self.sums, self.docs, self.weights, self.set)]
        self.scores = np.zeros(_MOST)
        self.entries = np.empty(_MOST * _ENTRY, np.uint8)
        self._searching = np.array([address(each) for each in (self.scores, self.entries, self.set)], np.uintp)
        self.searching = address(self._searching)


def address(values: NDArray[Any]) -> int:
    """Where an array begins in memory."""
    found: int = values.__array_interface__["data"][0]
    return found


def numbers(values: NDArray[Any]) -> tuple[int, int]:
    """Where numbers begin in memory, and how many bytes each has."""
    return address(values), values.itemsize


@cache
def library() -> ctypes.CDLL:
    """The functions, during which other threads run. Raises `IndexUnavailableError`."""
    return _open(ctypes.CDLL)


@cache
def short() -> ctypes.CDLL:
    """The same for what takes microseconds: to hand over to another thread and back would take longer."""
    return _open(ctypes.PyDLL)


def _open(load: Callable[[str], ctypes.CDLL]) -> ctypes.CDLL:
    path = library_path(_HERE)
    if not path.exists():
        raise IndexUnavailableError("The inner loops of the search are not compiled: `make install` does it.")
    loaded, number, pointer = load(str(path)), ctypes.c_int64, ctypes.c_void_p
    for name, result, arguments in (
        ("gather", number, [pointer, number, pointer, number, pointer, number, pointer, number, *[pointer] * 4]),
        ("phrase", number, [pointer, number, pointer, pointer, number, number, pointer, number, *[pointer] * 4]),
        ("forms", None, [pointer, pointer, number, pointer]),
        ("family", number, [pointer, pointer, number, pointer, number]),
        ("match", None, [pointer, pointer, number, number, pointer, pointer]),
        ("within", None, [*[pointer] * 3, number, pointer]),
        ("cover", None, [pointer, pointer, number, pointer]),
        ("tally", number, [pointer, number, pointer, *[number] * 3, pointer, number, pointer, pointer]),
        ("largest", None, [pointer, pointer, number, number, pointer]),
        ("place", None, [pointer, number, pointer, pointer]),
        ("place_each", None, [pointer, number, pointer, number, *[pointer] * 3]),
        ("impacts", None, [pointer, pointer, number, pointer, pointer, number]),
        ("search", None, [pointer, pointer, number, pointer, pointer, number, *[pointer] * 4]),
    ):
        function = getattr(loaded, f"attache_{name}")
        function.restype, function.argtypes = result, arguments
    return loaded


scratch = Scratch()
