"""What the words of a query find in a state of the index, and how well each document answers them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.caches import Cache
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without, every_clause
from app.search.scoring import K1, rarity
from app.search.whoosh.finding.views import View
from app.search.whoosh.finding.words import Asked, ask, find_clause
from app.search.whoosh.native.kernels import AND, NOT, OR, Mask, Postings, Program, Scoring, score, top
from app.search.whoosh.segments.packing import Numbers

Scores = NDArray[np.float64]

_FEW = 512
"""Up to how many documents are scored one by one."""


class WordSearch:
    """The clauses of an expression, found in each of the views; `cache` is for what holds in this state only."""

    def __init__(self, views: Sequence[View], expression: TextExpression, query: ArticleQuery, cache: Cache) -> None:
        self._masks: dict[int, Mask] = {}
        self._views, self.cache = views, cache
        clauses = list(every_clause(expression))
        asked = [ask(clause, query) for clause in clauses]
        self.single: Asked | None = asked[0] if isinstance(expression, Clause) else None
        self._program = Program(list(_program(expression, iter(range(len(clauses))))))
        self._found = [[find_clause(view.leaf, *pair) for pair in zip(asked, clauses, strict=True)] for view in views]
        self._wanted = [place for place, wanted in enumerate(_wanted(expression)) if wanted]

    @property
    def ranks(self) -> bool:
        """Whether documents differ by their scores."""
        return bool(self._wanted)

    def mask(self, number: int) -> Mask:
        """The documents of a view that match, maybe deleted ones too; not to be changed."""
        if number not in self._masks:
            self._masks[number] = self._program.match(self._found[number], self._views[number].leaf.size)
        return self._masks[number]

    def is_single(self, number: int, mask: Mask) -> bool:
        """Whether the documents of a view in a mask are those that have the single clause, for that reason alone."""
        return self.single is not None and mask is self.mask(number)

    def scores(self, number: int, docs: Numbers) -> Scores:
        """The scores of some documents of a view."""
        scoring = self._scoring(number)
        if len(docs) > _FEW:
            mask = np.zeros(len(scoring.damping), np.bool_)
            mask[docs] = True
            return score(scoring, mask)[docs]
        total, wanted, damped = np.zeros(len(docs)), docs.astype(np.uint16), scoring.damping[docs]
        for rare, found in scoring.lists:
            weights = _weights_at(found, wanted).astype(np.float64)
            total += rare * weights * (K1 + 1) / (weights + damped)  # by the same steps as `scoring.score`
        return total

    def best(
        self, number: int, mask: Mask, after: tuple[float, int] | None, room: int
    ) -> tuple[NDArray[np.uint16], Scores]:
        """Up to `room` documents of a view in a mask, by descending score and then by id; and their scores.

        `after` is the score that they are behind, or the least rank of the ids with this score.
        """
        ranks = self._views[number].leaf.arrays["id.rank"]
        return top(self._scoring(number), mask, ranks, after, room)

    def _scoring(self, number: int) -> Scoring:
        found = self._found[number]
        lists = [(rare, found[place]) for place, rare in zip(self._wanted, self._rarities, strict=True)]
        return Scoring(lists, self._views[number].damping(self._mean), K1 + 1)

    @cached_property
    def _articles(self) -> int:
        return sum(view.count for view in self._views)

    @cached_property
    def _mean(self) -> float:
        return sum(view.words for view in self._views) / max(1, self._articles)

    @cached_property
    def _rarities(self) -> list[float]:
        return [rarity(self._articles, self._count(place)) for place in self._wanted]

    def _count(self, place: int) -> int:
        return sum(view.count_live(found[place]) for view, found in zip(self._views, self._found, strict=True))


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
