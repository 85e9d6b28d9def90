"""The compiled inner loops of the extraction."""

import ctypes
from functools import cache
from pathlib import Path

from app.compiled import library_path

_HERE = Path(__file__).parent


@cache
def library() -> ctypes.PyDLL:
    """All of them take microseconds: to hand over to another thread and back would take longer."""
    path = library_path(_HERE)
    if not path.exists():
        raise FileNotFoundError("The inner loops of the extraction are not compiled: `make install` does it.")
    library, number, pointer = ctypes.PyDLL(str(path)), ctypes.c_int64, ctypes.c_void_p
    for name, result, arguments in (
        ("tokens", number, [pointer, number, *[pointer] * 3]),
        ("add_up", None, [pointer, pointer, number, number, pointer, pointer]),
        ("names", number, [pointer, pointer, number, number, *[pointer] * 3, number, ctypes.c_double, *[pointer] * 5]),
        ("least", None, [pointer, number, number, pointer, pointer, number, pointer]),
    ):
        function = getattr(library, f"attache_{name}")
        function.restype, function.argtypes = result, arguments
    return library
