"""Facets and timelines: what the documents of masks have in common, counted over arrays."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import Facet, Interval, Largest, Timeline, bucket, first_day, span_value
from app.domain.queries import ArticleQuery
from app.search.whoosh.finding.leaf import PRECISIONS, Leaf
from app.search.whoosh.finding.mentions import actor_rows, type_rows
from app.search.whoosh.native.masks import Lists, Mask, added, tally
from app.search.whoosh.segments.packing import Numbers, unpack_strings

_NAMED = ("source", "language")
_LOW = (1 << 32) - 1
_AHEAD = 2  # times as many actors as are asked for are counted at once


class Rows(NamedTuple):
    """Which documents of a view have which values, each pair once; the values by their numbers in `names`."""

    docs: Numbers
    values: Numbers
    names: Callable[[Numbers], Iterable[str]]


class SharedActors(NamedTuple):
    """The actors in the text of any document, those of most documents first: their names, the places of these in order,
    in how many documents they are, deleted ones too, and for each of several leaves in which.
    """

    names: list[str]
    ranks: Numbers
    sizes: Numbers
    lists: list[Lists]


def count_rows(rows: Sequence[Rows], counted: Sequence[Mask | slice]) -> dict[str, int]:
    """How often each value stands in those of the rows of each view that are counted."""
    counts: dict[str, int] = {}
    for each, chosen in zip(rows, counted, strict=True):
        found = np.bincount(each.values[chosen])
        numbers = np.flatnonzero(found)
        for value, number in zip(each.names(numbers), found[numbers].tolist(), strict=True):
            counts[value] = counts.get(value, 0) + number
    return counts


def shared_actors(leaves: Sequence[Leaf]) -> SharedActors:
    """The actors of some leaves."""
    named = [leaf.entity_names(leaf.listed_actors[0]) for leaf in leaves]
    names = sorted({name for each in named for name in each})
    ranks = {name: rank for rank, name in enumerate(names)}
    begins, ends = np.zeros((2, len(leaves), len(names)), np.int64)
    for number, (leaf, each) in enumerate(zip(leaves, named, strict=True)):
        places = [ranks[name] for name in each]
        _, begins[number, places], ends[number, places] = leaf.listed_actors[1]
    sizes = (ends - begins).sum(0)
    order = np.argsort(-sizes, kind="stable")
    lists = [
        Lists(leaf.listed_actors[1].docs, begin[order], end[order])
        for leaf, begin, end in zip(leaves, begins, ends, strict=True)
    ]
    return SharedActors([names[rank] for rank in order.tolist()], order, sizes[order], lists)


def count_actors(leaves: Sequence[Leaf], masks: Sequence[Mask], actors: SharedActors, most: int | None) -> Largest:
    """In how many documents of the masks each actor is, wherever in the text.

    The greatest are counted first, until no other can be among the `most` frequent ones.
    """
    every, counted, counts = len(actors.names), 0, np.zeros(0, np.int64)
    reach = every if most is None else min(every, _AHEAD * most)
    while counted < reach:
        more = slice(counted, reach)
        tallies = [
            tally(mask, Lists(docs, begins[more], ends[more]))
            for mask, (docs, begins, ends) in zip(masks, actors.lists, strict=True)
        ]
        counts = np.concatenate((counts, np.sum(tallies, 0)))
        counted, least = reach, 1 if most is None or most > reach else max(1, np.partition(counts, -most)[-most])
        reach = int(np.searchsorted(-actors.sizes, -least, "right"))
    there = np.flatnonzero(counts)
    order = there[np.lexsort((actors.ranks[there], -counts[there]))][:most]
    shown = counts[order].tolist()
    total = sum(added(mask, leaf.actor_counts) for leaf, mask in zip(leaves, masks, strict=True))
    return Largest(
        tuple(zip([actors.names[number] for number in order.tolist()], shown, strict=True)), total - sum(shown)
    )


def count_months(leaves: Sequence[Leaf], masks: Sequence[Mask], most: int | None) -> Largest:
    """How many documents of the masks are from each month, without those whose date lies in no single one."""
    first = min((int(leaf.listed_months[0][0]) for leaf in leaves if len(leaf.listed_months[0])), default=0)
    last = max((int(leaf.listed_months[0][-1]) for leaf in leaves if len(leaf.listed_months[0])), default=0)
    counts = np.zeros(last + 1 - first, np.int64)
    for leaf, mask in zip(leaves, masks, strict=True):
        months, lists = leaf.listed_months
        counts[months - first] += tally(mask, lists)
    return _largest_first(counts, lambda number: _called(first + number, "month"), most)


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


def _largest_first(counts: Numbers, name: Callable[[int], str], most: int | None) -> Largest:
    """The largest counts of numbered values: the numbers are in the order of the names."""
    there = np.flatnonzero(counts)
    order = there[np.argsort(-counts[there], kind="stable")][:most]
    shown = counts[order].tolist()
    return Largest(tuple(zip(map(name, order.tolist()), shown, strict=True)), int(counts.sum()) - sum(shown))


def _dated(leaf: Leaf, mask: Mask, interval: Interval) -> tuple[Rows, Numbers]:
    """The documents whose date lies in one bucket, with that, and those whose date does not."""
    docs = np.flatnonzero(mask & (leaf.arrays["latest"] > 0))
    first, last = _buckets(leaf, docs, interval)
    one = first == last

    def names(numbers: Numbers) -> list[str]:
        return [_called(number, interval) for number in numbers.tolist()]

    return Rows(docs[one], first[one], names), docs[~one]


@lru_cache(maxsize=10_000)
def _called(number: int, interval: Interval) -> str:
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
