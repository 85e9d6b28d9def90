"""The documents of one view on a page: the first ones in the order of a query, as few as can be looked at."""

from bisect import bisect_right

import numpy as np

from app.domain.ports import SortKey
from app.domain.queries import Sort
from app.search.whoosh.finding.leaf import Leaf, Mask
from app.search.whoosh.finding.scores import Scores
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


def best(leaf: Leaf, docs: Numbers, scores: Scores, after: SortKey | None, room: int | None) -> tuple[Numbers, Scores]:
    """Up to `room` of the documents, behind the key `after`, by descending score and then by id; and their scores."""
    if after is not None:
        behind = _behind(leaf, docs, scores, after)
        docs, scores = docs[behind], scores[behind]
    if room is not None and room < len(docs):
        high = np.flatnonzero(scores >= _threshold(scores, room))
        docs, scores = docs[high], scores[high]
    return _ranked(leaf, docs, scores, room)


def best_of_all(leaf: Leaf, mask: Mask, scores: Scores, room: int) -> tuple[Numbers, Scores]:
    """The `best` of a mask with more than `room` documents; `scores` are of all documents, 0 outside of the mask."""
    docs = np.flatnonzero((scores >= _threshold(scores, room)) & mask)
    return _ranked(leaf, docs, scores[docs], room)


def _ranked(leaf: Leaf, docs: Numbers, scores: Scores, room: int | None) -> tuple[Numbers, Scores]:
    order = np.lexsort((leaf.arrays["id.rank"][docs], -scores))[:room]
    return docs[order], scores[order]


def _threshold(scores: Scores, room: int) -> float:
    """A score that at least `room` of the scores reach: so many blocks have one as high."""
    blocks = len(scores) // _BLOCK
    highest = scores if room >= blocks else scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    return float(np.partition(highest, len(highest) - room)[len(highest) - room]) if room else np.inf


def _behind(leaf: Leaf, docs: Numbers, scores: Scores, after: SortKey) -> Mask:
    """As `(-score, id) > after`."""
    number, name = after
    try:
        passed = -float(number)  # type: ignore[arg-type]
    except OverflowError:
        passed = -np.inf if int(number) > 0 else np.inf  # type: ignore[arg-type]
    later: Mask = leaf.arrays["id.rank"][docs] >= leaf.documents.rank_behind(str(name))
    behind: Mask = (scores < passed) | ((scores == passed) & later)
    return behind
