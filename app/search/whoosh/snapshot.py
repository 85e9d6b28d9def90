"""One state of the index, as a search sees it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from app.domain.ports import Hit, Hits, SortKey
from app.domain.queries import ArticleQuery
from app.domain.text_queries import TextExpression, TextQuery
from app.search.ordering import Page, check_key
from app.search.whoosh.copies import Copies
from app.search.whoosh.filters import in_time, passing, undated
from app.search.whoosh.leaf import Mask
from app.search.whoosh.limits import check_advanced, narrowed
from app.search.whoosh.mentions import mentioning
from app.search.whoosh.packing import unpack_strings
from app.search.whoosh.ranking import best, first_in_order
from app.search.whoosh.scores import WordSearch
from app.search.whoosh.views import View

Row = tuple[SortKey, float | None]


class Snapshot:
    """The segments with what is deleted from each. It never changes: any number of threads may use it at once."""

    def __init__(self, views: Iterable[View], applied: int) -> None:
        self.views = [view for view in views if view.count]
        self.applied = applied
        self.count = sum(view.count for view in self.views)

    def forget(self) -> None:
        """Drop all results that are kept."""
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

    def search(self, query: ArticleQuery, page: Page) -> Hits:
        """The hits, as the port says."""
        check_key(page, query.sort)
        expression, adjusted = self._affordable(query.text) if query.text else (None, ())
        if query.text and not expression:
            return Hits(0, 0, 0, (), self.applied, adjusted)
        words = WordSearch(self.views, expression, query) if expression else None
        passed = [self._passed(number, query, words) for number in range(len(self.views))]
        without = [mask & undated(view.leaf, query) for mask, view in zip(passed, self.views, strict=True)]
        matched = list(map(_matched, passed, self.views, [query] * len(passed)))
        collapsed = 0
        if query.duplicates == "collapse":
            self.copies.collapse(without)
            collapsed = self.copies.collapse(matched)
        rows = sorted(self._rows(matched, query, words, page), key=lambda row: row[0])
        end = None if page.limit is None else page.offset + page.limit
        return Hits(
            total=_count(matched),
            undated=_count(without),
            collapsed=collapsed,
            hits=tuple(Hit(str(key[-1]), key, score) for key, score in rows[page.offset : end]),
            seq=self.applied,
            adjusted=adjusted,
        )

    def masks(self, query: ArticleQuery) -> list[Mask]:
        """The documents of each view that a query finds."""
        expression, _ = self._affordable(query.text) if query.text else (None, ())
        if query.text and not expression:
            return [np.zeros(view.leaf.size, np.bool_) for view in self.views]
        words = WordSearch(self.views, expression, query) if expression else None
        passed = (self._passed(number, query, words) for number in range(len(self.views)))
        matched = [_matched(mask, view, query) for mask, view in zip(passed, self.views, strict=True)]
        if query.duplicates == "collapse":
            self.copies.collapse(matched)
        return matched

    def _affordable(self, text: TextQuery) -> tuple[TextExpression | None, tuple[str, ...]]:
        """What is looked for, and what of it was narrowed."""
        leaves = [view.leaf for view in self.views]
        if text.expression is None or text.mode == "simple":
            return narrowed(leaves, text)
        check_advanced(leaves, text.expression)
        return text.expression, ()

    def _passed(self, number: int, query: ArticleQuery, words: WordSearch | None) -> Mask:
        """The documents of a view that pass all filters but that by their own date."""
        view = self.views[number]
        mask = view.living()
        if words:
            mask &= words.mask(number)
        if query.actor is not None:
            mask &= mentioning(view.leaf, query.actor, query)
        for each in passing(view.leaf, query):
            mask &= each
        return mask

    def _rows(self, masks: Sequence[Mask], query: ArticleQuery, words: WordSearch | None, page: Page) -> Iterator[Row]:
        """The first documents of each view, more than enough for the page."""
        room = None if page.limit is None else page.offset + page.limit
        after = None if page.after is None else tuple(page.after)
        for number, (view, mask) in enumerate(zip(self.views, masks, strict=True)):
            if query.sort == "relevance" and words and words.ranks:
                docs = np.flatnonzero(mask)
                docs, scores = best(view.leaf, docs, words.scores(number, docs), after, room)
            else:
                docs = first_in_order(view.leaf, mask, query.sort, after, room)
                scores = words.scores(number, docs) if words else np.full(len(docs), None)
            for doc, score in zip(docs.tolist(), scores.tolist(), strict=True):
                yield view.leaf.documents.key(doc, query.sort, score), score


def _matched(passed: Mask, view: View, query: ArticleQuery) -> Mask:
    timely = in_time(view.leaf, query)
    return passed.copy() if timely is None else passed & timely


def _count(masks: Sequence[Mask]) -> int:
    return sum(map(int, map(np.count_nonzero, masks)))
