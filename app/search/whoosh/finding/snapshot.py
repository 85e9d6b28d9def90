"""One state of the index, as a search sees it."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from app.caches import Cache
from app.domain.ports import Hits
from app.domain.queries import ArticleQuery
from app.domain.text_queries import TextExpression, TextQuery
from app.search.ordering import Page, check_key
from app.search.whoosh.finding.copies import Copies
from app.search.whoosh.finding.counts import SharedNames, shared_actors
from app.search.whoosh.finding.filters import as_dated, in_time, passing, undated
from app.search.whoosh.finding.limits import check_advanced, narrowed
from app.search.whoosh.finding.mentions import mentioning
from app.search.whoosh.finding.pages import cut
from app.search.whoosh.finding.scores import WordSearch
from app.search.whoosh.finding.views import View
from app.search.whoosh.native.kernels import Mask, common, intersection
from app.search.whoosh.segments.packing import unpack_strings

_ROOM = 16 << 20
_ROOM_FOR_EACH = 1 << 9


class Found(NamedTuple):
    """What a query finds: a mask for each view (none when it can find nothing), its words, and the counts of `Hits`."""

    masks: list[Mask]
    words: WordSearch | None
    total: int
    undated: int
    collapsed: int
    adjusted: tuple[str, ...]


class Snapshot:
    """The segments with what is deleted from each. It never changes: any number of threads may use it at once."""

    def __init__(self, views: Iterable[View], applied: int) -> None:
        self.views = [view for view in views if view.count]
        self.applied = applied
        self.count = sum(view.count for view in self.views)
        self._cache = Cache(_ROOM + _ROOM_FOR_EACH * self.count)

    def forget(self) -> None:
        """Drop all results that are kept."""
        for view in self.views:
            view.leaf.cache.forget()
        self._cache.forget()

    @cached_property
    def sources(self) -> dict[str, int]:
        """How many articles each source has."""
        found: dict[str, int] = {}
        for view in self.views:
            names, column = unpack_strings(view.leaf.arrays, "source"), view.leaf.arrays["source"]
            counts = np.bincount(column if view.live is None else column[view.live], minlength=len(names))
            for name, count in zip(names[1:], counts[1:].tolist(), strict=True):
                if count:
                    found[name] = found.get(name, 0) + count
        return found

    @cached_property
    def copies(self) -> Copies:
        """What is collapsed."""
        return Copies(self.views)

    @cached_property
    def actors(self) -> SharedNames:
        """The actors of all segments."""
        return shared_actors([view.leaf for view in self.views])

    def search(self, query: ArticleQuery, page: Page) -> Hits:
        """The hits, as the port says."""
        check_key(page, query.sort)
        found = self.find(query)
        hits = cut(self.views, found.masks, found.words, query.sort, page) if found.masks else ()
        return Hits(found.total, found.undated, found.collapsed, tuple(hits), self.applied, found.adjusted)

    def find(self, query: ArticleQuery) -> Found:
        """The articles of a query; raises `QueryTooCostlyError`."""
        expression, adjusted = self._affordable(query.text) if query.text else (None, ())
        if query.text and not expression:
            return Found([], None, 0, 0, 0, adjusted)
        words = WordSearch(self.views, expression, query, self._cache) if expression else None
        passed = [_passed(view, number, query, words) for number, view in enumerate(self.views)]
        if query.duplicates == "collapse":
            return self._collapsed(query, passed, words, adjusted)
        without = sum(common(mask, undated(view.leaf, query)) for mask, view in zip(passed, self.views, strict=True))
        masks = [_in_time(mask, view, query) for mask, view in zip(passed, self.views, strict=True)]
        masks = [_as_dated(mask, view, query) for mask, view in zip(masks, self.views, strict=True)]
        return Found(masks, words, _count(masks), without, 0, adjusted)

    def _collapsed(
        self, query: ArticleQuery, passed: Sequence[Mask], words: WordSearch | None, adjusted: tuple[str, ...]
    ) -> Found:
        """What is found of these documents when of the copies of a text only the eldest counts."""
        without = [mask & undated(view.leaf, query) for mask, view in zip(passed, self.views, strict=True)]
        masks = [_in_time(mask, view, query).copy() for mask, view in zip(passed, self.views, strict=True)]
        self.copies.collapse(without)
        collapsed = self.copies.collapse(masks)
        masks = [_as_dated(mask, view, query) for mask, view in zip(masks, self.views, strict=True)]
        return Found(masks, words, _count(masks), _count(without), collapsed, adjusted)

    def masks(self, query: ArticleQuery) -> list[Mask]:
        """The documents of each view that a query finds, in arrays of their own."""
        found = self.find(query).masks
        return [mask.copy() for mask in found] or [np.zeros(view.leaf.size, np.bool_) for view in self.views]

    def _affordable(self, text: TextQuery) -> tuple[TextExpression | None, tuple[str, ...]]:
        """What is looked for, and what of it was narrowed."""
        leaves = [view.leaf for view in self.views]
        if text.expression is None or text.mode == "simple":
            return narrowed(leaves, text)
        check_advanced(leaves, text.expression)
        return text.expression, ()


def _passed(view: View, number: int, query: ArticleQuery, words: WordSearch | None) -> Mask:
    """The documents of a view that pass all filters but that by their own date; not to be changed."""
    masks = list(passing(view.leaf, query))
    for asked in (query, query.apart):
        if asked is not None and asked.actor is not None:
            masks.append(mentioning(view.leaf, asked.actor, asked))
    if words:
        masks.append(words.mask(number))
    if view.live is not None or not masks:
        masks.append(view.living())
    return intersection(masks)


def _in_time(passed: Mask, view: View, query: ArticleQuery) -> Mask:
    timely = in_time(view.leaf, query)
    return passed if timely is None else intersection([passed, timely])


def _count(masks: Sequence[Mask]) -> int:
    return sum([int(np.count_nonzero(mask)) for mask in masks])


def _as_dated(shown: Mask, view: View, query: ArticleQuery) -> Mask:
    asked = as_dated(view.leaf, query)
    return shown if asked is None else intersection([shown, asked])
