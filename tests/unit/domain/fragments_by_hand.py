"""Marks and fragments chosen by plain Python, as the inner loops in C choose them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from app.domain.annotations import Zone
from app.domain.listed import ListedZone

_BORDER = re.compile(r"""[.!?…]["'»«“”’‘)\]]*(\s+)|(\n\s*\n\s*)""")
_TO_SPACE = re.compile(r".*\s", re.DOTALL)
_SPACE = re.compile(r"\s+")

_Place = tuple[tuple[int, int, int], tuple[int, int], tuple[int, int], str, int, int]
"""A stretch of a zone that no fragment shows yet, with marks: what their best group is worth (more sorts first), first
and end of the group, first and end of them all, the zone, where the stretch starts and ends."""


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


class _Shown(NamedTuple):
    """A text, its borders, and marks in their order: where they start and end, and what they show."""

    text: str
    borders: Sequence[tuple[int, int]]
    marks: tuple[Mark, ...]
    starts: list[int]
    ends: list[int]
    names: list[str]


def borders_of(text: str) -> list[tuple[int, int]]:
    """The white space between two sentences or paragraphs."""
    return [found.span(found.lastindex or 0) for found in _BORDER.finditer(text)]


def clip(zones: Sequence[Zone], low: int, high: int) -> Iterator[Zone]:
    """What may be seen of each zone."""
    for zone in zones:
        start, end = max(zone.start, low), min(zone.end, high)
        if start < end:
            yield Zone(zone=zone.zone, start=start, end=end)


def choose_marks(actors: Collection[Mark], words: Iterable[tuple[int, int]]) -> list[Mark]:
    """Marks that neither nest nor overlap, in the order of the text.

    Actors come first, of two that touch the longer, then the earlier. Words that touch an actor are left out; words
    that overlap each other are one mark.
    """
    taken = _apart(sorted(set(actors))) if actors else []
    ends = [actor.end for actor in taken]
    marks, reached = taken.copy(), 0
    for start, end in sorted(words):
        behind = bisect_right(ends, start)
        if behind < len(taken) and taken[behind].start < end:
            continue
        first = marks.pop().start if start < reached else start
        reached = max(reached, end)
        marks.append(Mark(first, reached))
    return sorted(marks) if taken else marks


def cut_fragments(
    text: str, zones: Sequence[Zone | ListedZone], marks: Sequence[Mark], size: int, number: int
) -> list[Fragment]:
    """Up to `number` fragments of up to `size` code points, those first that show most different marks.

    They are of these `zones` of the text. They begin and end with sentences where these fit, else with words, and do
    not overlap. A mark that is longer than `size` makes a fragment of its own.
    """
    fragments = list[Fragment]()
    names = [entity or text[start:end].casefold() for start, end, entity in marks]
    shown = _Shown(
        text, borders_of(text), tuple(marks), [start for start, _, _ in marks], [end for _, end, _ in marks], names
    )
    places = list(_places(shown, zones, size))
    heapify(places)
    while places and len(fragments) < number:
        _, group, every, zone, low, high = heappop(places)
        start, end = _bounds(shown, group, (low, high), size)
        first, behind = bisect_left(shown.starts, start), bisect_right(shown.ends, end)
        fragments.append(Fragment(zone, start, end, shown.marks[first:behind]))
        if every[0] < first:
            heappush(places, _best(shown, (every[0], first), (zone, low, start), size))
        if behind < every[1]:
            heappush(places, _best(shown, (behind, every[1]), (zone, end, high), size))
    return fragments


def _apart(actors: list[Mark]) -> list[Mark]:
    """Of sorted marks those that remain when of two that touch one goes."""
    reached = 0
    for start, end, _ in actors:
        if start < reached:
            break
        reached = end
    else:
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
    return worth, group, every, *where


def _bounds(shown: _Shown, group: tuple[int, int], place: tuple[int, int], size: int) -> tuple[int, int]:
    """Where the fragment of a place begins and ends that holds a group of its marks, and cuts no mark."""
    text, (low, high), starts, ends = shown.text, place, shown.starts, shown.ends
    first, last = starts[group[0]], ends[group[1] - 1]
    start = _start(shown, low, first, max(0, size - (last - first)))
    if before := bisect_left(starts, start, 0, group[0]):
        start = max(start, ends[before - 1])
    if text[start].isspace():
        start = first - len(text[start:first].lstrip())
    end = _end(shown, last, max(last, start + size), high)
    if (behind := bisect_right(ends, end, group[1])) < len(starts):
        end = min(end, starts[behind])
    return start, last + len(text[last:end].rstrip()) if text[end - 1].isspace() else end


def _start(shown: _Shown, low: int, first: int, room: int) -> int:
    """The beginning of the sentence in which `first` stands, or of a word when that is too far."""
    starts = [start for _, start in shown.borders]
    before = bisect_right(starts, first)
    sentence = max(low, starts[before - 1]) if before else low
    if first - sentence <= room:
        return sentence
    space = _SPACE.search(shown.text, first - room // 2, first)
    return space.end() if space else first


def _end(shown: _Shown, last: int, most: int, high: int) -> int:
    """The last end of a sentence, or else of a word, up to `most`."""
    if high <= most:
        return high
    stops = [stop for stop, _ in shown.borders]
    before = bisect_right(stops, most)
    if before and stops[before - 1] >= last:
        return stops[before - 1]
    spaced = _TO_SPACE.match(shown.text, last, most + 1)
    return min(spaced.end(), most) if spaced else last
