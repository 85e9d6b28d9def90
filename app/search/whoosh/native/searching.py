"""The first documents of segments that a query chooses, in an order or by their scores."""

import struct
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import WORD, address, library, scratch
from app.search.whoosh.native.masks import Mask, Program, Sets, masks_of, set_of, words_of
from app.search.whoosh.native.postings import Rated, rows_of

After = tuple[float, int]
"""What comes before a page: the score that the page is behind, or the least rank with this score; or 0 and how many."""

_SEGMENT = struct.Struct("qPPPPP")
_AFTER = struct.Struct("dq")
_QUERY = struct.Struct("PqPqPqPPdqq")
_FOUND = struct.Struct("qqqqq")


class Order(NamedTuple):
    """An order of the documents of a segment, and for each document a number that ascends in it, though it may be the
    same for some of them; such numbers tell how the documents of several segments come together. `places` says where
    in the order each document is.
    """

    docs: NDArray[np.uint16]
    heights: NDArray[np.float64]
    places: NDArray[np.uint16]

    @property
    def nbytes(self) -> int:
        """In bytes."""
        return sum([each.nbytes for each in self])


def ordered(docs: NDArray[np.uint16], heights: NDArray[np.float64]) -> Order:
    """The order in which documents come that are so high."""
    places = np.empty_like(docs)
    places[docs] = np.arange(len(docs), dtype=docs.dtype)
    return Order(docs, heights, places)


class Segment(NamedTuple):
    """A segment as a search sees it: see `segment`."""

    size: int
    row: bytes
    kept: tuple[NDArray[Any] | None, ...]


def segment(undated: Mask, damping: NDArray[np.float64], ranks: NDArray[np.uint16], order: Order | None) -> Segment:
    """Which of its documents are undated, how each is damped (see `app.search.scoring`), the rank of its id, and the
    order in which they come; None: by descending scores, then by rank.
    """
    docs, heights, places = order or (None, None, ranks)
    size, kept = len(undated), (set_of(undated), damping, places, docs, heights)
    return Segment(size, _SEGMENT.pack(size, *(0 if each is None else address(each) for each in kept)), kept)


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
    of the right time; None: all.
    """

    program: Program
    lists: Sequence[Sequence[Rated]]
    passing: Sequence[Sets | None]
    timely: Sequence[Sets | None]


class Selected(NamedTuple):
    """The documents of a segment on a page, in order, their scores, and of how many they are.

    Only those are given that may be among the first of all segments. `undated` counts the undated ones
    whatever the time is.
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
    sets = [array("Q", [0 if each is None else address(each) for each in some]) for some in chosen[2:]]
    count = len(chosen.lists[0]) if chosen.lists else 0
    packed = _QUERY.pack(
        *(segments.address, segments.count, lists.buffer_info()[0], count),
        *(chosen.program.address, chosen.program.steps, *(each.buffer_info()[0] for each in sets)),
        *(growth, segments.words, segments.largest),
    )
    return Asked(packed, segments, chosen, (lists, *sets))


class Query:
    """What is chosen of some segments, by the first search, ready to be searched for again and again."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._segments = asked.segments
        self._known: _Known | None = None

    def size(self) -> int:
        """What is kept of it, in bytes, about."""
        return self._segments.count * self._segments.words * WORD // 8

    def search(self, after: Sequence[After] | None, room: int) -> list[Selected]:
        """Up to `room` documents of each segment; `after` says for each what comes before the page."""
        count, width, known = self._segments.count, min(room, self._segments.largest), self._known
        docs, best = array("H", bytes(2 * count * width)), array("d", bytes(8 * count * width))
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
        )
        self._known = _Known(sets, place, found)
        rows = [(number * width, *row) for number, row in enumerate(_FOUND.iter_unpack(found))]
        return [
            Selected(docs[first : first + given], best[first : first + given], total, undated)
            for first, total, undated, _, given, _ in rows
        ]

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
