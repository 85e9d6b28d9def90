"""Where words stand in texts: many texts at once."""

from array import array
from collections.abc import Sequence
from itertools import chain

from app.domain.native.library import Ints, address, filled, library, zeros

_SPAN = 8  # bytes


def find_words(texts: Sequence[tuple[int, int, int]]) -> tuple[Ints, Ints]:
    """Where the words that are looked for start and end, one behind the other, and how many there are in each text.

    Of each text is said where in memory its words are, their numbers, zones, starts and ends in a row each; how many
    they are; and where for each number of a word the zones are in which it is looked for, a bit each.
    """
    counts, seen = zeros("q", len(texts)), array("Q", chain.from_iterable(texts))

    def find(room: Ints) -> int:
        library().attache_find(address(seen), len(texts), address(room), len(room) // _SPAN, address(counts))
        return _SPAN * sum(counts)

    found = array("i")
    found.frombytes(filled(find))
    return found, counts
