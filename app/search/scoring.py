"""How well an article answers the words of a query: BM25F (Robertson, Zaragoza 2009, section 3.6) over zones.

    score(article) = sum over clauses of  idf * w * (k1 + 1) / (w + k1 * (1 - b + b * length / mean length))

`w` is what the occurrences of a clause count together: each one the boost of its zone, times the factor of how it
matches; `idf` is ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N articles that have the clause. All adapters count the
same numbers and score them by these functions in the same order, so they agree to the last bit.
"""

import math
from collections.abc import Iterable, Mapping

from app.search.analysis import Kind

K1 = 1.2
B = 0.75
BOOSTS: Mapping[str, float] = {"title": 4.0, "lead": 2.0, "body": 1.0}
EXACT = 1.0
FACTORS: Mapping[Kind, float] = {Kind.STEM: 0.5, Kind.PART: 0.25}

# Boosts and factors are binary fractions: sums of weights are exact, whatever their order.


def boost(zone: str) -> float:
    """What an occurrence in a zone counts."""
    return BOOSTS.get(zone, 1.0)


def rarity(articles: int, having: int) -> float:
    """The inverse document frequency of a clause that `having` of `articles` satisfy."""
    return math.log(1 + (articles - having + 0.5) / (having + 0.5))


def damping(length: int, mean: float) -> float:
    """How much the length of an article, against the mean of all, holds its weights down."""
    return K1 * (1 - B + B * length / mean) if mean else K1


def score(clauses: Iterable[tuple[float, float]], damped: float) -> float:
    """The score from the (rarity, weight) of each clause, in order, and the damping of the article."""
    total = 0.0
    for rare, found in clauses:
        total += rare * found * (K1 + 1) / (found + damped)
    return total
