"""The passages of a text that show best what was asked for."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, count, islice
from typing import NamedTuple

from app.domain.native.fragments import FRAGMENT, Ints, Marks
from app.domain.passages import Passages


class Mark(NamedTuple):
    """A half-open span of a text that was asked for; `entity` is None for words."""

    start: int
    end: int
    entity: str | None = None


class Fragment(NamedTuple):
    """A stretch of one zone of a text, and the marks in it in their order."""

    zone: str
    start: int
    end: int
    marks: tuple[Mark, ...]


class Sought(NamedTuple):
    """A text, where the actors and the words stand in it that are looked for, and what of it may be seen."""

    passages: Passages
    actors: Sequence[tuple[int, int, str]]
    words: Sequence[tuple[int, int]]
    seen: tuple[int, int]


_mark = partial(tuple.__new__, Mark)  # a third of the time of `Mark()`, hundreds of times a page


def find_fragments(texts: Sequence[Sought], size: int, number: int) -> list[list[Fragment]]:
    """Up to `number` fragments of each text, of up to `size` code points: those first that show most different marks.

    They lie in one zone each, begin and end with sentences where these fit, else with words, and do not overlap. A mark
    that is longer than `size` makes a fragment of its own. Marks neither nest nor overlap: of actors that touch the
    longer stays, then the earlier; words that touch an actor are left out; words that overlap each other are one mark.
    """
    names = sorted({name for text in texts for _, _, name in text.actors})
    marks = _marks(texts, names)
    entities = map([*names, None].__getitem__, marks.actors)
    every: list[Mark] = list(map(_mark, zip(marks.starts, marks.ends, entities, strict=True)))
    numbers = array("i", _numbered(texts, every, marks.counts))
    cut = marks.cut([text.passages.layout for text in texts], numbers, size, number)
    marked = iter(every)
    return [
        _fragments(text.passages, rows, list(islice(marked, many)))
        for text, rows, many in zip(texts, cut, marks.counts, strict=True)
    ]


def _fragments(passages: Passages, rows: Ints, marks: Sequence[Mark]) -> list[Fragment]:
    """The fragments of a text, of rows as `Marks.cut` gives them."""
    zones, columns = passages.zones, (rows[column::FRAGMENT] for column in range(FRAGMENT))
    return [
        Fragment(zones[zone].zone, start, end, tuple(marks[first:behind]))
        for zone, start, end, first, behind in zip(*columns, strict=True)
    ]


def _marks(texts: Sequence[Sought], names: Sequence[str]) -> Marks:
    """The marks of texts; the number of an actor is its place among the names."""
    places = {name: place for place, name in enumerate(names)}
    actors = [edge for text in texts for start, end, name in text.actors for edge in (start, end, places[name])]
    words = chain.from_iterable(chain.from_iterable([text.words for text in texts]))
    counts = [size for text in texts for size in (len(text.actors), len(text.words))]
    seen = array("i", chain.from_iterable([text.seen for text in texts]))
    return Marks(array("i", actors), array("i", words), array("q", counts), seen)


def _numbered(texts: Sequence[Sought], marks: Sequence[Mark], counts: Ints) -> Iterator[int]:
    """For each mark a number of what it shows: an actor, or words that are written alike."""
    numbers, left = defaultdict[str, int](count().__next__), iter(marks)
    for text, marked in zip((each.passages.text for each in texts), counts, strict=True):
        for start, end, entity in islice(left, marked):
            yield numbers[entity or text[start:end].casefold()]
