"""The first documents of segments that a query chooses, in an order or by their scores."""

import struct
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import WORD, address, library, numbers, scratch
from app.search.whoosh.native.masks import Mask, Program, Sets, masks_of, set_of, words_of
from app.search.whoosh.native.postings import Rated, rows_of

After = tuple[float, int]
"""What comes before a page: the score that the page is behind, or the least rank with this score; or 0 and how many."""

_SEGMENT = struct.Struct("qPPPPPPqPPq")
_AFTER = struct.Struct("dq")
_QUERY = struct.Struct("PqPqPqPPPdqq")
_FOUND = struct.Struct("qqqqq")


class Clocks(NamedTuple):
    """The time of day of each document in microseconds, the least number where there is none; 1 if the earliest come
    first, those without a time before them, or -1.
    """

    times: NDArray[np.int64]
    direction: int


class Order(NamedTuple):
    """An order of the documents of a segment, and for each document a number that ascends in it, infinite for what is
    undated; those that are as high come by their `clocks`, if there are any, and then by their ids. So the documents of
    several segments come together. `places` says where in the order each document is.
    """

    docs: NDArray[np.uint16]
    heights: NDArray[np.float64]
    places: NDArray[np.uint16]
    clocks: Clocks | None

    @property
    def nbytes(self) -> int:
        """In bytes."""
        return sum([each.nbytes for each in self[:3]])


def ordered(docs: NDArray[np.uint16], heights: NDArray[np.float64], clocks: Clocks | None = None) -> Order:
    """The order in which documents come that are so high."""
    places = np.empty_like(docs)
    places[docs] = np.arange(len(docs), dtype=docs.dtype)
    return Order(docs, heights, places, clocks)


class Ids(NamedTuple):
    """The ids of documents in UTF-8, in a row, where each begins and the last ends, and the rank of each among them."""

    data: NDArray[np.uint8]
    starts: NDArray[np.integer]
    ranks: NDArray[np.uint16]


class Segment(NamedTuple):
    """A segment as a search sees it: see `segment`."""

    size: int
    row: bytes
    kept: Sequence[Any]


def segment(undated: Mask, damping: NDArray[np.float64], ids: Ids, order: Order | None) -> Segment:
    """Which of its documents are undated, how each is damped (see `app.search.scoring`), their ids, and the order in
    which they come; None: by descending scores, then by their ids.
    """
    docs, heights, places, clocks = order or (None, None, ids.ranks, None)
    times, direction = clocks or (None, 0)
    size, kept = len(undated), (set_of(undated), damping, places, docs, heights, times, ids)
    addresses = [0 if each is None else address(each) for each in kept[:-1]]
    packed = _SEGMENT.pack(size, *addresses, direction, address(ids.data), *numbers(ids.starts))
    return Segment(size, packed, kept)


class Segments:
    """Some segments that are searched together."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._kept = array("B", b"".join([each.row for each in segments])), segments
        self.address = self._kept[0].buffer_info()[0]
        self.sizes = [each.size for each in segments]
        self.count, self.largest = len(segments), max(self.sizes, default=0)
        self.words = words_of(self.largest)


class Chosen(NamedTuple):
    """What chooses documents: a program, and for each segment its lists, a set that they must be in, and one of what is
    of the right time; None: all. Before the place `starts` in the order of each segment there is surely none.
    """

    program: Program
    lists: Sequence[Sequence[Rated]]
    passing: Sequence[Sets | None]
    timely: Sequence[Sets | None]
    starts: Sequence[int]


class Selected(NamedTuple):
    """The documents of a segment on a page, in order, their scores, and of how many they are. `undated` counts the
    undated ones whatever the time is.
    """

    docs: "array[int]"
    scores: "array[float]"
    total: int
    undated: int


class _Known(NamedTuple):
    """What is chosen of each segment, where it is in memory, and what was found of it; see searching.c."""

    sets: Sets
    address: int
    found: "array[int]"


class Asked(NamedTuple):
    """A question as the library sees it, and what this is made of; see `ask`."""

    packed: bytes
    segments: Segments
    chosen: Chosen
    kept: Sequence[Any]


def ask(segments: Segments, chosen: Chosen, growth: float) -> Asked:
    """How what chooses documents is asked of some segments.

    `growth` is k1 + 1 of BM25: a document has the sum of `rarity * weight * growth / (weight + damping)`.
    """
    lists = array("B", rows_of(chain.from_iterable(chosen.lists)))
    passing, timely = (
        array("Q", [0 if each is None else address(each) for each in some]) for some in (chosen.passing, chosen.timely)
    )
    beside = passing, timely, array("q", chosen.starts)
    count = len(chosen.lists[0]) if chosen.lists else 0
    packed = _QUERY.pack(
        *(segments.address, segments.count, lists.buffer_info()[0], count),
        *(chosen.program.address, chosen.program.steps, *(each.buffer_info()[0] for each in beside)),
        *(growth, segments.words, segments.largest),
    )
    return Asked(packed, segments, chosen, (lists, *beside))


class Query:
    """What is chosen of some segments, by the first search, ready to be searched for again and again."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._segments = asked.segments
        self._known: _Known | None = None

    def size(self) -> int:
        """What is kept of it, in bytes, about."""
        return self._segments.count * self._segments.words * WORD // 8

    def search(self, after: Sequence[After] | None, room: int) -> tuple[list[Selected], Sequence[int]]:
        """Of each segment those that are among the first `room` documents of all, and from which each of these is.

        `after` says for each segment what comes before the page.
        """
        count, width, known = self._segments.count, min(room, self._segments.largest), self._known
        docs, turns = (array("H", bytes(2 * count * width)) for _ in range(2))
        best = array("d", bytes(8 * count * width))
        sets, place, found = known or self._unknown()
        found = found[:]
        library().attache_search(
            self.asked.packed,
            b"".join([_AFTER.pack(*each) for each in after]) if after else None,
            room,
            scratch.searching,
            place,
            known is not None,
            docs.buffer_info()[0],
            best.buffer_info()[0],
            found.buffer_info()[0],
            turns.buffer_info()[0],
        )
        self._known = _Known(sets, place, found)
        selected, taken = [], 0
        for number, (total, undated, _, given, _) in enumerate(_FOUND.iter_unpack(found)):
            first = number * width
            selected.append(Selected(docs[first : first + given], best[first : first + given], total, undated))
            taken += given
        return selected, turns[:taken]

    def _unknown(self) -> _Known:
        sets = self.asked.chosen.program.stack(self._segments.words, self._segments.count)
        return _Known(sets, address(sets), array("q", bytes(_FOUND.size * self._segments.count)))

    def sets(self) -> Sets:
        """What is chosen of each segment, in rows; not to be changed."""
        if self._known is None:
            self.search(None, 0)
        known: _Known = self._known  # type: ignore[assignment]
        count, words = self._segments.count, self._segments.words
        return known.sets[: count * words].reshape(count, words)

    def masks(self) -> list[Mask]:
        """The same in arrays of their own."""
        return masks_of(self.sets(), self._segments.sizes)
