"""A text as the inner loops see it. All offsets are code points; spans are flat, the start and the end of each."""

from array import array
from collections.abc import Iterable

from app.domain.native.library import Ints, address, library, zeros

_STEP = 16  # letters, as in texts.h


class Layout:
    """The zones of a text, its white space, the borders between its sentences, and its letters as UTF-8.

    A sentence ends with `.`, `!`, `?` or `…` and what closes it, before white space; a paragraph with two line feeds.
    """

    def __init__(self, text: str, zones: Iterable[tuple[int, int, int]]) -> None:
        """Takes of each zone the number of its name, where it starts and where it ends."""
        size, counts = len(text) // 2 + 1, zeros("q", 2)
        spaces, borders, steps = zeros("i", 2 * size), zeros("i", 2 * size), zeros("i", 2 * (len(text) // _STEP + 1))
        letters = text.encode("utf-32-le")
        library().attache_borders(letters, len(text), address(spaces), address(borders), address(counts))
        library().attache_steps(letters, len(text), address(steps))
        numbered = list(zones)
        bounds = array("i", [edge for _, *edges in numbered for edge in edges])
        names = array("i", [name for name, *_ in numbered])
        spans = bounds, borders[: 2 * counts[1]], spaces[: 2 * counts[0]]
        self._kept = *spans, names, array("B", text.encode()), steps
        self.zones = len(names)
        sizes = [len(each) // 2 for each in spans]
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
