"""The first documents of segments that a query chooses, in an order or by their scores."""

import struct
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import address, library, scratch
from app.search.whoosh.native.masks import Mask, Program
from app.search.whoosh.native.postings import Rated, rows_of

After = tuple[float, int]
"""What comes before a page: the score that the page is behind, or the least rank with this score; or 0 and how many."""

_SEGMENT = struct.Struct("qPPPP")
_AFTER = struct.Struct("dq")


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
    size, kept = len(undated), (undated, damping, ranks, order)
    return Segment(size, _SEGMENT.pack(size, *(0 if each is None else address(each) for each in kept)), kept)


class Query(NamedTuple):
    """A query, and for each segment its lists, masks that documents must pass, one of the right time, and what comes
    before the page.

    `growth` is k1 + 1 of BM25: a document has the sum of `rarity * weight * growth / (weight + damping)`.
    """

    program: Program
    lists: Sequence[Sequence[Rated]]
    masks: Sequence[Sequence[Mask]]
    timely: Sequence[Mask] | None
    after: Sequence[After] | None
    growth: float


class Selected(NamedTuple):
    """The documents of a segment on a page, in order; their scores, if it is the order; and of how many they are.

    `undated` counts the undated ones whatever the time is.
    """

    docs: NDArray[np.uint16]
    scores: NDArray[np.float64]
    total: int
    undated: int


def search(segments: Sequence[Segment], query: Query, room: int) -> list[Selected]:
    """Up to `room` documents of each segment."""
    count, largest = len(segments), max([each.size for each in segments], default=0)
    room = min(room, largest)
    docs, best = np.empty((count, room), np.uint16), np.empty((count, room))
    found, stack = array("q", bytes(24 * count)), query.program.stack(largest)
    masks = array("Q", map(address, chain.from_iterable(query.masks)))
    timely = array("Q", map(address, query.timely or ()))
    library().attache_search(
        b"".join([each.row for each in segments]),
        count,
        rows_of(chain.from_iterable(query.lists)),
        len(query.lists[0]) if query.lists else 0,
        query.program.address,
        query.program.steps,
        masks.buffer_info()[0],
        len(query.masks[0]) if query.masks else 0,
        timely.buffer_info()[0] if timely else None,
        b"".join([_AFTER.pack(*each) for each in query.after]) if query.after else None,
        query.growth,
        room,
        scratch.searching,
        address(stack),
        address(docs),
        address(best),
        found.buffer_info()[0],
    )
    rows = zip(docs, best, found[::3], found[1::3], found[2::3], strict=True)
    return [Selected(row[:given], scores[:given], total, undated) for row, scores, total, undated, given in rows]


def score(lists: Sequence[Rated], mask: Mask, damping: NDArray[np.float64], growth: float) -> NDArray[np.float64]:
    """The score of each document of a segment, 0 outside of the mask."""
    scores = np.zeros(len(mask))
    library().attache_score(rows_of(lists), len(lists), address(mask), address(damping), growth, address(scores))
    return scores
