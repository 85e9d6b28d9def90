"""Facets and timelines: what the documents of masks have in common, counted over arrays."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import Facet, Interval, Timeline, bucket, first_day, span_value
from app.domain.queries import ArticleQuery
from app.search.whoosh.finding.leaf import PRECISIONS, Leaf
from app.search.whoosh.finding.mentions import actor_rows, type_rows
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.segments.packing import Numbers, unpack_strings

_NAMED = ("source", "language")
_LOW = (1 << 32) - 1


class Rows(NamedTuple):
    """Which documents of a view have which values, each pair once; the values by their numbers in `names`."""

    docs: Numbers
    values: Numbers
    names: Callable[[Numbers], Iterable[str]]


def count_rows(rows: Sequence[Rows], counted: Sequence[Mask | slice]) -> dict[str, int]:
    """How often each value stands in those of the rows of each view that are counted."""
    counts: dict[str, int] = {}
    for each, chosen in zip(rows, counted, strict=True):
        found = np.bincount(each.values[chosen])
        numbers = np.flatnonzero(found)
        for value, number in zip(each.names(numbers), found[numbers].tolist(), strict=True):
            counts[value] = counts.get(value, 0) + number
    return counts


def facet_rows(leaf: Leaf, mask: Mask, query: ArticleQuery, facet: Facet) -> Rows:
    """The rows of any facet but that of forms."""
    if facet in _NAMED:
        docs = np.flatnonzero(mask & (leaf.arrays[facet] > 0))
        names = unpack_strings(leaf.arrays, facet)
        return Rows(docs, leaf.arrays[facet][docs], lambda numbers: [names[number] for number in numbers.tolist()])
    if facet == "actor":
        return Rows(*actor_rows(leaf, mask, query), leaf.entity_names)
    if facet == "type":
        docs, kinds = type_rows(leaf, mask, query)
        return Rows(docs, kinds, lambda numbers: [ENTITY_TYPES[number] for number in numbers.tolist()])
    if facet == "precision":
        docs = np.flatnonzero(mask & ~leaf.undated)
        return Rows(docs, leaf.precisions[docs], lambda numbers: [str(PRECISIONS[each]) for each in numbers.tolist()])
    return _dated(leaf, mask, "year" if facet == "year" else "month")[0]


def timeline(leaf: Leaf, mask: Mask, interval: Interval) -> Timeline:
    """The timeline of the documents of a mask."""
    placed, vague = _dated(leaf, mask, interval)
    numbers, counts = np.unique(placed.values, return_counts=True)
    first, last = (leaf.arrays[name][vague].astype(np.int64) for name in ("earliest", "latest"))
    spans, vague_counts = np.unique(first << 32 | last, return_counts=True)
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


def _dated(leaf: Leaf, mask: Mask, interval: Interval) -> tuple[Rows, Numbers]:
    """The documents whose date lies in one bucket, with that, and those whose date does not."""
    docs = np.flatnonzero(mask & (leaf.arrays["latest"] > 0))
    first, last = _buckets(leaf, docs, interval)
    one = first == last

    def names(numbers: Numbers) -> list[str]:
        return [called(number, interval) for number in numbers.tolist()]

    return Rows(docs[one], first[one], names), docs[~one]


@lru_cache(maxsize=10_000)
def called(number: int, interval: Interval) -> str:
    """What a bucket of this number is called."""
    return bucket(first_day(number, interval), interval)


def _buckets(leaf: Leaf, docs: Numbers, interval: Interval) -> tuple[Numbers, Numbers]:
    """The numbers (see `bucket_number`) of the first and the last day of documents."""
    if interval in ("month", "year"):
        first, last = (months[docs] for months in leaf.months)
        return (first, last) if interval == "month" else (first // 12, last // 12)
    first, last = (leaf.arrays[name][docs].astype(np.int64) for name in ("earliest", "latest"))
    return (first, last) if interval == "day" else ((first - 1) // 7, (last - 1) // 7)


def _value(span: int) -> str:
    return span_value(date.fromordinal(span >> 32), date.fromordinal(span & _LOW))
