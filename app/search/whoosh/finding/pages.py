"""One page of what was found in all segments."""

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from app.domain.ports import Hit, SortKey
from app.domain.queries import Sort
from app.search.ordering import Page
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.ranking import behind, first_in_order
from app.search.whoosh.finding.scores import Scores, WordSearch
from app.search.whoosh.finding.views import View
from app.search.whoosh.native.kernels import Mask
from app.search.whoosh.segments.packing import Numbers

_TOP = 32
_LATER = np.iinfo(np.int64).max
_DAY_BITS = 22


class _Part(NamedTuple):
    """The first documents of a segment, in order; scores only when the query has words."""

    leaf: Leaf
    docs: Numbers
    scores: Scores | None


class _Wanted(NamedTuple):
    """What the page needs of each segment: the first `room` documents (None: all) behind the key `after`."""

    words: WordSearch | None
    sort: Sort
    after: SortKey | None
    room: int | None


def cut(views: Sequence[View], masks: Sequence[Mask], words: WordSearch | None, sort: Sort, page: Page) -> list[Hit]:
    """The hits of a page among the documents of the masks, one for each view."""
    if page.limit == 0:
        return []
    room = None if page.limit is None else page.offset + page.limit
    wanted = _Wanted(words, sort, None if page.after is None else tuple(page.after), room)
    ranked = words if sort == "relevance" and words and words.ranks else None
    parts = [
        _best(view.leaf, number, mask, ranked, wanted) if ranked else _first(view.leaf, number, mask, wanted)
        for number, (view, mask) in enumerate(zip(views, masks, strict=True))
    ]
    keys = [row for part in _within(parts, sort, room) for row in _keyed(part, sort)]
    if len(parts) > 1:
        keys.sort(key=itemgetter(0))
    return [Hit(key[-1], key, score) for key, score in keys[page.offset : room]]  # type: ignore[arg-type]


def _best(leaf: Leaf, number: int, mask: Mask, words: WordSearch, wanted: _Wanted) -> _Part:
    """The best documents of a mask; those of a single clause are remembered, when nothing else is asked for."""
    after, room = wanted.after, wanted.room
    if not words.is_single(number, mask) or after is not None or room is None or room > _TOP:
        return _Part(leaf, *_ranked(leaf, number, mask, words, wanted))
    key = (number, words.single, "top")
    kept: tuple[Numbers, Scores] | None = words.cache.get(key)
    if kept is None:
        kept = _ranked(leaf, number, mask, words, wanted._replace(room=_TOP))
        words.cache.put(key, kept, sum(part.nbytes for part in kept))
    docs, scores = kept
    return _Part(leaf, docs[:room], scores[:room])


def _ranked(leaf: Leaf, number: int, mask: Mask, words: WordSearch, wanted: _Wanted) -> tuple[Numbers, Scores]:
    after = None if wanted.after is None else behind(leaf, wanted.after)
    room = int(np.count_nonzero(mask)) if wanted.room is None else wanted.room
    return words.best(number, mask, after, room)


def _first(leaf: Leaf, number: int, mask: Mask, wanted: _Wanted) -> _Part:
    docs = first_in_order(leaf, mask, wanted.sort, wanted.after, wanted.room)
    return _Part(leaf, docs, wanted.words.scores(number, docs) if wanted.words else None)


def _keyed(part: _Part, sort: Sort) -> list[tuple[SortKey, float | None]]:
    key = part.leaf.documents.key
    if part.scores is None:
        return [(key(doc, sort, None), None) for doc in part.docs.tolist()]
    scored = zip(part.docs.tolist(), part.scores.tolist(), strict=True)
    return [(key(doc, sort, score), score) for doc, score in scored]


def _within(parts: list[_Part], sort: Sort, room: int | None) -> list[_Part]:
    """The parts without what is surely behind the first `room` of all of them: only few keys need be made."""
    if room is None or sum(len(part.docs) for part in parts) <= room:
        return parts
    places = [_place(part, sort) for part in parts]
    last = np.partition(np.concatenate(places), room - 1)[room - 1]
    return [
        _Part(part.leaf, part.docs[near], None if part.scores is None else part.scores[near])
        for part, near in ((part, place <= last) for part, place in zip(parts, places, strict=True))
    ]


def _place(part: _Part, sort: Sort) -> Numbers:
    """Numbers that ascend in the order of a sort, though they leave ties."""
    arrays = part.leaf.arrays
    if sort == "relevance":
        return np.zeros(len(part.docs)) if part.scores is None else -part.scores
    if sort == "-ingested":
        return -arrays["ingested"][part.docs]
    latest = arrays["latest"][part.docs].astype(np.int64)
    days = latest << _DAY_BITS | arrays["earliest"][part.docs]
    return np.where(latest == 0, _LATER, -days if sort == "-date" else days)
