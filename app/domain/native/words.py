"""Where words stand in texts: many texts at once."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.native.library import Ints, address, library, zeros


class Words(NamedTuple):
    """The words of a text: so many numbers, zones, starts and ends are four rows of numbers at `place` in memory.

    At `wanted` stands for each number of a word in which zones it is looked for: a bit each.
    """

    place: int
    words: int
    wanted: int


def find_words(texts: Sequence[Words]) -> tuple[Ints, Ints]:
    """Where the words that are looked for start and end, one behind the other, and how many there are in each text."""
    found, counts = zeros("i", 2 * sum([text.words for text in texts])), zeros("q", len(texts))
    seen = array("Q", [number for text in texts for number in text])
    library().attache_find(address(seen), len(texts), address(found), address(counts))
    return found[: 2 * sum(counts)], counts
