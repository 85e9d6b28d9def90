"""What the words of a query find in a state of the index, and how well each document answers them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without, every_clause
from app.search.scoring import K1, rarity
from app.search.whoosh.finding.views import Extent, View
from app.search.whoosh.finding.words import ask, find_clause
from app.search.whoosh.native.masks import AND, NOT, OR, Mask, Program
from app.search.whoosh.native.postings import Postings, Rated
from app.search.whoosh.native.searching import score
from app.search.whoosh.segments.packing import Numbers

Scores = NDArray[np.float64]

GROWTH = K1 + 1
"""The highest that BM25 lets a weight grow to."""

_FEW = 512
"""Up to how many documents are scored one by one."""


class WordSearch:
    """The clauses of an expression, found in each of the views, which have this extent together."""

    def __init__(self, views: Sequence[View], expression: TextExpression, query: ArticleQuery, extent: Extent) -> None:
        self._views, self._extent = views, extent
        clauses = list(every_clause(expression))
        asked = [ask(clause, query) for clause in clauses]
        self.program = Program(list(_program(expression, iter(range(len(clauses))))))
        self._found = [[find_clause(view.leaf, *pair) for pair in zip(asked, clauses, strict=True)] for view in views]
        self._wanted = list(_wanted(expression))

    @property
    def ranks(self) -> bool:
        """Whether documents differ by their scores."""
        return any(self._wanted)

    def mask(self, number: int) -> Mask:
        """The documents of a view that match, maybe deleted ones too."""
        return self.program.match(self._found[number], self._views[number].leaf.size)

    def rated(self, number: int) -> list[Rated]:
        """What the clauses find in a view, with their rarities."""
        return list(zip(self._found[number], self._rarities, strict=True))

    def scores(self, number: int, docs: Numbers) -> Scores:
        """The scores of some documents of a view."""
        view = self._views[number]
        damping = view.damping(self._extent.mean)
        if len(docs) > _FEW:
            mask = np.zeros(view.leaf.size, np.bool_)
            mask[docs] = True
            return score(self.rated(number), mask, damping, GROWTH)[docs]
        total, wanted, damped = np.zeros(len(docs)), docs.astype(np.uint16), damping[docs]
        for found, rare in self.rated(number):
            weights = _weights_at(found, wanted).astype(np.float64)
            total += rare * weights * GROWTH / (weights + damped)  # by the same steps as `scoring.score`
        return total

    @cached_property
    def _rarities(self) -> list[float]:
        counts = [self._count(place) if wanted else None for place, wanted in enumerate(self._wanted)]
        return [0.0 if count is None else rarity(self._extent.articles, count) for count in counts]

    def _count(self, place: int) -> int:
        return sum([view.count_live(found[place]) for view, found in zip(self._views, self._found, strict=True)])


def _weights_at(found: Postings, docs: NDArray[np.uint16]) -> NDArray[np.float32]:
    if not len(found.docs):
        return np.zeros(len(docs), np.float32)
    at = found.docs.searchsorted(docs)
    at[at == len(found.docs)] = 0
    weights: NDArray[np.float32] = found.weights[at] * (found.docs[at] == docs)
    return weights


def _wanted(expression: TextExpression) -> Iterator[bool]:
    """For each of `every_clause` whether it is one of the `wanted_clauses`."""
    match expression:
        case Clause():
            yield True
        case Without(part=part):
            yield from (False for _ in every_clause(part))
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _wanted(part)


def _program(expression: TextExpression, clauses: Iterator[int]) -> Iterator[int]:
    """`text_queries.holds` as a `Program`; the lists are those of `every_clause`."""
    match expression:
        case Clause():
            yield next(clauses)
        case Without(part=part):
            yield from (*_program(part, clauses), NOT)
        case Every(parts=parts):
            yield from _joined(parts, AND, clauses)
        case Either(parts=parts):
            yield from _joined(parts, OR, clauses)
        case _:
            assert_never(expression)


def _joined(parts: Sequence[TextExpression], operation: int, clauses: Iterator[int]) -> Iterator[int]:
    for number, part in enumerate(parts):
        yield from _program(part, clauses)
        if number:
            yield operation
