"""What the words of a query find in a state of the index, and how well each document answers them."""

from collections.abc import Sequence
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without
from app.search.scoring import K1, rarity
from app.search.whoosh.finding.views import Extent, View
from app.search.whoosh.finding.words import Asked, ask, find_clause
from app.search.whoosh.native.masks import AND, NOT, OR, Mask, Program
from app.search.whoosh.native.postings import Impacts, Postings, Rated, impacts_of

Scores = NDArray[np.float64]

GROWTH = K1 + 1
"""The highest that BM25 lets a weight grow to."""


class _Plan:
    """The clauses of an expression in the order they are written, the operations of its `Program`, and which of the
    clauses are wanted: they count for the score.
    """

    def __init__(self, expression: TextExpression) -> None:
        self.clauses, self.operations, self.wanted = list[Clause](), list[int](), list[bool]()
        self._add(expression, True)

    def _add(self, expression: TextExpression, wanted: bool) -> None:
        match expression:
            case Clause():
                self.operations.append(len(self.clauses))
                self.clauses.append(expression)
                self.wanted.append(wanted)
            case Without(part=part):
                self._add(part, False)
                self.operations.append(NOT)
            case Every(parts=parts):
                self._join(parts, AND, wanted)
            case Either(parts=parts):
                self._join(parts, OR, wanted)
            case _:
                assert_never(expression)

    def _join(self, parts: Sequence[TextExpression], operation: int, wanted: bool) -> None:
        for number, part in enumerate(parts):
            self._add(part, wanted)
            if number:
                self.operations.append(operation)


class WordSearch:
    """The clauses of an expression, found in each of the views, which have this extent together.

    `ranks` tells whether documents differ by their scores, `settled` whether to find the same again would be no faster.
    """

    def __init__(self, views: Sequence[View], expression: TextExpression, query: ArticleQuery, extent: Extent) -> None:
        self._views, self._extent = views, extent
        plan = _Plan(expression)
        self.program = Program(plan.operations)
        asked = [(ask(clause, query), clause) for clause in plan.clauses]
        found = [[_find(view, extent.mean, *pair) for pair in asked] for view in views]
        self._found = [[postings for postings, _ in each] for each in found]
        self._impacts = [[impacts for _, impacts in each] for each in found]
        self.settled = all(impacts is not None or postings.bits is None for each in found for postings, impacts in each)
        self._rarities = [self._rarity(place) if wanted else 0.0 for place, wanted in enumerate(plan.wanted)]
        self.ranks = True in plan.wanted

    def mask(self, number: int) -> Mask:
        """The documents of a view that match, maybe deleted ones too."""
        return self.program.match(self._found[number], self._views[number].leaf.size)

    def rated(self, number: int) -> list[Rated]:
        """What the clauses find in a view, with their rarities."""
        return list(map(Rated, self._found[number], self._rarities, self._impacts[number]))

    def _rarity(self, place: int) -> float:
        counts = [view.count_live(found[place]) for view, found in zip(self._views, self._found, strict=True)]
        return rarity(self._extent.articles, sum(counts))


def _find(view: View, mean: float, asked: Asked, clause: Clause) -> tuple[Postings, Impacts | None]:
    """What a clause finds in a view, and its impacts: these are worked out when it is found for the second time."""
    leaf, key = view.leaf, (_find, asked, mean)
    again = leaf.cache.get(asked) is not None
    found = find_clause(leaf, asked, clause)
    if not again or found.bits is None:
        return found, None
    impacts: Impacts | None = leaf.cache.get(key)
    if impacts is None:
        impacts = impacts_of(found, view.damping(mean))
        leaf.cache.put(key, impacts, impacts.nbytes)
    return found, impacts
