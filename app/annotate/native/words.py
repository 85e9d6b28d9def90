"""Where the words of a text stand."""

import re
import sys
from array import array
from functools import cache

from app.annotate.native.loading import library

_IN_WORDS, _SPACE = 1, 2  # as in kernels.c


def token_spans(text: str) -> tuple[list[int], list[int]]:
    """Where the words and single signs of `text` begin and end."""
    size = len(text)
    spans = array("i", bytes(8 * size))
    starts = spans.buffer_info()[0]
    ends = starts + spans.itemsize * size
    count = library().attache_tokens(text.encode("utf-32-le", "surrogatepass"), size, _kinds()[1], starts, ends)
    return spans[:count].tolist(), spans[size : size + count].tolist()


@cache
def _kinds() -> "tuple[array[int], int]":
    """By code point whether a sign stands in words, as `\\w` says, or is space, as `\\s` does; and their address."""
    signs = array("I", range(sys.maxunicode + 1)).tobytes().decode("utf-32-le", "surrogatepass")
    kinds = array("B", bytes(len(signs)))
    for kind, pattern in ((_IN_WORDS, r"\w+"), (_SPACE, r"\s+")):
        for found in re.finditer(pattern, signs):
            first, after = found.span()
            kinds[first:after] = array("B", [kind]) * (after - first)
    return kinds, kinds.buffer_info()[0]
