"""The passages of a text that show best what was asked for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.domain.annotations import Zone
from app.domain.listed import ListedZone, Stretch
from app.domain.passages import Passages

_TO_SPACE = re.compile(r".*\s", re.DOTALL)
_SPACE = re.compile(r"\s+")


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


class _Place(NamedTuple):
    """Marks of a stretch of a zone that no fragment shows yet, and the best group of them: both first and end.

    What is worth more sorts first.
    """

    worth: tuple[int, int, int]
    group: tuple[int, int]
    every: tuple[int, int]
    zone: str
    low: int
    high: int


class _Shown(NamedTuple):
    """Marks in their order: where they start and end, and by which name two of them show the same."""

    marks: tuple[Mark, ...]
    starts: list[int]
    ends: list[int]
    names: list[str]


def choose_marks(actors: Collection[Mark], words: Iterable[Stretch]) -> list[Mark]:
    """Marks that neither nest nor overlap, in the order of the text.

    Actors come first, of two that touch the longer, then the earlier. Words that touch an actor are left out; words
    that overlap each other are one mark.
    """
    taken = _apart(sorted(set(actors))) if actors else []
    ends = [actor.end for actor in taken]
    merged: list[Mark] = []
    for start, end in sorted(words):
        behind = bisect_right(ends, start)
        if behind < len(taken) and taken[behind].start < end:
            continue
        if merged and start < merged[-1].end:
            merged[-1] = Mark(merged[-1].start, max(merged[-1].end, end))
        else:
            merged.append(Mark(start, end))
    return sorted([*taken, *merged]) if taken else merged


def cut_fragments(
    passages: Passages, zones: Sequence[Zone | ListedZone], marks: Sequence[Mark], size: int, number: int
) -> list[Fragment]:
    """Up to `number` fragments of up to `size` code points, those first that show most different marks.

    They are of these `zones` of the text. They begin and end with sentences where these fit, else with words, and do
    not overlap. A mark that is longer than `size` makes a fragment of its own.
    """
    text, fragments = passages.text, list[Fragment]()
    names = [entity or text[start:end].casefold() for start, end, entity in marks]
    shown = _Shown(tuple(marks), [mark.start for mark in marks], [mark.end for mark in marks], names)
    places = list(_places(shown, zones, size))
    while places and len(fragments) < number:
        place = min(places) if len(places) > 1 else places[0]
        places.remove(place)
        start, end = _bounds(passages, shown, place, size)
        first, behind = bisect_left(shown.starts, start), bisect_right(shown.ends, end)
        fragments.append(Fragment(place.zone, start, end, shown.marks[first:behind]))
        if place.every[0] < first:
            places.append(_best(shown, (place.every[0], first), (place.zone, place.low, start), size))
        if behind < place.every[1]:
            places.append(_best(shown, (behind, place.every[1]), (place.zone, end, place.high), size))
    return fragments


def _apart(actors: list[Mark]) -> list[Mark]:
    """Of sorted marks those that remain when of two that touch one goes."""
    if all(one.end <= other.start for one, other in pairwise(actors)):
        return actors
    taken: list[Mark] = []
    for actor in sorted(actors, key=lambda mark: (mark.start - mark.end, mark)):
        if all(actor.end <= other.start or other.end <= actor.start for other in taken):
            taken.append(actor)
    return sorted(taken)


def _places(shown: _Shown, zones: Sequence[Zone | ListedZone], size: int) -> Iterator[_Place]:
    """The zones in which there is any mark."""
    for zone in zones:
        every = bisect_left(shown.starts, zone.start), bisect_right(shown.ends, zone.end)
        if every[0] < every[1]:
            yield _best(shown, every, (zone.zone, zone.start, zone.end), size)


def _best(shown: _Shown, every: tuple[int, int], where: tuple[str, int, int], size: int) -> _Place:
    """The place of these marks with the best group of them that fits into one fragment, and at least the first."""
    starts, ends, names = shown.starts, shown.ends, shown.names
    first, last = every
    worth, group = (1, 0, 0), every
    reached = first
    for number in range(first, last):
        behind = max(number + 1, bisect_right(ends, starts[number] + size, number, last))
        if behind > reached:  # else it is a part of the group before
            found = (-len(set(names[number:behind])), number - behind, number)
            if found < worth:
                worth, group = found, (number, behind)
            if behind == last:
                break
            reached = behind
    return _Place(worth, group, every, *where)


def _bounds(passages: Passages, shown: _Shown, place: _Place, size: int) -> tuple[int, int]:
    """Where the fragment of a place begins and ends that holds its group, and cuts no mark."""
    text, (number, behind) = passages.text, place.group
    first, last = shown.starts[number], shown.ends[behind - 1]
    start = _start(passages, place.low, first, max(0, size - (last - first)))
    if number > place.every[0] and (before := bisect_left(shown.starts, start)):
        start = max(start, shown.ends[before - 1])
    if text[start].isspace():
        start = first - len(text[start:first].lstrip())
    end = _end(passages, last, max(last, start + size), place.high)
    if behind < place.every[1]:
        end = min(end, *shown.starts[bisect_right(shown.ends, end) :][:1])
    return start, last + len(text[last:end].rstrip()) if text[end - 1].isspace() else end


def _start(passages: Passages, low: int, first: int, room: int) -> int:
    """The beginning of the sentence in which `first` stands, or of a word when that is too far."""
    starts = passages.sentences.starts
    before = bisect_right(starts, first)
    sentence = max(low, starts[before - 1]) if before else low
    if first - sentence <= room:
        return sentence
    space = _SPACE.search(passages.text, first - room // 2, first)
    return space.end() if space else first


def _end(passages: Passages, last: int, most: int, high: int) -> int:
    """The last end of a sentence, or else of a word, up to `most`."""
    if high <= most:
        return high
    stops = passages.sentences.stops
    before = bisect_right(stops, most)
    if before and stops[before - 1] >= last:
        return stops[before - 1]
    spaced = _TO_SPACE.match(passages.text, last, most + 1)
    return min(spaced.end(), most) if spaced else last
