"""The passages of a text that show best what was asked for."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import chain, count, islice, repeat
from typing import NamedTuple

from app.domain.native.fragments import Ints, Marks
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
_fragment = partial(tuple.__new__, Fragment)


def find_fragments(texts: Sequence[Sought], size: int, number: int) -> list[list[Fragment]]:
    """Up to `number` fragments of each text, of up to `size` code points: those first that show most different marks.

    They lie in one zone each, begin and end with sentences where these fit, else with words, and do not overlap. A mark
    that is longer than `size` makes a fragment of its own. Marks neither nest nor overlap: of actors that touch the
    longer stays, then the earlier; words that touch an actor are left out; words that overlap each other are one mark.
    """
    names = sorted({name for text in texts for _, _, name in text.actors})
    marks = _marks(texts, names)
    entities = map([*names, None].__getitem__, marks.actors)
    every: tuple[Mark, ...] = tuple(map(_mark, zip(marks.starts, marks.ends, entities, strict=True)))
    numbers = array("i", _numbered(texts, every, marks.counts))
    counts, columns = marks.cut([text.passages.layout for text in texts], numbers, size, number)
    rows, found = zip(*columns, strict=True), list[list[Fragment]]()
    for text, many in zip(texts, counts, strict=True):
        zones, here = text.passages.zones, islice(rows, many)
        found.append([_fragment((zones[at].zone, low, high, every[of:to])) for at, low, high, of, to in here])
    return found


def _marks(texts: Sequence[Sought], names: Sequence[str]) -> Marks:
    """The marks of texts; the number of an actor is its place among the names."""
    places = {name: place for place, name in enumerate(names)}
    actors = [edge for text in texts for start, end, name in text.actors for edge in (start, end, places[name])]
    words = chain.from_iterable(chain.from_iterable([text.words for text in texts]))
    counts = [size for text in texts for size in (len(text.actors), len(text.words))]
    seen = array("i", chain.from_iterable([text.seen for text in texts]))
    return Marks(array("i", actors), array("i", words), array("q", counts), seen)


def _numbered(texts: Sequence[Sought], marks: Sequence[Mark], counts: Ints) -> list[int]:
    """For each mark a number of what it shows: an actor, or words that are written alike."""
    numbers = defaultdict[str, int](count().__next__)
    theirs = chain.from_iterable(map(repeat, [each.passages.text for each in texts], counts))
    return [
        numbers[entity or text[start:end].casefold()] for text, (start, end, entity) in zip(theirs, marks, strict=True)
    ]
