"""The passages of a text that show best what was asked for."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from app.domain.annotations import ENTITY_TYPES, ZONES
from app.domain.listed import ListedMention
from app.domain.native.fragments import Marks, Wanted
from app.domain.native.library import Ints, address
from app.domain.native.writing import Cut, Frame, write_fragments
from app.domain.offsets import OffsetUnit
from app.domain.passages import Passages, Stretches

MENTION = 4
"""How many numbers a mention is: start, end, and the places of its zone in `ZONES`, of its type in `ENTITY_TYPES`."""


class Mentions:
    """The mentions of an entity in a text, one behind the other."""

    def __init__(self, numbers: Ints) -> None:
        self.numbers = numbers
        self.count = len(numbers) // MENTION
        self.place = address(numbers)


Mentioned = Mapping[str, Mentions]
"""Whom a text mentions."""


class Texts(NamedTuple):
    """Some texts: of each what it is cut from, the mentions of some entities, and what of it may be seen."""

    passages: Sequence[Passages]
    mentions: Sequence[Mentioned]
    seen: Sequence[tuple[int, int]]


class Fragments:
    """Stretches of some texts, each of one zone, and the marks in them: actors by name, and words."""

    def __init__(self, cut: Cut, names: Sequence[str]) -> None:
        self._cut = cut
        self.names = names

    def write(self, frame: Frame, names: Sequence[bytes], unit: OffsetUnit) -> list[bytes]:
        """The fragments of each text as JSON; see `write_fragments`."""
        return write_fragments(self._cut, frame, names, unit)


def mentioned(mentions: Iterable[ListedMention]) -> dict[str, Mentions]:
    """The mentions by entity."""
    found = defaultdict[str, list[int]](list)
    for entity, start, end, kind, zone in mentions:
        found[entity] += (start, end, ZONES.index(zone), ENTITY_TYPES.index(kind))
    return {entity: Mentions(array("i", numbers)) for entity, numbers in found.items()}


def find_fragments(texts: Texts, words: Stretches, zones: Iterable[str], size: int, number: int) -> Fragments:
    """Up to `number` fragments of each text, of up to `size` code points: those first that show most different marks.

    They show the `words` of the texts and who is mentioned in one of `zones`. They lie in one zone each, begin and end
    with sentences where these fit, else with words, and do not overlap. A mark that is longer than `size` makes a
    fragment of its own. Marks neither nest nor overlap: of actors that touch the longer stays, then the earlier; words
    that touch an actor are left out; words that overlap each other are one mark.
    """
    names = sorted(set().union(*texts.mentions))
    layouts = [each.layout for each in texts.passages]
    marks = Marks(layouts, _wanted(texts, words, zones, names))
    shown, examples = marks.number(len(names))
    counts, fragments = marks.cut(shown, _meant(texts.passages, names, examples), size, number)
    return Fragments(Cut(layouts, counts, fragments, marks.rows), names)


def _wanted(texts: Texts, words: Stretches, zones: Iterable[str], names: Sequence[str]) -> Wanted:
    places = {name: place for place, name in enumerate(names)}
    actors = [(found.place, found.count, places[name]) for each in texts.mentions for name, found in each.items()]
    return Wanted(
        array("Q", chain.from_iterable(actors)),
        array("q", map(len, texts.mentions)),
        sum([count for _, count, _ in actors]),
        sum([1 << place for place, zone in enumerate(ZONES) if zone in zones]),
        *words,
        array("i", chain.from_iterable(texts.seen)),
    )


def _meant(texts: Sequence[Passages], names: Sequence[str], words: Iterable[tuple[int, int, int]]) -> list[int]:
    """A number for each of the names, and for each of the words, the same for those that differ in case alone."""
    numbers = {name: place for place, name in enumerate(names)}
    folded = [texts[at].text[start:end].casefold() for at, start, end in words]
    return [*numbers.values(), *[numbers.setdefault(word, len(numbers)) for word in folded]]
