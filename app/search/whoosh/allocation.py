"""How the C library deals with the arrays of a search: it keeps their memory for the next one."""

import ctypes
from functools import cache

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3  # malloc.h of glibc
_LARGEST = 32 << 20
_KEPT = 16 << 20


@cache
def keep_freed_memory() -> bool:
    """Have glibc keep up to 16 MiB of what is freed; whether it is glibc, and will.

    By itself it gives arrays of more than 128 KiB back to the kernel at once: each of the next ones is then made of
    fresh pages, which costs several times what is calculated in them (mallopt(3)).
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    wanted = {_M_MMAP_THRESHOLD: _LARGEST, _M_TRIM_THRESHOLD: _KEPT, _M_TOP_PAD: _KEPT // 8}
    return all(mallopt(name, value) == 1 for name, value in wanted.items())
