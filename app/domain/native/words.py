"""Where words stand in texts: many texts at once."""

import struct
from collections.abc import Sequence
from itertools import islice

from app.domain.native.library import address, library, zeros

_WORDS = struct.Struct("Pq")


def listed(place: int, count: int) -> bytes:
    """What the library sees of the words of a text, whose numbers, zones, starts and ends are four rows in memory."""
    return _WORDS.pack(place, count)


def find_words(texts: Sequence[bytes], zones: bytes) -> list[list[tuple[int, int]]]:
    """Of each of these texts the stretches (start, end) of the words that are looked for, in their order.

    `zones` says for each number of a word in which zones that is: a bit each.
    """
    room = sum([count for _, count in map(_WORDS.unpack, texts)])
    found, counts = zeros("i", 2 * room), zeros("q", len(texts))
    library().attache_find(b"".join(texts), len(texts), zones, address(found), address(counts))
    end = 2 * sum(counts)
    every = zip(found[:end:2], found[1:end:2], strict=True)
    return [list(islice(every, count)) for count in counts]
