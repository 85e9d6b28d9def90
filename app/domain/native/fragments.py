"""Which marks of texts are shown, and where fragments are cut around them: many texts at once.

Spans are flat: the start and the end of each behind those of the one before, in code points.
"""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.native.layouts import Layout
from app.domain.native.library import Ints, address, library, zeros

_MARK, _FRAGMENT, _PLACE, _SLICE = 3, 5, 8, 5  # numbers: of 32 bits, of 64 those of a place


class Wanted(NamedTuple):
    """What is looked for in some texts, and how much of it there is in each.

    `actors` are three numbers each: where in memory the mentions of one are, which are four numbers each, how many they
    are, and the number of the actor. There are `mentions` of them all. They count in `zones`, a bit each; and marks do
    that lie in what is `seen` of a text, a span of each.
    """

    actors: Ints
    actor_counts: Ints
    mentions: int
    zones: int
    words: Ints
    word_counts: Ints
    seen: Ints


class Marks:
    """The marks of some texts, in their order: neither do they touch nor leave what is `seen` of a text.

    Of actors that touch the longer stays, then the earlier, then the one of the lower number. Words that touch an actor
    are left out; words that overlap become one.
    """

    def __init__(self, layouts: Sequence[Layout], wanted: Wanted) -> None:
        count, words = len(layouts), len(wanted.words) // 2
        total = words + wanted.mentions
        room, self.rows, self.counts = zeros("i", _MARK * (total + words)), zeros("i", _MARK * total), zeros("q", count)
        library().attache_choose(
            *map(address, (wanted.actors, wanted.actor_counts)),
            wanted.zones,
            *map(address, (wanted.words, wanted.word_counts, wanted.seen)),
            count,
            *map(address, (room, self.rows, self.counts)),
        )
        del self.rows[_MARK * sum(self.counts) :]
        self._layouts = layouts
        self._texts = array("Q", [each.address for each in layouts])
        self._seen = wanted.seen

    def number(self, actors: int) -> tuple[Ints, list[tuple[int, int, int]]]:
        """What each mark shows, by number: one of so many actors, or the words behind them.

        Words have the same number when they are written the same. Returns also of each of these numbers the first
        mark: the number of the text, the start and the end.
        """
        count = sum(self.counts)
        shown, slices, slots = zeros("i", count), zeros("i", _SLICE * count), zeros("i", 1 << count.bit_length())
        found = library().attache_number(
            *(address(self._texts), len(self._texts), address(self.rows), address(self.counts), actors),
            *map(address, (shown, slices, slots)),
            len(slots),
        )
        rows = [slices[part : _SLICE * found : _SLICE] for part in range(3)]
        return shown, list(zip(*rows, strict=True))

    def cut(self, shown: Ints, meant: Sequence[int], size: int, number: int) -> tuple[Ints, Ints]:
        """Up to `number` fragments of each text, of up to `size` letters: those first that show most different marks.

        `shown` numbers what each of the marks shows, and `meant` says which of these numbers are the same. Returns how
        many fragments there are of each text, and of each the zone's place among those of the text, the start, the end,
        the first of the marks and the one behind the last.
        """
        known, same = zeros("i", len(meant)), array("i", meant)
        places = zeros("q", _PLACE * (number + max([each.zones for each in self._layouts], default=0)))
        found, counts = zeros("i", _FRAGMENT * number * len(self._layouts)), self.counts[:]
        library().attache_cut(
            *map(address, (self._texts, self._seen)),
            len(self._layouts),
            *map(address, (self.rows, counts, shown, same, known)),
            size,
            number,
            *map(address, (places, found)),
        )
        return counts, found[: _FRAGMENT * sum(counts)]
