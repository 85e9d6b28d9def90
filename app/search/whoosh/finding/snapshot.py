"""One state of the index, as a search sees it."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np

from app.caches import Cache
from app.domain.ports import Hits
from app.domain.queries import ArticleQuery, Sort
from app.domain.text_queries import TextExpression, TextQuery
from app.search.ordering import Page, check_key
from app.search.whoosh.finding.copies import Copies
from app.search.whoosh.finding.facets import SharedActors, SharedMonths, shared_actors, shared_months
from app.search.whoosh.finding.filters import Filter, as_dated, filters_of, in_time, undated
from app.search.whoosh.finding.limits import check_advanced, narrowed
from app.search.whoosh.finding.mentions import mentioning
from app.search.whoosh.finding.pages import Plan, Sieve, Sought, cut, plan
from app.search.whoosh.finding.ranking import start_in_time
from app.search.whoosh.finding.scores import WordSearch
from app.search.whoosh.finding.views import Extent, View, extent_of
from app.search.whoosh.native.masks import Mask, Sets, intersection, sets_of
from app.search.whoosh.native.searching import Segments
from app.search.whoosh.segments.packing import unpack_strings

_ROOM = 16 << 20
_ROOM_FOR_EACH = 1 << 9


class Found(NamedTuple):
    """What a query finds: a mask for each view (none when it can find nothing), and the counts of `Hits`."""

    masks: list[Mask]
    total: int
    undated: int
    collapsed: int


class Snapshot:
    """The segments with what is deleted from each. It never changes: any number of threads may use it at once."""

    def __init__(self, views: Iterable[View], applied: int, *, keep_queries: bool = True) -> None:
        self.views = [view for view in views if view.count]
        self.applied = applied
        self.count = sum(view.count for view in self.views)
        self._keep_queries = keep_queries
        self._plans = Cache(_ROOM + _ROOM_FOR_EACH * self.count)
        self._segments: dict[tuple[bool, Sort | None], Segments] = {}
        self._searched: tuple[ArticleQuery, Plan] | None = None
        self._deleted = any(view.live is not None for view in self.views)

    def forget_queries(self) -> None:
        """Drop what is kept of whole queries."""
        self._searched = None
        self._plans.forget()

    def forget(self) -> None:
        """Drop all results that are kept."""
        self.forget_queries()
        for view in self.views:
            view.leaf.cache.forget()

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
    def actors(self) -> SharedActors:
        """The actors of all segments."""
        return shared_actors([view.leaf for view in self.views])

    @cached_property
    def months(self) -> SharedMonths:
        """The months of all segments."""
        return shared_months([view.leaf for view in self.views])

    @cached_property
    def extent(self) -> Extent:
        """The extent of all articles."""
        return extent_of(self.views)

    def segments(self, estimates: bool, sort: Sort | None) -> Segments:
        """What a search asks of all segments; see `View.segment`."""
        key = estimates, sort
        found = self._segments.get(key)
        if found is None:
            found = Segments([view.segment(self.extent.mean, estimates, sort) for view in self.views])
            self._segments = {**self._segments, key: found}
        return found

    def search(self, query: ArticleQuery, page: Page) -> Hits:
        """The hits, as the port says; raises `QueryTooCostlyError`."""
        check_key(page, query.sort)
        planned, adjusted = self._planned(query)
        if planned is None:
            return Hits(0, 0, 0, (), self.applied, adjusted)
        if query.duplicates != "collapse":
            self._searched = query, planned
            shown = cut(self.views, planned, query.sort, page)
            return Hits(shown.total, shown.undated, 0, shown.hits, self.applied, adjusted)
        found = self._found(query, planned.sought)
        sought = Sought([Sieve([mask]) for mask in found.masks], planned.sought.words, matched=True)
        shown = cut(self.views, plan(self.segments, sought, query), query.sort, page)
        return Hits(found.total, found.undated, found.collapsed, shown.hits, self.applied, adjusted)

    def _planned(self, query: ArticleQuery) -> tuple[Plan | None, tuple[str, ...]]:
        """`_sought`, ready to be searched for: kept, as the next page asks for the same."""
        kept: tuple[Plan, tuple[str, ...]] | None = self._plans.get(query)
        if kept and self._keep_queries:
            return kept
        return (kept[0].anew(), kept[1]) if kept else self._plan(query)

    def _plan(self, query: ArticleQuery) -> tuple[Plan | None, tuple[str, ...]]:
        sought, adjusted = self._sought(query)
        if sought is None:
            return None, adjusted
        planned = plan(self.segments, sought, query)
        if sought.words is None or sought.words.settled:
            self._plans.put(query, (planned, adjusted), planned.size())
        return planned, adjusted

    def find(self, query: ArticleQuery) -> Found:
        """The articles of a query; raises `QueryTooCostlyError`."""
        sought, _ = self._sought(query)
        return self._found(query, sought) if sought else Found([], 0, 0, 0)

    def masks(self, query: ArticleQuery) -> list[Mask]:
        """The documents of each view that a query finds, in arrays of their own; raises `QueryTooCostlyError`."""
        if query.duplicates == "collapse":
            found = [mask.copy() for mask in self.find(query).masks]
        else:
            planned, _ = self._planned(query)
            found = planned.query.masks() if planned else []
        return found or [np.zeros(view.leaf.size, np.bool_) for view in self.views]

    def sets(self, query: ArticleQuery) -> Sets:
        """The same as sets, each in a row; not to be changed. What was just searched for is not searched for again."""
        searched = self._searched
        if searched and searched[0] is query:
            return searched[1].query.sets()
        planned = None if query.duplicates == "collapse" else self._planned(query)[0]
        largest = max([view.leaf.size for view in self.views], default=0)
        return planned.query.sets() if planned else sets_of(self.masks(query), largest)

    def _found(self, query: ArticleQuery, sought: Sought) -> Found:
        passed = [_passed(view, number, sought) for number, view in enumerate(self.views)]
        without = [
            intersection([mask, undated(view.leaf, query)]) for mask, view in zip(passed, self.views, strict=True)
        ]
        masks = [_narrowed(mask, sieve.timely) for mask, sieve in zip(passed, sought.sieves, strict=True)]
        collapsed = 0
        if query.duplicates == "collapse":
            masks = [mask.copy() for mask in masks]
            self.copies.collapse(without)
            collapsed = self.copies.collapse(masks)
        masks = [_narrowed(mask, sieve.dated) for mask, sieve in zip(masks, sought.sieves, strict=True)]
        return Found(masks, _count(masks), _count(without), collapsed)

    def _sought(self, query: ArticleQuery) -> tuple[Sought | None, tuple[str, ...]]:
        """What a query looks for (None: what cannot be found), and in sentences what of it was narrowed."""
        expression, adjusted = self._affordable(query.text) if query.text else (None, ())
        if query.text and not expression:
            return None, adjusted
        words = WordSearch(self.views, expression, query, self.extent) if expression else None
        filters = filters_of(query)
        filters += [partial(mentioning, each.actor, each) for each in (query, query.apart) if each and each.actor]
        return Sought([self._sieve(view, query, filters) for view in self.views], words), adjusted

    def _sieve(self, view: View, query: ArticleQuery, filters: Sequence[Filter]) -> Sieve:
        masks = [each(view.leaf) for each in filters]
        if self._deleted:
            masks.append(view.living())
        return Sieve(masks, in_time(view.leaf, query), as_dated(view.leaf, query), start_in_time(view.leaf, query))

    def _affordable(self, text: TextQuery) -> tuple[TextExpression | None, tuple[str, ...]]:
        """What is looked for, and what of it was narrowed."""
        leaves = [view.leaf for view in self.views]
        if text.expression is None or text.mode == "simple":
            return narrowed(leaves, text)
        check_advanced(leaves, text.expression)
        return text.expression, ()


def _passed(view: View, number: int, sought: Sought) -> Mask:
    """The documents of a view that pass all filters but those by their own date; not to be changed."""
    matched = [sought.words.mask(number)] if sought.words else []
    return intersection([*matched, *sought.sieves[number].masks] or [view.living()])


def _narrowed(mask: Mask, other: Mask | None) -> Mask:
    return mask if other is None else intersection([mask, other])


def _count(masks: Sequence[Mask]) -> int:
    return sum([int(np.count_nonzero(mask)) for mask in masks])
