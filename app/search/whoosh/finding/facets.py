"""The facets that are asked for most, by actor and by month: counted over sets of bits."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.domain.counts import FacetCounts
from app.search.whoosh.finding.counts import called
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.mentions import anybody
from app.search.whoosh.native.counting import Counts, DocumentSets, Lists, Tally, Values, sets_of
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.segments.packing import Numbers

_AHEAD = 2  # times as many actors as are asked for are counted at once
_OFTEN = 128  # of so many documents one has a frequent actor
_SPARSE = 8  # times as many actors as those of a few documents are looked at in the lists


class SharedActors(NamedTuple):
    """The actors in the text of any document, those of most documents first: their names, the places of these in order,
    in how many documents they are, deleted ones too, in which, and who is in each document, by segments.

    In `tally` some sets stand before the actors: of the documents without any, and, bit by bit, how many each has.
    """

    names: list[str]
    ranks: Numbers
    sizes: Numbers
    tally: Tally
    before: int
    values: list[Values]


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
    return SharedActors([names[rank] for rank in order.tolist()], order, sizes[order], *_tally(leaves, lists, frequent))


def _tally(leaves: Sequence[Leaf], lists: Sequence[Lists], frequent: int) -> tuple[Tally, int, list[Values]]:
    """What counts the actors of some leaves, of whom so many are frequent, in the order of their lists."""
    bits = max([int(leaf.actor_counts.max(initial=0)).bit_length() for leaf in leaves], default=0)
    sets = [
        sets_of([~anybody(leaf), *_bits(leaf, bits), *_masks(leaf, each, frequent)], leaf.size)
        for leaf, each in zip(leaves, lists, strict=True)
    ]
    none = np.zeros(1 + bits, np.int64)
    behind = [Lists(docs, *(np.concatenate((none, each)) for each in ends)) for docs, *ends in lists]
    values = [_values(leaf, each) for leaf, each in zip(leaves, lists, strict=True)]
    return Tally(behind, sets), 1 + bits, values


def _bits(leaf: Leaf, bits: int) -> list[Mask]:
    """Which documents have each bit of how many actors they have, the lowest first."""
    return [(leaf.actor_counts >> bit & 1).astype(np.bool_) for bit in range(bits)]


def _masks(leaf: Leaf, lists: Lists, number: int) -> list[Mask]:
    """The documents of the first lists."""
    masks = np.zeros((number, leaf.size), np.bool_)
    for mask, begin, end in zip(masks, lists.begins.tolist(), lists.ends.tolist(), strict=False):
        mask[lists.docs[begin:end]] = True
    return list(masks)


def _values(leaf: Leaf, lists: Lists) -> Values:
    """Who is in each document, by the place of his list; that behind the last one is of those who are no actors."""
    here, (entities, own) = np.flatnonzero(lists.ends > lists.begins), leaf.listed_actors
    places = np.full(len(leaf.entity_types), len(lists.begins), np.uint32)
    places[entities[np.argsort(own.begins)]] = here[np.argsort(lists.begins[here])]
    return Values(leaf.arrays["actors.starts"], leaf.arrays["actors.entities"], places)


def count_actors(masks: Sequence[Mask], actors: SharedActors, most: int | None) -> FacetCounts:
    """In how many documents of the masks each actor is, wherever in the text.

    Of few documents all actors are counted. Of many the greatest are counted first, until no other can be among the
    `most` frequent ones.
    """
    chosen = DocumentSets(masks)
    without, *bits = actors.tally.count(chosen, 0, actors.before).tolist()
    total = sum([count << bit for bit, count in enumerate(bits)])
    few = _SPARSE * total < actors.sizes.sum()
    counts = _counted_by_document(chosen, actors) if few else _counted_by_actor(chosen, actors, most)
    there = np.flatnonzero(counts)
    order = there[np.lexsort((actors.ranks[there], -counts[there]))][:most]
    shown = counts[order].tolist()
    buckets = tuple(zip([actors.names[number] for number in order.tolist()], shown, strict=True))
    return FacetCounts.trusted(buckets=buckets, rest=total - sum(shown), unknown=without)


def count_months(leaves: Sequence[Leaf], masks: Sequence[Mask], most: int | None) -> FacetCounts:
    """How many documents of the masks are from each month; it is unknown of those whose date lies in no single one."""
    placed = [leaf.placed_months for leaf in leaves]
    first = min((int(months[0]) for months, _ in placed if len(months)), default=0)
    last = max((int(months[-1]) for months, _ in placed if len(months)), default=0)
    counts, unknown = np.zeros(last + 1 - first, np.int64), 0
    chosen = DocumentSets(masks)
    for number, (months, places) in enumerate(placed):
        found = np.zeros(len(months) + 1, np.int64)
        chosen.place(number, places, found)
        counts[months - first] += found[:-1]
        unknown += int(found[-1])
    there = np.flatnonzero(counts)
    order = there[np.argsort(-counts[there], kind="stable")][:most]
    shown = counts[order].tolist()
    buckets = tuple(zip([called(first + number, "month") for number in order.tolist()], shown, strict=True))
    return FacetCounts.trusted(buckets=buckets, rest=int(counts.sum()) - sum(shown), unknown=unknown)


def _counted_by_document(chosen: DocumentSets, actors: SharedActors) -> Counts:
    counts = np.zeros(len(actors.names) + 1, np.int64)
    for number, values in enumerate(actors.values):
        chosen.place_each(number, values, counts)
    return counts[:-1]


def _counted_by_actor(chosen: DocumentSets, actors: SharedActors, most: int | None) -> Counts:
    """The counts of the first actors, among whom are the `most` frequent ones."""
    every, counts = len(actors.names), np.zeros(0, np.int64)
    reach = every if most is None else min(every, _AHEAD * most)
    while len(counts) < reach:
        more = actors.tally.count(chosen, actors.before + len(counts), actors.before + reach)
        counts = np.concatenate((counts, more))
        least = 1 if most is None or most > reach else max(1, np.partition(counts, -most)[-most])
        reach = int(np.searchsorted(-actors.sizes, -least, "right"))
    return counts
