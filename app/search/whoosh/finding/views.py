"""A segment as one state of the index sees it: without the documents that were deleted from it."""

import numpy as np
from numpy.typing import NDArray

from app.search.scoring import K1, B
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.native.kernels import Mask, Postings


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
        """A new mask of the documents that live."""
        return np.ones(self.leaf.size, np.bool_) if self.live is None else self.live.copy()

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
