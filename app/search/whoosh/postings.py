"""Which documents of a segment have forms in some zones, and what these count there."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.annotations import ARTICLE_ZONES, ZONES
from app.search.scoring import boost
from app.search.whoosh.leaf import Leaf
from app.search.whoosh.packing import Numbers
from app.search.whoosh.word_sections import FIELDS, SHORT_FIELDS

Weights = NDArray[np.float32]
"""Sums of boosts and factors, which are binary fractions: exact below 2 to the power of 21."""


class Having(NamedTuple):
    """The documents that have something, ascending, and what it counts in each: more than 0."""

    docs: Numbers
    weights: Weights


class Column(NamedTuple):
    """A list of postings, and how often its values count."""

    field: str
    values: str
    times: float


class Selection(NamedTuple):
    """Forms by their numbers: half-open runs of them, and for each run a factor by the languages of a document."""

    runs: Sequence[tuple[int, int]]
    factors: NDArray[np.float32] | None = None


NOTHING = Having(np.empty(0, np.uint16), np.empty(0, np.float32))


@cache
def columns(zones: frozenset[str]) -> tuple[Column, ...]:
    """The lists whose sum is what stands in these zones, but for what only its places tell: see `told_by_places`."""
    inside, outside = zones & ARTICLE_ZONES, zones & FIELDS["margin"]
    short = [Column(zone, "counts", boost(zone)) for zone in SHORT_FIELDS if zone in inside]
    if "body" in inside:
        missing = [Column(zone, "counts", -boost(zone)) for zone in SHORT_FIELDS if zone not in inside]
        short = [Column("text", "weights", 1.0), *missing]
    return (*short, *([Column("margin", "counts", 1.0)] if outside == FIELDS["margin"] else []))


def told_by_places(zones: frozenset[str]) -> frozenset[str]:
    """The zones of which there is no list: some of the margin."""
    outside = zones & FIELDS["margin"]
    return frozenset() if outside == FIELDS["margin"] else outside


def count_forms(leaf: Leaf, chosen: Selection, zones: frozenset[str], languages: int = 0) -> Having:
    """What the chosen forms count in these zones; `languages` are the bits of those of the query."""
    parts = [_listed(leaf, column, chosen, languages) for column in columns(zones)]
    if told_by_places(zones):
        parts.append(_placed(leaf, chosen, told_by_places(zones), languages))
    alone = len(chosen.runs) == 1 and chosen.runs[0][1] - chosen.runs[0][0] == 1 and chosen.factors is None
    if alone and len(parts) == 1 and not told_by_places(zones):
        return Having(*parts[0])
    return summed(leaf, parts)


def having_any(leaf: Leaf, chosen: Selection, zones: frozenset[str]) -> Having:
    """The documents that have any of the chosen forms in these zones, each counting 1."""
    if all(column.times > 0 for column in columns(zones)) and not told_by_places(zones):
        mask = np.zeros(leaf.size, np.bool_)
        for column in columns(zones):
            mask[_pick(leaf.arrays[f"{column.field}.docs"], _bounds(leaf, f"{column.field}.starts", chosen))] = True
        docs = np.flatnonzero(mask).astype(np.uint16)
    else:
        docs = count_forms(leaf, chosen, zones).docs
    return Having(docs, np.ones(len(docs), np.float32))


def summed(leaf: Leaf, parts: Sequence[tuple[Numbers, Weights]]) -> Having:
    """What the weights of each document come to."""
    if not parts:
        return NOTHING
    docs, weights = parts[0] if len(parts) == 1 else map(np.concatenate, zip(*parts, strict=True))
    if len(docs) > leaf.size >> 4:
        dense = np.bincount(docs, weights, leaf.size)
        found = np.flatnonzero(dense > 0)
        return Having(found.astype(np.uint16), dense[found].astype(np.float32))
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(docs)), np.bool_), docs[1:] != docs[:-1])))
    sums = np.add.reduceat(weights[order], first) if len(first) else weights
    return Having(docs[first][sums > 0], sums[sums > 0])


def zone_weights(zones: frozenset[str]) -> Weights:
    """By the number of a zone what an occurrence there counts: 0 where nobody looks."""
    return np.array([boost(zone) if zone in zones else 0.0 for zone in ZONES], np.float32)


def weigh_places(leaf: Leaf, ordinals: Numbers, zones: frozenset[str]) -> tuple[Numbers, Weights]:
    """The document of each of these ordinals, and what its zone counts."""
    passages = np.searchsorted(leaf.passage_ordinals, ordinals, "right") - 1
    return leaf.passage_docs[passages], zone_weights(zones)[leaf.arrays["passage.zones"][passages]]


def _listed(leaf: Leaf, column: Column, chosen: Selection, languages: int) -> tuple[Numbers, Weights]:
    bounds = _bounds(leaf, f"{column.field}.starts", chosen)
    docs = _pick(leaf.arrays[f"{column.field}.docs"], bounds)
    weights = _pick(leaf.arrays[f"{column.field}.{column.values}"], bounds).astype(np.float32)
    if column.times != 1.0:
        weights *= column.times
    if chosen.factors is not None:
        weights *= _factors(leaf, chosen.factors, docs, bounds, languages)
    return docs, weights


def _placed(leaf: Leaf, chosen: Selection, zones: frozenset[str], languages: int) -> tuple[Numbers, Weights]:
    bounds = _bounds(leaf, "margin.starts", chosen)
    docs = _pick(leaf.arrays["margin.docs"], bounds)
    counts = _pick(leaf.arrays["margin.counts"], bounds)
    base = leaf.arrays["base"]
    places = _pick(leaf.arrays["margin.positions"], _bounds(leaf, "margin.positions.starts", chosen))
    _, weights = weigh_places(leaf, np.repeat(base[docs], counts) + places.astype(base.dtype), zones)
    if chosen.factors is not None:
        weights *= np.repeat(_factors(leaf, chosen.factors, docs, bounds, languages), counts)
    return np.repeat(docs, counts), weights


def _bounds(leaf: Leaf, starts: str, chosen: Selection) -> list[tuple[int, int]]:
    at = leaf.arrays[starts].data
    return [(at[first], at[end]) for first, end in chosen.runs]


def _pick(values: Numbers, bounds: Sequence[tuple[int, int]]) -> Numbers:
    if len(bounds) == 1:
        return values[bounds[0][0] : bounds[0][1]]
    return np.concatenate([values[:0], *(values[start:end] for start, end in bounds)])


def _factors(leaf: Leaf, factors: Weights, docs: Numbers, bounds: Sequence[tuple[int, int]], languages: int) -> Weights:
    """The factor of each posting."""
    sizes = [end - start for start, end in bounds]
    if leaf.tongue is not None:
        return np.repeat(factors[:, leaf.tongue & languages], sizes)
    shared = leaf.arrays["languages"][docs] & np.uint8(languages)
    rows = np.repeat(np.arange(len(bounds)) * factors.shape[1], sizes)
    found: Weights = factors.reshape(-1)[rows + shared]
    return found
