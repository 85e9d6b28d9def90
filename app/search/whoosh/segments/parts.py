"""What is taken of a segment when it is merged."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers


@dataclass(frozen=True)
class Part:
    """A segment to merge: its arrays, a mask of the documents to keep, and the new number of each of these."""

    arrays: Arrays
    keep: NDArray[np.bool_]
    numbers: Numbers

    @property
    def whole(self) -> bool:
        """Whether all documents are kept."""
        return bool(self.keep.all())

    def column(self, name: str) -> Numbers:
        """A column of the documents to keep."""
        return self.arrays[name][self.keep]

    def sizes(self, name: str) -> Numbers:
        """How long the lists of the documents to keep are."""
        return sizes_of(self.arrays[f"{name}.starts"])[self.keep]

    def listed(self, owner: str, name: str) -> Numbers:
        """The lists of the documents to keep, in a row."""
        return self.arrays[name][np.repeat(self.keep, sizes_of(self.arrays[f"{owner}.starts"]))]


def number_parts(segments: Iterable[tuple[Arrays, NDArray[np.bool_]]]) -> list[Part]:
    """Parts of which the documents to keep are numbered one after the other."""
    parts: list[Part] = []
    count = 0
    for arrays, keep in segments:
        parts.append(Part(arrays, keep, count + np.cumsum(keep) - 1))
        count += int(np.count_nonzero(keep))
    return parts


def sizes_of(starts: Numbers) -> Numbers:
    """The sizes of lists that begin at `starts`."""
    return np.diff(starts.astype(np.int64))


def joined(arrays: Iterable[Numbers]) -> Numbers:
    """One array of them all."""
    return np.concatenate(list(arrays))
