"""Where words stand together: in a row, or near each other."""

from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.native.library import address, library, numbers, scratch
from app.search.whoosh.native.postings import Postings, kept

_OPEN = (0,) * 5
"""What the library notes of a term while it looks."""


class Field(NamedTuple):
    """The places of all forms in one field, as `word_sections` lays them out."""

    docs: NDArray[np.uint16]
    counts: NDArray[Any]
    places: NDArray[Any]
    starts: NDArray[Any]
    place_starts: NDArray[Any]


class Passages(NamedTuple):
    """Where those of each document begin in the list of all, at which place each begins, and in which zone it is."""

    starts: NDArray[Any]
    places: NDArray[Any]
    zones: NDArray[np.uint8]


class Places:
    """The places of words in some fields of a segment. `boosts` says what a phrase that begins in a zone counts."""

    def __init__(self, fields: Sequence[Field], passages: Passages, boosts: NDArray[np.float32]) -> None:
        self._size = len(passages.starts) - 1
        self._kept = fields, passages, boosts
        self._fields = array("q", chain.from_iterable(map(_field, fields)))
        self._passages = array("q", (*numbers(passages.starts), *numbers(passages.places), address(passages.zones)))
        self._looked_in = self._fields.buffer_info()[0], len(fields), self._passages.buffer_info()[0]

    def in_a_row(self, forms: Sequence[int]) -> Postings:
        """The documents in which these forms, at least one, stand one behind the other."""
        return self._find([(form, step) for step, form in enumerate(forms)], 0)

    def near(self, times: Sequence[tuple[int, int]], reach: int) -> Postings:
        """The documents in which `reach` places hold each of these forms, at least one, as often as it says.

        They count wherever a form begins such places.
        """
        return self._find(times, reach)

    def _find(self, wanted: Sequence[tuple[int, int]], reach: int) -> Postings:
        terms = array("q", chain.from_iterable((*each, *_OPEN) for each in wanted))
        _, _, boosts = self._kept
        found = library().attache_phrase(
            *self._looked_in,
            terms.buffer_info()[0],
            len(wanted),
            reach,
            address(boosts),
            self._size,
            *scratch.gathering,
        )
        return kept(found, self._size)


def _field(field: Field) -> tuple[int, ...]:
    return address(field.docs), *chain.from_iterable(map(numbers, field[1:]))
