"""A text that passages are chosen from, with what is worked out of it once, however many questions it answers."""

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any, NamedTuple

from app.domain.annotations import ZONES, Zone
from app.domain.listed import ListedZone
from app.domain.native.layouts import Layout
from app.domain.native.library import Ints


class Passages:
    """A text, its zones, which do not overlap, and its language; None is unknown.

    `words` belongs to the index that marks the text: what it has read of it, None before the first time.
    """

    def __init__(self, text: str, zones: Sequence[Zone | ListedZone], language: str | None) -> None:
        self.text = text
        self.zones = zones
        self.language = language
        self.words: Any = None

    @cached_property
    def layout(self) -> Layout:
        """Where its zones, its sentences and its white space begin and end."""
        return Layout(self.text, ((ZONES.index(zone.zone), zone.start, zone.end) for zone in self.zones))


class Stretches(NamedTuple):
    """Where stretches of some texts start and end, one behind the other, and how many there are of each text."""

    edges: Ints
    counts: Ints

    @classmethod
    def of(cls, texts: Iterable[Iterable[tuple[int, int]]]) -> "Stretches":
        """These stretches of each text."""
        found = [list(each) for each in texts]
        edges = chain.from_iterable(chain.from_iterable(found))
        return cls(array("i", edges), array("q", map(len, found)))

    def by_text(self) -> list[list[tuple[int, int]]]:
        """The stretches of each text."""
        every = zip(self.edges[::2], self.edges[1::2], strict=True)
        return [list(islice(every, count)) for count in self.counts]
