"""The passages of a text that show best what was asked for."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.domain.annotations import Span, Zone
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
    """A stretch of a zone that no fragment shows yet, and its best group of marks: what that is worth, first, last."""

    worth: tuple[int, int, int]
    group: tuple[int, int]
    zone: str
    low: int
    high: int


class _Shown(NamedTuple):
    """Marks in their order: where they start and end, and by which name two of them show the same."""

    marks: tuple[Mark, ...]
    starts: list[int]
    ends: list[int]
    names: list[str]


def choose_marks(actors: Iterable[Mark], words: Iterable[Span | Stretch]) -> list[Mark]:
    """Marks that neither nest nor overlap, in the order of the text.

    Actors come first, of two that touch the longer, then the earlier. Words that touch an actor are left out; words
    that overlap each other are one mark.
    """
    taken = _apart(sorted(set(actors)))
    merged: list[Mark] = []
    ends = [actor.end for actor in taken]
    for start, end in sorted((span.start, span.end) for span in words):
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
    text = passages.text
    names = [mark.entity or text[mark.start : mark.end].casefold() for mark in marks]
    shown = _Shown(tuple(marks), [mark.start for mark in marks], [mark.end for mark in marks], names)
    places = [best for zone in zones if (best := _best(shown, zone.zone, zone.start, zone.end, size))]
    fragments: list[Fragment] = []
    while places and len(fragments) < number:
        place = min(places)
        start, end = _bounds(passages, shown, place, size)
        inside = shown.marks[bisect_left(shown.starts, start) : bisect_right(shown.ends, end)]
        fragments.append(Fragment(place.zone, start, end, inside))
        places.remove(place)
        for low, high in ((place.low, start), (end, place.high)):
            places += [best] if (best := _best(shown, place.zone, low, high, size)) else []
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


def _best(shown: _Shown, zone: str, low: int, high: int, size: int) -> _Place | None:
    """A place with the best of its groups, if there is any mark."""
    worth, group = (1, 0, 0), (0, 0)
    for first, end in _groups(shown, bisect_left(shown.starts, low), bisect_right(shown.ends, high), size):
        different = len(set(shown.names[first:end])) if end - first > 1 else 1
        found = (-different, first - end, first)
        if found < worth:
            worth, group = found, (first, end)
    return _Place(worth, group, zone, low, high) if group[1] else None


def _groups(shown: _Shown, first: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """The half-open ranges of marks that fit into one fragment, and are not a part of the one before."""
    reached = first
    for number in range(first, end):
        behind = min(end, max(number + 1, bisect_right(shown.ends, shown.starts[number] + size, number)))
        if behind > reached:
            reached = behind
            yield number, behind


def _bounds(passages: Passages, shown: _Shown, place: _Place, size: int) -> tuple[int, int]:
    """Where the fragment of a place begins and ends that holds its group, and cuts no mark."""
    text, first, last = passages.text, shown.starts[place.group[0]], shown.ends[place.group[1] - 1]
    start = _start(passages, place.low, first, max(0, size - (last - first)))
    before = bisect_left(shown.starts, start) - 1
    start = max(start, shown.ends[before]) if before >= 0 else start
    start = first - len(text[start:first].lstrip())
    end = _end(passages, last, max(last, start + size), place.high)
    behind = bisect_right(shown.ends, end)
    end = min(end, shown.starts[behind]) if behind < len(shown.starts) else end
    return start, last + len(text[last:end].rstrip())


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
