"""Articles that are like another one, and why."""

from typing import Literal, NamedTuple

from app.domain.frozen import Frozen


class Feature(Frozen):
    """What an article can share with another: whom it mentions (`key` is an id), or a word (`key` is the word).

    `weight` is its share of all that is looked for: the weights of all features of an article come to 1.
    """

    kind: Literal["actor", "term"]
    key: str
    weight: float


class Similar(NamedTuple):
    """An article that is like another one: it shares these features, the weightiest first of each kind.

    `score` is the sum of their weights, added up in this order.
    """

    id: str
    score: float
    shared: tuple[Feature, ...]


class SimilarHits(NamedTuple):
    """How many articles share anything, and some of them: the highest scores first, then by id."""

    total: int
    hits: tuple[Similar, ...]
