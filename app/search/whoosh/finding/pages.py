"""One page of what was found in all segments."""

from collections.abc import Callable, Iterator, Sequence
from operator import eq
from typing import NamedTuple, overload

import numpy as np

from app.domain.ports import Hit, SortKey
from app.domain.queries import ArticleQuery, Sort
from app.search.ordering import Page
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.ranking import behind, passed
from app.search.whoosh.finding.scores import GROWTH, WordSearch
from app.search.whoosh.finding.views import View
from app.search.whoosh.native.masks import Mask, Program, Sets, intersection, set_of
from app.search.whoosh.native.searching import After, Chosen, Query, Segments, ask

_FEW = 64  # documents: no more of a page are kept as hits
_KEPT, _HIT = 500, 500  # hits of a segment, and their bytes, about
_ALL = 1 << 40
_PLAN = 1 << 11
_EVERY = Program([])
_new = tuple.__new__  # half the time of `Hit()`, twenty times a page


class Sieve(NamedTuple):
    """What documents of a view must pass beside the words: some masks, then one of those of the right time, then one of
    those with the right date. Before the place `start` in the order that is asked for there is surely none.
    """

    masks: Sequence[Mask]
    timely: Mask | None = None
    dated: Mask | None = None
    start: int = 0


class Cut(NamedTuple):
    """The hits of a page, of how many they are, and how many undated ones pass whatever the time is."""

    hits: Sequence[Hit]
    total: int
    undated: int


class Sought(NamedTuple):
    """What is looked for: a sieve for each view, and the words, which the masks have matched already or not."""

    sieves: Sequence[Sieve]
    words: WordSearch | None
    matched: bool = False


class _Part(NamedTuple):
    """The first documents of a segment, in order; scores only when the query has words."""

    leaf: Leaf
    docs: Sequence[int]
    scores: Sequence[float] | None


class Plan(NamedTuple):
    """What is sought, ready to be searched for; `ranked` tells whether its order is that of the scores."""

    sought: Sought
    ranked: bool
    query: Query

    def anew(self) -> "Plan":
        """The same for who is to choose again what is sought."""
        return _new(Plan, (self.sought, self.ranked, Query(self.query.asked)))

    def size(self) -> int:
        """In bytes, about."""
        masks = [mask for sieve in self.sought.sieves for mask in (*sieve.masks, *_times(sieve))]
        return _PLAN + sum(mask.nbytes for mask in masks) + self.query.size()


def plan(segments: Callable[[bool, Sort | None], Segments], sought: Sought, query: ArticleQuery) -> Plan:
    """How what is sought is searched for in the order of a query; as to `segments`, see `Snapshot.segments`."""
    words, sieves = sought.words, sought.sieves
    ranked = query.sort == "relevance" and words is not None and words.ranks
    chosen = Chosen(
        _EVERY if words is None or sought.matched else words.program,
        [words.rated(number) if words else () for number in range(len(sieves))],
        [_set(sieve.masks) for sieve in sieves],
        [_set(_times(sieve)) for sieve in sieves],
        [sieve.start for sieve in sieves],
    )
    asked = ask(segments(query.estimates, None if ranked else query.sort), chosen, GROWTH)
    return Plan(sought, ranked, Query(asked))


def cut(views: Sequence[View], planned: Plan, sort: Sort, page: Page) -> Cut:
    """A page of what is planned."""
    words, ranked, after = planned.sought.words, planned.ranked, page.after
    room = None if page.limit is None else page.limit and page.offset + page.limit
    behind_it = None if after is None else [_behind(view, sort, ranked, after) for view in views]
    selected, turns = planned.query.search(behind_it, _ALL if room is None else room)
    parts = [
        _Part(view.leaf, each.docs, each.scores if words else None) for view, each in zip(views, selected, strict=True)
    ]
    hits: Sequence[Hit] = () if room == 0 else (_hits if room else _AllHits)(parts, sort, turns)
    hits = hits[page.offset :] if page.offset else hits
    return Cut(hits, sum([each.total for each in selected]), sum([each.undated for each in selected]))


def _set(masks: Sequence[Mask]) -> Sets | None:
    return set_of(intersection(masks)) if masks else None


def _times(sieve: Sieve) -> list[Mask]:
    return [mask for mask in (sieve.timely, sieve.dated) if mask is not None]


def _behind(view: View, sort: Sort, ranked: bool, key: SortKey) -> After:
    after = tuple(key)
    return behind(view.leaf, after) if ranked else (0.0, passed(view.leaf, sort, after))


class _AllHits(Sequence[Hit]):
    """As many hits as there are, made when they are looked at: until then each takes some 16 bytes."""

    def __init__(self, parts: Sequence[_Part], sort: Sort, turns: Sequence[int]) -> None:
        self._parts, self._sort, self._turns = parts, sort, turns
        each = np.array(turns, np.uint16)
        self._places = [np.flatnonzero(each == number).astype(np.uint32) for number in range(len(parts))]

    def __len__(self) -> int:
        return len(self._turns)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        if isinstance(at, int):
            number = range(len(self))[at]
            return self[number : number + 1][0]
        start, stop, step = at.indices(len(self))
        if step != 1:
            return tuple([self[number] for number in range(start, stop, step)])
        return self._between(start, max(start, stop))

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, len(self), _KEPT):
            yield from self[start : start + _KEPT]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def _between(self, start: int, stop: int) -> tuple[Hit, ...]:
        parts: list[_Part] = []
        for (leaf, docs, scores), places in zip(self._parts, self._places, strict=True):
            first, last = np.searchsorted(places, (start, stop)).tolist()
            parts.append(_Part(leaf, docs[first:last], scores[first:last] if scores else None))
        return _hits(parts, self._sort, self._turns[start:stop])


def _hits(parts: Sequence[_Part], sort: Sort, turns: Sequence[int]) -> tuple[Hit, ...]:
    rows = [iter(_hits_of(part, sort)) for part in parts]
    return tuple([next(rows[turn]) for turn in turns])


def _hits_of(part: _Part, sort: Sort) -> list[Hit]:
    """The documents of a part as hits. Those of short pages are kept, if they have no scores: many pages show them."""
    leaf, docs = part.leaf, part.docs
    if part.scores is not None or len(docs) > _FEW:
        return _made(leaf, docs, sort, part.scores or [None] * len(docs))
    kept = _kept(leaf, sort)
    if missing := [doc for doc in docs if doc not in kept]:
        kept.update(zip(missing, _made(leaf, missing, sort, [None] * len(missing)), strict=True))
    return [kept[doc] for doc in docs]


def _kept(leaf: Leaf, sort: Sort) -> dict[int, Hit]:
    kept: dict[int, Hit] | None = leaf.cache.get((_hits, sort))
    if kept is None or len(kept) > _KEPT:
        kept = {}
        leaf.cache.put((_hits, sort), kept, _HIT * _KEPT)
    return kept


def _made(leaf: Leaf, docs: Sequence[int], sort: Sort, scores: Sequence[float | None]) -> list[Hit]:
    names = leaf.documents.ids.some_texts(docs)
    return [_new(Hit, row) for row in zip(names, leaf.documents.keys(docs, names, sort, scores), scores, strict=True)]
