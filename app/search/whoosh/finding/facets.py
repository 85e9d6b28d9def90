"""The facets that are asked for most, by actor and by month: counted over sets of bits."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.counts import Counted, FacetCounts
from app.search.whoosh.finding.counts import called
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.mentions import anybody
from app.search.whoosh.native.counting import Counts, DocumentSets, Lists, Tally, Values, largest
from app.search.whoosh.native.library import WORD
from app.search.whoosh.native.masks import Mask, Sets, cover, sets_of, words_of

_OFTEN = 128  # of so many documents one has a frequent actor
_NO_MONTH = -1
_SPARSE = 8  # times as many actors as those of a few documents are looked at in the lists


class SharedActors(NamedTuple):
    """The actors in the text of any document: their names in order; and, those of most documents first, their places
    among the names, in how many documents they are, deleted ones too, and what this adds up to; in which they are, and
    who is in each document, by segments.

    In `tally` some sets stand before the actors: of the documents without any, and, bit by bit, how many each has.
    """

    names: list[str]
    ranks: Counts
    sizes: Counts
    total: int
    tally: Tally
    before: int
    values: list[Values]


class SharedMonths(NamedTuple):
    """The months of any document, behind one without a name: their names, their places in time, and which of them each
    document is from, 0 when its whole date lies in no single one; by segments, in rows as long as sets of the largest.
    """

    names: list[str]
    ranks: Counts
    places: NDArray[np.uint32]


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
    frequent = int(np.count_nonzero(_OFTEN * sizes > sum([leaf.size for leaf in leaves])))
    return SharedActors(names, order, sizes[order], int(sizes.sum()), *_tally(leaves, lists, frequent))


def _tally(leaves: Sequence[Leaf], lists: Sequence[Lists], frequent: int) -> tuple[Tally, int, list[Values]]:
    """What counts the actors of some leaves, of whom so many are frequent, in the order of their lists."""
    bits = max([int(leaf.actor_counts.max(initial=0)).bit_length() for leaf in leaves], default=0)
    sets = [
        sets_of(chain([~anybody(leaf)], _bits(leaf, bits), _masks(leaf, each, frequent)), leaf.size)
        for leaf, each in zip(leaves, lists, strict=True)
    ]
    none = np.zeros(1 + bits, np.int64)
    behind = [Lists(docs, *(np.concatenate((none, each)) for each in ends)) for docs, *ends in lists]
    values = [_values(leaf, each) for leaf, each in zip(leaves, lists, strict=True)]
    return Tally(behind, sets), 1 + bits, values


def _bits(leaf: Leaf, bits: int) -> Iterator[Mask]:
    """Which documents have each bit of how many actors they have, the lowest first."""
    return ((leaf.actor_counts >> bit & 1).astype(np.bool_) for bit in range(bits))


def _masks(leaf: Leaf, lists: Lists, number: int) -> Iterator[Mask]:
    """The documents of the first lists."""
    return (
        cover(lists.docs, [ends], leaf.size)
        for ends in zip(*(each[:number].tolist() for each in (lists.begins, lists.ends)), strict=True)
    )


def _values(leaf: Leaf, lists: Lists) -> Values:
    """Who is in each document, by the place of his list; that behind the last one is of those who are no actors."""
    here, (entities, own) = np.flatnonzero(lists.ends > lists.begins), leaf.listed_actors
    places = np.full(len(leaf.entity_types), len(lists.begins), np.uint32)
    places[entities[np.argsort(own.begins)]] = here[np.argsort(lists.begins[here])]
    return Values(leaf.arrays["actors.starts"], leaf.arrays["actors.entities"], places)


def shared_months(leaves: Sequence[Leaf]) -> SharedMonths:
    """The months of some leaves."""
    numbers = np.full((len(leaves), WORD * words_of(max([leaf.size for leaf in leaves], default=0))), _NO_MONTH)
    for row, leaf in zip(numbers, leaves, strict=True):
        first, last = leaf.months
        row[: leaf.size] = np.where((first == last) & leaf.dated, first, _NO_MONTH)
    months, places = np.unique(np.append(_NO_MONTH, numbers), return_inverse=True)
    names = ["", *(called(number, "month") for number in months[1:].tolist())]
    return SharedMonths(names, np.arange(len(names)), places[1:].astype(np.uint32))


def count_actors(sets: Sets, actors: SharedActors, most: int | None) -> FacetCounts:
    """In how many of the documents each actor is, wherever in the text.

    Of few documents all actors are counted. Of many the greatest are counted first, until no other can be among the
    `most` frequent ones.
    """
    chosen = DocumentSets(sets)
    without, *bits = actors.tally.count(chosen, 0, actors.before).tolist()
    total = sum([count << bit for bit, count in enumerate(bits)])
    if _SPARSE * total < actors.total:
        counts = _counted_by_document(chosen, actors)
    else:
        counts = actors.tally.count_largest(chosen, actors.before, actors.sizes, most)
    buckets = _largest(actors.names, actors.ranks, counts, most)
    return FacetCounts.trusted(buckets=buckets, rest=total - _sum(buckets), unknown=without)


def count_months(sets: Sets, months: SharedMonths, most: int | None) -> FacetCounts:
    """How many of the documents are from each month; it is unknown of those whose date lies in no single one."""
    counts = np.zeros(len(months.names), np.int64)
    DocumentSets(sets).place(months.places, counts)
    unknown, counts[0] = int(counts[0]), 0
    buckets = _largest(months.names, months.ranks, counts, most)
    return FacetCounts.trusted(buckets=buckets, rest=int(counts.sum()) - _sum(buckets), unknown=unknown)


def _counted_by_document(chosen: DocumentSets, actors: SharedActors) -> Counts:
    counts = np.zeros(len(actors.names) + 1, np.int64)
    for number, values in enumerate(actors.values):
        chosen.place_each(number, values, counts)
    return counts[:-1]


def _largest(names: Sequence[str], ranks: Counts, counts: Counts, most: int | None) -> Counted:
    """Those that are there, most first, then by rank, which is their place among the names."""
    return tuple([(names[rank], count) for rank, count in largest(counts, ranks, most)])


def _sum(buckets: Counted) -> int:
    return sum([count for _, count in buckets])
