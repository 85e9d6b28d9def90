"""The forms of a segment that a prefix, a pattern or a fuzzy word stands for."""

from array import array
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np

from app.domain.text_queries import Clause
from app.search.matching import Likeness, likeness, wanted_forms
from app.search.whoosh.finding.factors import EXACTLY
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.native.families import Runs
from app.search.whoosh.segments.word_sections import letters

_LONG = 255
"""Forms of more letters are listed as having so many."""


def numbers_alike(leaf: Leaf, clause: Clause) -> Runs:
    """The forms that a clause stands for, in runs; see `matching.likeness`. None for one that stands for its own."""
    like = likeness(clause)
    if like is None:
        return array("q")
    key = ("alike", clause.kind, clause.words, clause.edits)
    kept: Runs | None = leaf.cache.get(key)
    if kept is None:
        kept = _alike(leaf, clause, like)
        leaf.cache.put(key, kept, 8 * len(kept))
    return kept


def span_alike(leaf: Leaf, clause: Clause) -> range:
    """The numbers of the forms that begin as those must for which a clause stands."""
    like = likeness(clause)
    return leaf.lexicon.span(like.beginning) if like else range(0)


def count_alike(leaf: Leaf, clause: Clause) -> int:
    """For how many forms a clause stands, if it stands for others than its own."""
    runs = numbers_alike(leaf, clause)
    return sum(runs[1::3]) - sum(runs[::3])


def _alike(leaf: Leaf, clause: Clause, like: Likeness) -> Runs:
    span = leaf.lexicon.span(like.beginning)
    match clause.kind:
        case "prefix":
            return array("q", (span.start, span.stop, EXACTLY) if span else ())
        case "fuzzy":
            numbers: Sequence[int] = _candidates(leaf, span, clause)
            forms = leaf.lexicon.some_texts(numbers)
        case _:
            numbers, forms = span, leaf.lexicon.texts(span)
    return _runs([numbers[at] for at in like.among(forms)])


def _candidates(leaf: Leaf, span: range, clause: Clause) -> list[int]:
    """The forms that so many edits could make: an edit changes the length by one, and the set of letters by two."""
    form = wanted_forms(clause)[0]
    sizes = leaf.lexicon.sizes[span.start : span.stop]
    changed = np.bitwise_count(leaf.lexicon.letters[span.start : span.stop] ^ letters([form])[0])
    near = (sizes >= min(_LONG, max(0, len(form) - clause.edits))) & (sizes <= min(_LONG, len(form) + clause.edits))
    return (np.flatnonzero(near & (changed <= 2 * clause.edits)) + span.start).tolist()


def _runs(numbers: list[int]) -> Runs:
    """Ascending numbers as runs of numbers that follow upon each other."""
    breaks = [at for at, (number, after) in enumerate(pairwise(numbers), 1) if after != number + 1]
    ends = [0, *breaks, len(numbers)] if numbers else []
    runs = ((numbers[start], numbers[end - 1] + 1, EXACTLY) for start, end in pairwise(ends))
    return array("q", chain.from_iterable(runs))
