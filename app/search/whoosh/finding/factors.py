"""What the forms of words count, by how they meet a word of a query and by the languages of an article."""

from itertools import product

import numpy as np

from app.search.analysis import SERVED, Kind
from app.search.scoring import EXACT, FACTORS

_KINDS = len(Kind) + 1

EXACTLY = 0
"""The way of the form that is the word: it counts whole in any language."""


SCALES = {language: _KINDS**place for place, language in enumerate(SERVED)}
"""What a kind counts, by language, in the way of a form that has a key by it; ways of several languages add up."""


def _row(kinds: tuple[int, ...]) -> list[float]:
    """What a form counts in an article, by the bits of its languages, that has a key by this kind in each (0: not)."""
    counts = [FACTORS[Kind(kind)] if kind else 0.0 for kind in kinds]
    return [
        max((count for place, count in enumerate(counts) if languages >> place & 1), default=0.0)
        for languages in range(1 << len(SERVED))
    ]


def _rows() -> list[list[float]]:
    rows = [_row(kinds[::-1]) for kinds in product(range(_KINDS), repeat=len(SERVED))]
    return [[EXACT] * (1 << len(SERVED)), *rows[1:]]


FACTOR_ROWS = np.array(_rows(), np.float32)
"""What a form counts, by its way and by the bits of the languages of an article."""
