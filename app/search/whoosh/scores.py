"""What the words of a query find in a state of the index, and how well each document answers them."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without, every_clause, wanted_clauses
from app.search.scoring import K1, rarity
from app.search.whoosh.leaf import Mask
from app.search.whoosh.packing import Numbers
from app.search.whoosh.postings import Having
from app.search.whoosh.views import View
from app.search.whoosh.words import Asked, ask, find_clause

Scores = NDArray[np.float64]


class WordSearch:
    """The clauses of an expression, found in each of the views."""

    def __init__(self, views: Sequence[View], expression: TextExpression, query: ArticleQuery) -> None:
        self._expression = expression
        self._asked = {clause: ask(clause, query) for clause in every_clause(expression)}
        clauses = {asked: clause for clause, asked in self._asked.items()}
        self._found = [
            {asked: find_clause(view.leaf, asked, clause) for asked, clause in clauses.items()} for view in views
        ]
        self._wanted = [self._asked[clause] for clause in wanted_clauses(expression)]
        self._views = views
        articles = sum(view.count for view in views)
        self._mean = sum(view.words for view in views) / max(1, articles)
        counts = {asked: self._count(asked) for asked in self._wanted}
        self._rarities = {asked: rarity(articles, count) for asked, count in counts.items()}

    @property
    def ranks(self) -> bool:
        """Whether documents differ by their scores."""
        return bool(self._wanted)

    def mask(self, number: int) -> Mask:
        """The documents of a view that match, maybe deleted ones too."""
        size, found = self._views[number].leaf.size, self._found[number]
        return _holds(self._expression, lambda clause: _mask(size, found[self._asked[clause]]))

    def scores(self, number: int, docs: Numbers) -> Scores:
        """The score of each of some documents, ascending, of a view: term by term as `scoring.score`."""
        damped = self._views[number].damping(self._mean)[docs]
        total = np.zeros(len(docs))
        for asked in self._wanted:
            found = _weights_at(self._found[number][asked], docs)
            total += self._rarities[asked] * found * (K1 + 1) / (found + damped)
        return total

    def _count(self, asked: Asked) -> int:
        return sum(view.count_live(found[asked]) for view, found in zip(self._views, self._found, strict=True))


def _holds(expression: TextExpression, mask: Callable[[Clause], Mask]) -> Mask:
    match expression:
        case Clause():
            return mask(expression)
        case Without(part=part):
            return ~_holds(part, mask)
        case Every(parts=parts):
            return reduce(and_, (_holds(part, mask) for part in parts))
        case Either(parts=parts):
            return reduce(or_, (_holds(part, mask) for part in parts))
        case _:
            assert_never(expression)


def _mask(size: int, having: Having) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[having.docs] = True
    return mask


def _weights_at(having: Having, docs: Numbers) -> Scores:
    if not len(having.docs):
        return np.zeros(len(docs))
    wanted = docs.astype(np.uint16)
    at = np.searchsorted(having.docs, wanted)
    at[at == len(having.docs)] = 0
    return np.where(having.docs[at] == wanted, having.weights[at], np.float32(0)).astype(np.float64)
