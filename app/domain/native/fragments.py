"""Which marks of texts are shown, and where fragments are cut around them: many texts at once.

Spans are flat: the start and the end of each behind those of the one before, in code points.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from app.domain.native.library import address, library, zeros

Ints: TypeAlias = "array[int]"

_MARK, _FRAGMENT, _PLACE = 3, 5, 8  # numbers: of 32 bits, of 64 those of a place


class Layout:
    """The zones of a text, its white space and the borders between its sentences, as the library sees them.

    A sentence ends with `.`, `!`, `?` or `…` and what closes it, before white space; a paragraph with two line feeds.
    """

    def __init__(self, text: str, zones: Iterable[tuple[int, int]]) -> None:
        size, counts = len(text) // 2 + 1, zeros("q", 2)
        spaces, borders = zeros("i", 2 * size), zeros("i", 2 * size)
        letters = text.encode("utf-32-le", "surrogatepass")
        library().attache_borders(letters, len(text), address(spaces), address(borders), address(counts))
        bounds = array("i", [edge for zone in zones for edge in zone])
        self._kept = bounds, borders[: 2 * counts[1]], spaces[: 2 * counts[0]]
        self.zones = len(bounds) // 2
        sizes = [len(each) // 2 for each in self._kept]
        self._row = array("Q", [*map(address, self._kept), *sizes, len(text)])
        self.address = address(self._row)

    @property
    def borders(self) -> Ints:
        """The white space between two sentences or paragraphs."""
        return self._kept[1]

    @property
    def spaces(self) -> Ints:
        """The runs of white space."""
        return self._kept[2]


class Marks:
    """The marks of some texts, in their order: neither do they touch nor leave what is `seen` of a text."""

    def __init__(self, actors: Ints, words: Ints, counts: Ints, seen: Ints) -> None:
        """Takes of each text the actors, each with a number behind its end, and the words, so many as `counts` says.

        Of actors that touch the longer stays, then the earlier, then the one of the lower number. Words that touch an
        actor are left out; words that overlap become one.
        """
        total = (len(actors) + _MARK * len(words) // 2) // _MARK
        room, marks = zeros("i", _MARK * len(words)), zeros("i", _MARK * total)
        library().attache_choose(
            address(actors),
            address(words),
            address(counts),
            address(seen),
            len(seen) // 2,
            address(room),
            address(marks),
        )
        self._marks, self._seen = marks, seen
        self.counts = counts[::2]
        end = _MARK * sum(self.counts)
        self.starts, self.ends, self.actors = (marks[part:end:_MARK] for part in range(_MARK))

    def cut(self, layouts: Sequence[Layout], shown: Ints, size: int, number: int) -> tuple[Ints, list[Ints]]:
        """Up to `number` fragments of each text, of up to `size` letters: those first that show most different marks.

        Returns how many there are of each text, and of all the number of the zone, the start, the end, the first
        of the marks and the one behind the last. `shown` numbers what each of the marks shows, from 0 on.
        """
        known = zeros("i", max(shown, default=0) + 1)
        places = zeros("q", _PLACE * (number + max([each.zones for each in layouts], default=0)))
        texts, found = array("Q", [each.address for each in layouts]), zeros("i", _FRAGMENT * number * len(layouts))
        counts = self.counts[:]
        library().attache_cut(
            *(address(each) for each in (texts, self._seen)),
            len(layouts),
            *(address(each) for each in (self._marks, counts, shown, known)),
            size,
            number,
            address(places),
            address(found),
        )
        end = _FRAGMENT * sum(counts)
        return counts, [found[column:end:_FRAGMENT] for column in range(_FRAGMENT)]
