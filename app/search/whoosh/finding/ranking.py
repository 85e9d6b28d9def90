"""The documents of one view on a page: the first ones in the order of a query, as few as can be looked at."""

from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.ports import SortKey
from app.domain.queries import ArticleQuery, Sort
from app.search.whoosh.finding.filters import in_time
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.native.searching import Clocks, Order, ordered
from app.search.whoosh.segments.packing import Numbers

_UNDATED = np.inf
_DAY_BITS = 22
_PLACE = 100  # bytes: what is kept of one
_ORDERS = {"-date": "order.newest", "date": "order.oldest", "-ingested": "order.ingested", "relevance": "id.order"}
_DIRECTIONS = {"-date": -1, "date": 1}


def order_of(leaf: Leaf, sort: Sort) -> Order:
    """The documents of a segment in the order of a sort; by relevance all are equal, and come by their ids."""
    kept: Order | None = leaf.cache.get((order_of, sort))
    if kept is None:
        clocks = Clocks(leaf.arrays["clock"], _DIRECTIONS[sort]) if sort in _DIRECTIONS else None
        kept = ordered(leaf.arrays[_ORDERS[sort]], _heights(leaf, sort), clocks)
        leaf.cache.put((order_of, sort), kept, kept.nbytes)
    return kept


def _heights(leaf: Leaf, sort: Sort) -> NDArray[np.float64]:
    """Numbers of the documents that ascend in the order of a sort, though they leave ties."""
    if sort == "relevance":
        return np.zeros(leaf.size)
    if sort == "-ingested":
        return -leaf.arrays["ingested"].astype(np.float64)
    days = (leaf.arrays["latest"].astype(np.int64) << _DAY_BITS | leaf.arrays["earliest"]).astype(np.float64)
    return np.where(leaf.undated, _UNDATED, -days if sort == "-date" else days)


def passed(leaf: Leaf, sort: Sort, after: SortKey) -> int:
    """How many documents of the order of a sort do not come behind a key."""
    order = leaf.arrays[_ORDERS[sort]]
    return bisect_right(order.data, after, key=lambda doc: leaf.documents.key(doc, sort))


def start_in_time(leaf: Leaf, query: ArticleQuery) -> int:
    """A place in the order of a query before which no document is of the right time: the first that is, where the order
    is by date.
    """
    timely = in_time(leaf, query) if query.interval and query.sort in _DIRECTIONS else None
    if timely is None:
        return 0
    key = (start_in_time, query.sort, query.interval, query.date_match, query.estimates, query.undated)
    kept: int | None = leaf.cache.get(key)
    if kept is None:
        kept = int(np.argmax(timely[leaf.arrays[_ORDERS[query.sort]]]))
        leaf.cache.put(key, kept, _PLACE)
    return kept


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
