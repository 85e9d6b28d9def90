"""The forms of a segment that a prefix, a pattern or a fuzzy word stands for."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from app.domain.text_queries import Clause
from app.search.matching import Likeness, likeness, wanted_forms
from app.search.whoosh.finding.factors import EXACTLY
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.postings import Forms
from app.search.whoosh.segments.word_sections import letters

_LONG = 255
"""Forms of more letters are listed as having so many."""


def numbers_alike(leaf: Leaf, clause: Clause) -> list[Forms]:
    """The forms that a clause stands for, in runs; see `matching.likeness`. None for one that stands for its own."""
    like = likeness(clause)
    if like is None:
        return []
    key = ("alike", clause.kind, clause.words, clause.edits)
    kept: list[Forms] | None = leaf.cache.get(key)
    if kept is None:
        kept = _alike(leaf, clause, like)
        leaf.cache.put(key, kept, 100 * len(kept))
    return kept


def span_alike(leaf: Leaf, clause: Clause) -> range:
    """The numbers of the forms that begin as those must for which a clause stands."""
    like = likeness(clause)
    return leaf.lexicon.span(like.beginning) if like else range(0)


def count_alike(leaf: Leaf, clause: Clause) -> int:
    """For how many forms a clause stands, if it stands for others than its own."""
    return sum(end - first for first, end, _ in numbers_alike(leaf, clause))


def _alike(leaf: Leaf, clause: Clause, like: Likeness) -> list[Forms]:
    span = leaf.lexicon.span(like.beginning)
    match clause.kind:
        case "prefix":
            return [(span.start, span.stop, EXACTLY)] if span else []
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


def _runs(numbers: list[int]) -> list[Forms]:
    """Ascending numbers as runs of numbers that follow upon each other."""
    breaks = [at for at, (number, after) in enumerate(pairwise(numbers), 1) if after != number + 1]
    ends = [0, *breaks, len(numbers)] if numbers else []
    return [(numbers[start], numbers[end - 1] + 1, EXACTLY) for start, end in pairwise(ends)]
