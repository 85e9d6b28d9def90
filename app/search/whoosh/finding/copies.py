"""Of all copies of a text that are found, only the eldest is shown."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np

from app.search.whoosh.finding.views import View
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.segments.packing import Numbers, distinct

Valued = tuple[Numbers, Numbers, Callable[[Numbers], Iterable[str]]]
"""Documents of a view, a value of each by number, and how values are called."""


class Copies:
    """The live documents of which there are copies, or that are some: text by text, the eldest first."""

    def __init__(self, views: Sequence[View]) -> None:
        texts = distinct(np.concatenate([_texts(view) for view in views] or [np.empty(0, np.uint64)]))
        self._docs = [_members(view, texts) for view in views]
        self._places, self._groups = _eldest_first(views, self._docs, texts)

    def collapse(self, masks: Sequence[Mask]) -> int:
        """Take out of the masks, one for each view, all copies of a text but the eldest; returns how many."""
        found = np.zeros(len(self._groups), np.bool_)
        for mask, docs, places in zip(masks, self._docs, self._places, strict=True):
            found[places] = mask[docs]
        rows = np.flatnonzero(found)
        groups = self._groups[rows]
        found[rows[1:][groups[1:] != groups[:-1]]] = False
        found[rows[:1]] = False
        for mask, docs, places in zip(masks, self._docs, self._places, strict=True):
            mask[docs[found[places]]] = False
        return int(np.count_nonzero(found))

    def eldest(self, rows: Sequence[Valued]) -> list[Mask]:
        """Which rows are of the eldest of all copies of a text that have the same value; of each view its rows."""
        kept = [np.ones(len(docs), np.bool_) for docs, _, _ in rows]
        members = [self._members(view, docs) for view, (docs, _, _) in enumerate(rows)]
        numbers: dict[str, int] = {}
        values = [_shared(each[1][where], each[2], numbers) for each, (where, _) in zip(rows, members, strict=True)]
        places = np.concatenate([place for _, place in members] or [np.empty(0, np.int64)])
        every = np.concatenate(values or [np.empty(0, np.int64)])
        order = np.lexsort((places, every))
        groups, alike = self._groups[places[order]], every[order]
        younger = np.zeros(len(order), np.bool_)
        younger[order[1:]] = (groups[1:] == groups[:-1]) & (alike[1:] == alike[:-1])
        for mask, (where, _) in zip(kept, members, strict=True):
            mask[where], younger = ~younger[: len(where)], younger[len(where) :]
        return kept

    def _members(self, view: int, docs: Numbers) -> tuple[Numbers, Numbers]:
        """Which of the documents of a view have copies or are some, and their places."""
        known = self._docs[view]
        if not len(known):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(known, docs), len(known) - 1)
        where = np.flatnonzero(known[at] == docs)
        return where, self._places[view][at[where]]


def _shared(values: Numbers, names: Callable[[Numbers], Iterable[str]], numbers: dict[str, int]) -> Numbers:
    """The same values by the numbers that all views share."""
    some, places = np.unique(values, return_inverse=True)
    shared = [numbers.setdefault(name, len(numbers)) for name in names(some)]
    return np.array(shared, np.int64)[places]


def _texts(view: View) -> Numbers:
    """The texts that live copies are of."""
    copies = view.leaf.arrays["copy"].view(np.bool_)
    return view.leaf.arrays["original"][copies if view.live is None else copies & view.live]


def _members(view: View, texts: Numbers) -> Numbers:
    alike = np.isin(view.leaf.arrays["original"], texts)
    return np.flatnonzero(alike if view.live is None else alike & view.live)


def _eldest_first(views: Sequence[View], docs: Sequence[Numbers], texts: Numbers) -> tuple[list[Numbers], Numbers]:
    """The places of the members of each view among all of them, and by place the group."""
    if not len(texts):
        return [np.empty(0, np.int64) for _ in views], np.empty(0, np.int64)
    original, ingested, rank = (
        np.concatenate([view.leaf.arrays[name][chosen] for view, chosen in zip(views, docs, strict=True)])
        for name in ("original", "ingested", "id.rank")
    )
    number = np.repeat(np.arange(len(views)), [len(chosen) for chosen in docs])
    groups = np.searchsorted(texts, original)
    order = np.lexsort((rank, number, ingested, groups))
    _settle_ties(order, groups, ingested, number, [*zip(views, docs, strict=True)])
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return [places[number == each] for each in range(len(views))], groups[order]


def _settle_ties(
    order: Numbers, groups: Numbers, ingested: Numbers, number: Numbers, views: Sequence[tuple[View, Numbers]]
) -> None:
    """Put those that came at the same moment, into different segments, in the order of their ids."""
    first, second = order[:-1], order[1:]
    same = (groups[first] == groups[second]) & (ingested[first] == ingested[second])
    if not (same & (number[first] != number[second])).any():
        return
    names = [view.leaf.documents.ids.text(doc) for view, docs in views for doc in docs.tolist()]
    edges = [0, *(np.flatnonzero(~same) + 1).tolist(), len(order)]
    for start, end in pairwise(edges):
        if end > start + 1:
            order[start:end] = sorted(order[start:end].tolist(), key=names.__getitem__)
