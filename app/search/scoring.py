"""How well an article answers the words of a query: BM25F (Robertson, Zaragoza 2009) over zones.

All adapters count the same integers and score them here, so they agree to the last bit.
"""

import math
from collections.abc import Iterable, Mapping

K1 = 1.2
B = 0.75
STEMMED = 0.5
BOOSTS: Mapping[str, float] = {"title": 4.0, "lead": 2.0}

# Boosts and the discount for stems are binary fractions: sums of weights are exact, whatever their order.


def weight(zone: str, exact: int, stemmed: int) -> float:
    """What the occurrences in one zone count: `exact` ones fully, those of the stem alone half.

    `stemmed` counts all words of the stem, the exact ones among them.
    """
    return BOOSTS.get(zone, 1.0) * (exact + STEMMED * max(0, stemmed - exact))


def rarity(articles: int, having: int) -> float:
    """The inverse document frequency of a clause that `having` of `articles` satisfy."""
    return math.log(1 + (articles - having + 0.5) / (having + 0.5))


def score(clauses: Iterable[tuple[float, float]], length: int, mean: float) -> float:
    """The score from the (rarity, weight) of each clause, and the words of the article against the mean of all."""
    damping = K1 * (1 - B + B * length / mean) if mean else K1
    return sum(rare * found * (K1 + 1) / (found + damping) for rare, found in clauses)
