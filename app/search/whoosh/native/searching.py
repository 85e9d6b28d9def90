"""The first documents of segments that a query chooses, in an order or by their scores."""

import struct
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import WORD, address, library, scratch
from app.search.whoosh.native.masks import Mask, Program, set_of, words_of
from app.search.whoosh.native.postings import Rated, rows_of

After = tuple[float, int]
"""What comes before a page: the score that the page is behind, or the least rank with this score; or 0 and how many."""

_SEGMENT = struct.Struct("qPPPP")
_AFTER = struct.Struct("dq")
_FOUND = struct.Struct("qqqq")


class Segment(NamedTuple):
    """A segment as a search sees it: see `segment`."""

    size: int
    row: bytes
    kept: tuple[NDArray[Any] | None, ...]


def segment(
    undated: Mask, damping: NDArray[np.float64], ranks: NDArray[np.uint16], order: NDArray[np.uint16] | None
) -> Segment:
    """Which of its documents are undated, how each is damped (see `app.search.scoring`), the rank of its id, and the
    order in which they come; None: by descending scores, then by rank.
    """
    size, kept = len(undated), (set_of(undated), damping, ranks, order)
    return Segment(size, _SEGMENT.pack(size, *(0 if each is None else address(each) for each in kept)), kept)


class Chosen(NamedTuple):
    """What chooses documents: a program, and for each segment its lists, masks that documents must pass, and one of the
    right time.
    """

    program: Program
    lists: Sequence[Sequence[Rated]]
    masks: Sequence[Sequence[Mask]]
    timely: Sequence[Mask] | None


class Selected(NamedTuple):
    """The documents of a segment on a page, in order, their scores, and of how many they are.

    `undated` counts the undated ones whatever the time is.
    """

    docs: NDArray[np.uint16]
    scores: NDArray[np.float64]
    total: int
    undated: int


class _Known(NamedTuple):
    """What is chosen of each segment, and what was found of it; see searching.c."""

    sets: NDArray[np.uint64]
    found: "array[int]"


class Query:
    """What is chosen of some segments, by the first search, ready to be searched for again and again.

    `growth` is k1 + 1 of BM25: a document has the sum of `rarity * weight * growth / (weight + damping)`.
    """

    def __init__(self, segments: Sequence[Segment], chosen: Chosen, growth: float) -> None:
        self._kept = segments, chosen
        self._count, self._largest = len(segments), max([each.size for each in segments], default=0)
        self._program, self._growth = chosen.program, growth
        self._rows = b"".join([each.row for each in segments]), rows_of(chain.from_iterable(chosen.lists))
        self._masks = array("Q", map(address, chain.from_iterable(chosen.masks)))
        self._timely = array("Q", map(address, chosen.timely or ()))
        self._sizes = [len(each[0]) if each else 0 for each in (chosen.lists, chosen.masks)]
        self._words = words_of(self._largest)
        self._known: _Known | None = None

    def size(self) -> int:
        """What is kept of it, in bytes, about."""
        return self._count * self._words * WORD // 8

    def search(self, after: Sequence[After] | None, room: int) -> list[Selected]:
        """Up to `room` documents of each segment; `after` says for each what comes before the page."""
        count, room, known = self._count, min(room, self._largest), self._known
        docs, best = np.empty((count, room), np.uint16), np.empty((count, room))
        sets = known.sets if known else self._program.stack(self._words, count)
        found = known.found[:] if known else array("q", bytes(_FOUND.size * count))
        library().attache_search(
            self._rows[0],
            count,
            self._rows[1],
            self._sizes[0],
            self._program.address,
            self._program.steps,
            self._masks.buffer_info()[0],
            self._sizes[1],
            self._timely.buffer_info()[0] if self._timely else None,
            b"".join([_AFTER.pack(*each) for each in after]) if after else None,
            self._growth,
            room,
            scratch.searching,
            address(sets),
            self._words,
            known is not None,
            address(docs),
            address(best),
            found.buffer_info()[0],
        )
        self._known = _Known(sets, found)
        rows = zip(docs, best, _FOUND.iter_unpack(found), strict=True)
        return [
            Selected(row[:given], scores[:given], total, undated) for row, scores, (total, undated, _, given) in rows
        ]

    def masks(self) -> list[Mask]:
        """What is chosen of each segment, in arrays of their own."""
        if self._known is None:
            self.search(None, 0)
        known: NDArray[np.uint64] = self._known.sets  # type: ignore[union-attr]
        sets = known[: self._count * self._words].view(np.uint8).reshape(self._count, self._words * WORD // 8)
        segments, _ = self._kept
        return [
            np.unpackbits(each, count=segment.size, bitorder="little").view(np.bool_)
            for each, segment in zip(sets, segments, strict=True)
        ]
