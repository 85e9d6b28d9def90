"""The passages of a text that show best what was asked for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from app.domain.annotations import Span, Zone
from app.domain.listed import ListedZone, Stretch

_SENTENCE = re.compile(r"""[.!?…]["'»«“”’‘)\]]*\s+|\n\s*\n\s*""")
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


def choose_marks(actors: Iterable[Mark], words: Iterable[Span | Stretch]) -> list[Mark]:
    """Marks that neither nest nor overlap, in the order of the text.

    Actors come first, of two that touch the longer, then the earlier. Words that touch an actor are left out; words
    that overlap each other are one mark.
    """
    taken: list[Mark] = []
    for actor in sorted(set(actors), key=lambda mark: (mark.start - mark.end, mark)):
        if not any(_overlap(actor, other) for other in taken):
            taken.append(actor)
    merged: list[Mark] = []
    for span in sorted(words, key=lambda span: (span.start, span.end)):
        found = Mark(span.start, span.end)
        if any(_overlap(found, actor) for actor in taken):
            continue
        if merged and _overlap(merged[-1], found):
            found = Mark(merged[-1].start, max(merged.pop().end, found.end))
        merged.append(found)
    return sorted([*taken, *merged])


def cut_fragments(
    text: str, zones: Sequence[Zone | ListedZone], marks: Sequence[Mark], size: int, number: int
) -> list[Fragment]:
    """Up to `number` fragments of up to `size` code points, those first that show most different marks.

    They begin and end with sentences where these fit, else with words, and do not overlap. A mark that is longer than
    `size` makes a fragment of its own.
    """
    free = [(zone.zone, zone.start, zone.end) for zone in zones]
    fragments: list[Fragment] = []
    while len(fragments) < number:
        groups = [(place, group) for place in free for group in _groups(place, marks, size)]
        if not groups:
            break
        place, group = min(groups, key=lambda each: _worth(text, each[1]))
        zone, low, high = place
        start, end = _bounds(text, (low, high), (group[0].start, group[-1].end), marks, size)
        inside = tuple(mark for mark in marks if start <= mark.start and mark.end <= end)
        fragments.append(Fragment(zone, start, end, inside))
        free.remove(place)
        free += [(zone, low, start), (zone, end, high)]
    return fragments


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _groups(place: tuple[str, int, int], marks: Sequence[Mark], size: int) -> Iterator[list[Mark]]:
    """For each mark of a place, it and those behind it that fit into one fragment with it."""
    _, low, high = place
    here = [mark for mark in marks if low <= mark.start and mark.end <= high]
    for number, first in enumerate(here):
        last = first.start + size
        yield [first, *takewhile(lambda mark, last=last: mark.end <= last, here[number + 1 :])]  # type: ignore[misc]


def _worth(text: str, group: Sequence[Mark]) -> tuple[int, int, int]:
    different = {mark.entity or text[mark.start : mark.end].casefold() for mark in group}
    return -len(different), -len(group), group[0].start


def _bounds(
    text: str, place: tuple[int, int], shown: tuple[int, int], marks: Sequence[Mark], size: int
) -> tuple[int, int]:
    """Where the fragment of a `place` begins and ends that holds what is `shown`, and cuts no mark."""
    first, last = shown
    start = _start(text, place[0], first, max(0, size - (last - first)))
    start = max((mark.end for mark in marks if mark.start < start < mark.end), default=start)
    start = first - len(text[start:first].lstrip())
    end = _end(text, last, max(last, start + size), place[1])
    end = min((mark.start for mark in marks if mark.start < end < mark.end), default=end)
    return start, last + len(text[last:end].rstrip())


def _start(text: str, low: int, first: int, room: int) -> int:
    """The beginning of the sentence in which `first` stands, or of a word when that is too far."""
    sentence = max((found.end() for found in _SENTENCE.finditer(text, low, first)), default=low)
    if first - sentence <= room:
        return sentence
    space = _SPACE.search(text, first - room // 2, first)
    return space.end() if space else first


def _end(text: str, last: int, most: int, high: int) -> int:
    """The last end of a sentence, or else of a word, up to `most`."""
    if high <= most:
        return high
    for border in (_SENTENCE, _SPACE):
        ends = [found.end() for found in border.finditer(text, last, most + 1)]
        if ends:
            return min(max(ends), most)
    return last
