"""A segment as one state of the index sees it: without the documents that were deleted from it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.queries import Sort
from app.search.scoring import K1, B
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.ranking import order_of
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.native.postings import Postings
from app.search.whoosh.native.searching import Ids, Segment, segment

_IDS = ("id.bytes", "id.starts", "id.rank")


class Extent(NamedTuple):
    """How many live articles there are, and how many words they have in the mean."""

    articles: int
    mean: float


class View:
    """A leaf, and which of its documents live (None: all of them)."""

    def __init__(self, leaf: Leaf, live: Mask | None = None) -> None:
        self.leaf = leaf
        self.live = live
        lengths = leaf.arrays["length"] if self.live is None else leaf.arrays["length"][self.live]
        self.count = len(lengths)
        self.words = int(lengths.sum(dtype=np.int64))
        self._damping: tuple[float, NDArray[np.float64]] | None = None

    def living(self) -> Mask:
        """The documents that live; not to be changed."""
        return self.leaf.every if self.live is None else self.live

    def count_live(self, found: Postings) -> int:
        """How many live documents have something."""
        return len(found.docs) if self.live is None else int(np.count_nonzero(self.live[found.docs]))

    def damping(self, mean: float) -> NDArray[np.float64]:
        """`scoring.damping` of each document, where the mean length is this."""
        kept = self._damping
        if kept is None or kept[0] != mean:
            lengths = self.leaf.arrays["length"]
            damped = K1 * (1 - B + B * lengths / mean) if mean else np.full(self.leaf.size, K1)
            kept = self._damping = mean, damped
        return kept[1]

    def segment(self, mean: float, estimates: bool, sort: Sort | None) -> Segment:
        """What a search asks of it, by a sort or else by scores: undated is what has no date, with `estimates` no guess
        of it either.
        """
        leaf = self.leaf
        undated = leaf.unguessed if estimates else leaf.undated
        order = None if sort is None else order_of(leaf, sort)
        return segment(undated, self.damping(mean), Ids(*map(leaf.arrays.__getitem__, _IDS)), order)


def extent_of(views: Sequence[View]) -> Extent:
    """The extent of all together."""
    articles = sum(view.count for view in views)
    return Extent(articles, sum(view.words for view in views) / max(1, articles))
