"""Facets and timelines: what the documents of masks have in common, counted over arrays."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from app.domain.annotations import ACTOR_TYPES, ENTITY_TYPES
from app.domain.counts import FacetCounts, Interval, Timeline, bucket, precision, ranked, span_value
from app.domain.queries import ArticleQuery
from app.search.whoosh.leaf import Leaf, Mask
from app.search.whoosh.mentions import actor_rows, looked_at
from app.search.whoosh.packing import Numbers, distinct, unpack_strings
from app.search.whoosh.views import View

_NAMED = ("source", "language")
_EPOCH = date(1970, 1, 1).toordinal()
_IS_ACTOR = np.array([kind in ACTOR_TYPES for kind in ENTITY_TYPES])
_MONDAY = 1  # 0001-01-01, the first day there is, is a Monday.


class Rows(NamedTuple):
    """Which documents of a view have which values, each pair once; the values by their numbers in `names`."""

    docs: Numbers
    values: Numbers
    names: Callable[[Numbers], Iterable[str]]


def count_rows(views: Sequence[View], masks: Sequence[Mask], rows: Sequence[Rows], query: ArticleQuery) -> FacetCounts:
    """The counts of a facet from its rows in each view, which are of documents of the masks."""
    count = _distinct if query.duplicates == "collapse" else _every
    counts: dict[str, int] = {}
    for value, number in count(views, rows):
        counts[value] = counts.get(value, 0) + number
    without = [_without(mask, each) for mask, each in zip(masks, rows, strict=True)]
    return FacetCounts(buckets=ranked(counts), unknown=sum(number for _, number in count(views, without)))


def facet_rows(leaf: Leaf, mask: Mask, query: ArticleQuery, facet: str) -> Rows:
    """The rows of any facet but that of forms."""
    if facet in _NAMED:
        docs = np.flatnonzero(mask & (leaf.arrays[facet] > 0))
        names = unpack_strings(leaf.arrays, facet)
        return Rows(docs, leaf.arrays[facet][docs], lambda numbers: [names[number] for number in numbers.tolist()])
    if facet == "actor":
        docs, entities = actor_rows(leaf, mask, query)
        kept = _IS_ACTOR[leaf.entity_types[entities]]
        return Rows(docs[kept], entities[kept], leaf.entity_names)
    if facet == "type":
        docs, kinds = _types(leaf, mask, query)
        return Rows(docs, kinds, lambda numbers: [ENTITY_TYPES[number] for number in numbers.tolist()])
    if facet == "precision":
        return _precisions(leaf, mask)
    return _dated(leaf, mask, "year" if facet == "year" else "month")[0]


def timeline(leaf: Leaf, mask: Mask, interval: Interval) -> Timeline:
    """The timeline of the documents of a mask."""
    placed, vague = _dated(leaf, mask, interval)
    numbers, counts = np.unique(placed.values, return_counts=True)
    spans, vague_counts = np.unique(_spans(leaf, vague), axis=0, return_counts=True)
    return Timeline(
        buckets=tuple(zip(placed.names(numbers), counts.tolist(), strict=True)),
        imprecise=tuple(sorted(zip(map(_value, spans.tolist()), vague_counts.tolist(), strict=True))),
        undated=int(np.count_nonzero(mask & (leaf.arrays["latest"] == 0))),
    )


def added_up(timelines: Iterable[Timeline]) -> Timeline:
    """One timeline of several."""
    buckets: dict[str, int] = {}
    imprecise: dict[str, int] = {}
    undated = 0
    for each in timelines:
        undated += each.undated
        for total, counted in ((buckets, each.buckets), (imprecise, each.imprecise)):
            for key, count in counted:
                total[key] = total.get(key, 0) + count
    return Timeline(buckets=tuple(sorted(buckets.items())), imprecise=tuple(sorted(imprecise.items())), undated=undated)


def _every(_: Sequence[View], rows: Sequence[Rows]) -> Iterator[tuple[str, int]]:
    for each in rows:
        counts = np.bincount(each.values)
        numbers = np.flatnonzero(counts)
        yield from zip(each.names(numbers), counts[numbers].tolist(), strict=True)


def _distinct(views: Sequence[View], rows: Sequence[Rows]) -> Iterator[tuple[str, int]]:
    """How many different texts have each value."""
    texts: dict[str, list[Numbers]] = {}
    for view, each in zip(views, rows, strict=True):
        numbers, places = np.unique(each.values, return_inverse=True)
        originals = view.leaf.arrays["original"][each.docs]
        for place, value in enumerate(each.names(numbers)):
            texts.setdefault(value, []).append(originals[places == place])
    yield from ((value, len(distinct(np.concatenate(found)))) for value, found in texts.items())


def _without(mask: Mask, rows: Rows) -> Rows:
    """The documents of the mask that have no value, as rows of one and the same value."""
    left = mask.copy()
    left[rows.docs] = False
    docs = np.flatnonzero(left)
    return Rows(docs, np.zeros(len(docs), np.int64), lambda numbers: [""] * len(numbers))


def _types(leaf: Leaf, mask: Mask, query: ArticleQuery) -> tuple[Numbers, Numbers]:
    rows = looked_at(leaf, query)
    rows = rows[mask[leaf.arrays["mention.docs"][rows]]]
    pairs = distinct(leaf.arrays["mention.docs"][rows].astype(np.int64) << 8 | leaf.arrays["mention.types"][rows])
    return pairs >> 8, pairs & 0xFF


def _dated(leaf: Leaf, mask: Mask, interval: Interval) -> tuple[Rows, Numbers]:
    """The documents whose date lies in one bucket, with that, and those whose date does not."""
    docs = np.flatnonzero(mask & (leaf.arrays["latest"] > 0))
    first, last = (_buckets(leaf.arrays[name][docs], interval) for name in ("earliest", "latest"))
    one = first == last

    def names(numbers: Numbers) -> list[str]:
        return [bucket(_first_day(number, interval), interval) for number in numbers.tolist()]

    return Rows(docs[one], first[one], names), docs[~one]


def _buckets(days: Numbers, interval: Interval) -> Numbers:
    """The number of the day, week, month or year of each day, which is an ordinal."""
    if interval == "day":
        return days.astype(np.int64)
    if interval == "week":
        return (days.astype(np.int64) - _MONDAY) // 7
    moments = (days.astype(np.int64) - _EPOCH).astype("datetime64[D]")
    months = moments.astype("datetime64[M]").astype(np.int64) + 12 * 1970
    return months if interval == "month" else months // 12


def _first_day(number: int, interval: Interval) -> date:
    match interval:
        case "day":
            return date.fromordinal(number)
        case "week":
            return date.fromordinal(7 * number + _MONDAY)
        case "month":
            return date(number // 12, number % 12 + 1, 1)
        case "year":
            return date(number, 1, 1)


def _spans(leaf: Leaf, docs: Numbers) -> Numbers:
    return np.stack([leaf.arrays["earliest"][docs], leaf.arrays["latest"][docs]], axis=1)


def _value(span: Sequence[int]) -> str:
    return span_value(date.fromordinal(span[0]), date.fromordinal(span[1]))


def _precisions(leaf: Leaf, mask: Mask) -> Rows:
    docs = np.flatnonzero(mask & (leaf.arrays["latest"] > 0))
    spans, places = np.unique(_spans(leaf, docs), axis=0, return_inverse=True)
    found = [precision(_value(span)) for span in spans.tolist()]
    kinds = sorted(set(found))
    numbers = np.array([kinds.index(each) for each in found], np.int64)
    return Rows(docs, numbers[places.reshape(-1)], lambda chosen: [kinds[number] for number in chosen.tolist()])
