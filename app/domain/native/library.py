"""The library of the inner loops over texts.

Arrays are handed over by their addresses: whoever calls keeps them alive, and of the types that are said.
"""

import ctypes
import threading
from array import array
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from app.compiled import library_path

Ints: TypeAlias = "array[int]"

ROOM = 1 << 17
"""Bytes that a thread keeps to write to."""

_HERE = Path(__file__).parent
_SIZES = {kind: array(kind).itemsize for kind in "Biq"}


def address(values: "array[Any]") -> int:
    """Where an array begins in memory."""
    return values.buffer_info()[0]


def zeros(kind: str, count: int) -> Ints:
    """An array of so many zeros."""
    return array(kind, bytes(_SIZES[kind] * count))


class _Scratch(threading.local):
    """What a thread writes to, if there is room for it, as there is for most pages."""

    def __init__(self) -> None:
        self.room = zeros("B", ROOM)


_scratch = _Scratch()


def filled(write: Callable[[Ints], int]) -> memoryview:
    """What `write` puts into as many bytes as it says that it needs; to be read before anything else is written."""
    room = _scratch.room
    size = write(room)
    if size > len(room):
        room = zeros("B", size)
        write(room)
    return memoryview(room)[:size]


@cache
def library() -> ctypes.PyDLL:
    """The functions, all of which take microseconds: to hand over to another thread and back would take longer."""
    path = library_path(_HERE)
    if not path.exists():
        raise FileNotFoundError("The inner loops over texts are not compiled: `make install` does it.")
    loaded, number, pointer = ctypes.PyDLL(str(path)), ctypes.c_int64, ctypes.c_void_p
    for name, arguments in (
        ("borders", [pointer, number, *[pointer] * 3]),
        ("steps", [pointer, number, pointer]),
        ("find", [pointer, number, pointer, number, pointer]),
        ("choose", [pointer, pointer, number, *[pointer] * 3, number, *[pointer] * 3]),
        ("number", [pointer, number, pointer, pointer, number, *[pointer] * 3, number]),
        ("cut", [pointer, pointer, number, *[pointer] * 5, number, number, pointer, pointer]),
        ("write", [pointer, number, *[pointer] * 5, number, number, pointer, number, pointer]),
    ):
        function = getattr(loaded, f"attache_{name}")
        function.restype, function.argtypes = number, arguments
    return loaded
