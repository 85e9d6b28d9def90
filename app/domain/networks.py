"""Networks: who is mentioned next to whom, how often, and how much that means."""

import math
from datetime import date

from app.domain.annotations import ACTOR_TYPES
from app.domain.counts import Counted
from app.domain.frozen import Frozen
from app.domain.queries import Within

_DIGITS = 6


class NetworkShape(Frozen):
    """Which network is wanted: of the `max_nodes` entities of these types that most articles mention.

    Two of them are joined when at least `min_weight` articles mention both `within` one article, paragraph or sentence.
    Entities that no authority file knows are left out, unless `unverified`.
    """

    within: Within = "article"
    types: frozenset[str] = ACTOR_TYPES
    max_nodes: int = 100
    min_weight: int = 1
    unverified: bool = False


class Network(Frozen):
    """Entities, with the number of articles that mention each, most first; and pairs of them, with that of both.

    Of a pair the first id is the smaller one; the heaviest come first. `total` is the number of all articles that were
    looked at, `others` that of entities left out because there are more than `max_nodes`.
    """

    total: int
    nodes: Counted
    edges: tuple[tuple[str, str, int], ...]
    others: int = 0


class Neighbor(Frozen):
    """Who is mentioned next to an entity: in how many `articles` at all, and in how many (`weight`) next to it.

    `first` and `last` are the first and the last day that an article with both may be from; None when all are undated.
    """

    id: str
    articles: int
    weight: int
    first: date | None = None
    last: date | None = None


class Neighborhood(Frozen):
    """The neighbors of an entity, the heaviest first, then by id.

    `total` is the number of articles that were looked at, `articles` that of those which mention the entity.
    """

    total: int
    articles: int
    neighbors: tuple[Neighbor, ...]


def npmi(total: int, first: int, second: int, both: int) -> float | None:
    """How much more often two are met together than by chance: normalised pointwise mutual information.

        npmi = ln(p(x, y) / (p(x) p(y))) / -ln p(x, y)

    Bouma (2009), Normalized (Pointwise) Mutual Information in Collocation Extraction, section 3.1. The probabilities
    are shares of `total` articles: that `first` of them mention x, `second` y, and `both` the two next to each other. 1
    is never one without the other, 0 what chance would give, towards -1 hardly ever together. None when all articles
    mention both, which tells nothing. Rounded to six digits.
    """
    if both == total:
        return None
    return round(math.log(both * total / (first * second)) / -math.log(both / total), _DIGITS)
