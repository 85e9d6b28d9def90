"""The documents of one view on a page: the first ones in the order of a query, as few as can be looked at."""

from bisect import bisect_right
from typing import Any

import numpy as np

from app.domain.ports import SortKey
from app.domain.queries import Sort
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.native.kernels import Mask
from app.search.whoosh.segments.packing import Numbers

_BLOCK = 64
_ORDERS = {"-date": "order.newest", "date": "order.oldest", "-ingested": "order.ingested", "relevance": "id.order"}


def first_in_order(leaf: Leaf, mask: Mask, sort: Sort, after: SortKey | None, room: int | None) -> Numbers:
    """Up to `room` documents of a mask behind the key `after`, in the order of a sort; by relevance all are equal."""
    order = leaf.arrays[_ORDERS[sort]]
    start = 0
    if after is not None:
        start = bisect_right(order.data, after, key=lambda doc: leaf.documents.key(doc, sort, None))
    if room is None:
        rest = order[start:]
        return rest[mask.take(rest)]
    found: list[Numbers] = []
    step = 4 * room + _BLOCK
    while room > 0 and start < len(order):
        some = order[start : start + step]
        found.append(some[mask.take(some)][:room])
        room -= len(found[-1])
        start, step = start + step, 2 * step
    return np.concatenate(found) if found else order[:0]


def best(leaf: Leaf, docs: Numbers, scores: Numbers, room: int | None) -> tuple[Numbers, Numbers]:
    """Up to `room` of the documents, by descending score and then by id; and their scores."""
    if room is not None and 0 < room < len(docs):
        high = np.flatnonzero(scores >= np.partition(scores, len(scores) - room)[len(scores) - room])
        docs, scores = docs[high], scores[high]
    order = np.lexsort((leaf.arrays["id.rank"][docs], -scores))[:room]
    return docs[order], scores[order]


def behind(leaf: Leaf, after: SortKey) -> tuple[float, int]:
    """The score that what comes behind a key by relevance is below, or the least rank of the ids with this score."""
    number, name = after
    return -_as_float(number), leaf.documents.rank_behind(str(name))


def _as_float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return np.inf if int(number) > 0 else -np.inf
