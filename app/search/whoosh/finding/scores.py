"""What the words of a query find in a state of the index, and how well each document answers them."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from app.caches import Cache
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without, every_clause
from app.search.scoring import K1, rarity
from app.search.whoosh.finding.leaf import Mask, Weights
from app.search.whoosh.finding.postings import Having
from app.search.whoosh.finding.views import View
from app.search.whoosh.finding.words import ask, find_clause, mask_of
from app.search.whoosh.segments.packing import Numbers

Scores = NDArray[np.float64]

_FEW = 3
"""The logarithm of the share of all documents up to which they are scored one by one."""


class WordSearch:
    """The clauses of an expression, found in each of the views; `cache` is for what holds in this state only."""

    def __init__(self, views: Sequence[View], expression: TextExpression, query: ArticleQuery, cache: Cache) -> None:
        parts = expression.parts if isinstance(expression, Either) else (expression,)
        self._plain = all(isinstance(part, Clause) for part in parts)
        self._masks: dict[int, Mask] = {}
        self._expression, self._views, self.cache = expression, views, cache
        clauses = list(every_clause(expression))
        self._asked = [ask(clause, query) for clause in clauses]
        self.single = self._asked[0] if isinstance(expression, Clause) else None
        self._found = [
            [find_clause(view.leaf, *pair) for pair in zip(self._asked, clauses, strict=True)] for view in views
        ]
        articles = sum(view.count for view in views)
        self._mean = sum(view.words for view in views) / max(1, articles)
        self._rarities = [
            (place, rarity(articles, self._count(place))) for place, wanted in enumerate(_wanted(expression)) if wanted
        ]

    @property
    def ranks(self) -> bool:
        """Whether documents differ by their scores."""
        return bool(self._rarities)

    def mask(self, number: int) -> Mask:
        """The documents of a view that match, maybe deleted ones too; not to be changed."""
        if number not in self._masks:
            leaf, found = self._views[number].leaf, self._found[number]
            masks = (mask_of(leaf, having) for having in found)
            self._masks[number] = _holds(self._expression, masks)
        return self._masks[number]

    def is_single(self, number: int, mask: Mask) -> bool:
        """Whether the documents of a view in a mask are those that have the single clause, for that reason alone."""
        return self.single is not None and mask is self.mask(number)

    def masked_scores(self, number: int, mask: Mask) -> Scores:
        """The scores of all documents of a view, 0 outside of the mask."""
        scores = self.all_scores(number)
        return scores if self._plain and mask is self.mask(number) else scores * mask

    def scores(self, number: int, docs: Numbers) -> Scores:
        """The scores of some documents of a view; ascending ones are found sooner."""
        if len(docs) << _FEW > self._views[number].leaf.size:
            return self.all_scores(number)[docs]
        damped = self._views[number].damping(self._mean)[docs]
        total, wanted = np.zeros(len(docs)), docs.astype(np.uint16)
        for place, rare in self._rarities:
            total += _score(rare, _weights_at(self._found[number][place], wanted), damped)
        return total

    def all_scores(self, number: int) -> Scores:
        """The scores of all documents of a view, 0 for those that match by what they have not."""
        total = np.zeros(self._views[number].leaf.size)
        for place, rare in self._rarities:
            docs = self._found[number][place].docs
            added = self._contributions(number, place, rare)
            if docs is None:
                total += added
            else:
                total[docs] += added
        return total

    def _contributions(self, number: int, place: int, rare: float) -> Scores:
        """What a clause adds to the score of each of the documents that it lists."""
        key = (number, self._asked[place])
        kept: Scores | None = self.cache.get(key)
        if kept is None:
            docs, weights, _ = self._found[number][place]
            damped = self._views[number].damping(self._mean)
            kept = _score(rare, weights, damped if docs is None else damped[docs])
            if self.single is None:
                self.cache.put(key, kept, kept.nbytes)
        return kept

    def _count(self, place: int) -> int:
        return sum(view.count_live(found[place]) for view, found in zip(self._views, self._found, strict=True))


def _score(rare: float, weights: NDArray[np.float32], damped: Scores) -> Scores:
    """One term of `scoring.score`, by the same steps: so it is the same to the last bit."""
    found = weights.astype(np.float64)
    below = found + damped
    found *= rare
    found *= K1 + 1
    found /= below
    return found


def _weights_at(having: Having, docs: Numbers) -> Weights:
    if having.docs is None or not len(having.docs):
        return having.weights[docs] if having.docs is None else np.zeros(len(docs), np.float32)
    at = having.docs.searchsorted(docs)
    at[at == len(having.docs)] = 0
    weights: Weights = having.weights[at] * (having.docs[at] == docs)
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


def _holds(expression: TextExpression, masks: Iterator[Mask]) -> Mask:
    """As `text_queries.holds`; the masks are those of `every_clause`."""
    match expression:
        case Clause():
            return next(masks)
        case Without(part=part):
            return ~_holds(part, masks)
        case Every(parts=parts):
            return reduce(and_, [_holds(part, masks) for part in parts])
        case Either(parts=parts):
            return reduce(or_, [_holds(part, masks) for part in parts])
        case _:
            assert_never(expression)
