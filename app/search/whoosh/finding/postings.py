"""Which documents of a segment have forms in some zones, and what these count there."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from app.domain.annotations import ARTICLE_ZONES, ZONES
from app.search.scoring import boost
from app.search.whoosh.finding.leaf import Leaf, Mask, Weights
from app.search.whoosh.segments.packing import Numbers
from app.search.whoosh.segments.word_sections import FIELDS, SHORT_FIELDS

_FEW = 3
"""The logarithm of the share of all documents up to which they are listed."""

_SHORT = 600
"""Up to how many postings are sorted; more are added up in an array of all documents."""


class Having(NamedTuple):
    """The documents that have something, and what it counts in each.

    When they are few, `docs` are these documents, ascending, with weights above 0. Else `docs` is None, the weights
    are those of all documents, and `mask` says which are above 0.
    """

    docs: Numbers | None
    weights: Weights
    mask: Mask | None = None

    def size(self) -> int:
        """In bytes."""
        return sum(part.nbytes for part in self if part is not None)


class Column(NamedTuple):
    """A list of postings, and how often its values count."""

    field: str
    values: str
    times: float


class Selection(NamedTuple):
    """Forms by their numbers: half-open runs of them, and what each counts by the bits of the document's languages."""

    runs: Sequence[tuple[int, int]]
    factors: tuple[float, ...] = ()

    @property
    def single(self) -> bool:
        """Whether it is one form that always counts 1."""
        return not self.factors and len(self.runs) == 1 and self.runs[0][1] - self.runs[0][0] == 1


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


def count_forms(leaf: Leaf, chosen: Sequence[Selection], zones: frozenset[str]) -> Having:
    """What the chosen forms count together in these zones."""
    parts = [(each, *pair) for each in chosen for pair in (*_listed(leaf, each, zones), *_placed(leaf, each, zones))]
    if len(parts) == 1 and chosen[0].single and not told_by_places(zones):
        return _spread_if_many(leaf, *parts[0][1:])
    if sum(len(docs) for _, docs, _ in parts) > _SHORT:
        return _added_up(leaf, parts)
    return summed(leaf, [(docs, _counted(leaf, each, docs, weights)) for each, docs, weights in parts])


def having_any(leaf: Leaf, chosen: Selection, zones: frozenset[str]) -> Having:
    """The documents that have any of the chosen forms in these zones, each counting 1."""
    if told_by_places(zones) or any(column.times < 0 for column in columns(zones)):
        found = count_forms(leaf, [chosen], zones)
        return found._replace(weights=(found.weights > 0).astype(np.float32))
    mask = np.zeros(leaf.size, np.bool_)
    for column in columns(zones):
        mask[_pick(leaf, f"{column.field}.docs", _bounds(leaf, f"{column.field}.starts", chosen))] = True
    if np.count_nonzero(mask) << _FEW > leaf.size:
        return Having(None, mask.astype(np.float32), mask)
    docs = mask.nonzero()[0].astype(np.uint16)
    return Having(docs, np.ones(len(docs), np.float32))


def summed(leaf: Leaf, parts: Sequence[tuple[Numbers, Weights]]) -> Having:
    """What the weights of each document come to."""
    if not any(len(docs) for docs, _ in parts):
        return NOTHING
    docs, weights = _joined(parts)
    order = docs.argsort(kind="stable")
    docs = docs[order]
    first = np.concatenate(([0], (docs[1:] != docs[:-1]).nonzero()[0] + 1))
    sums = np.add.reduceat(weights[order], first)
    return _spread_if_many(leaf, docs[first][sums > 0], sums[sums > 0])


def _added_up(leaf: Leaf, parts: Sequence[tuple[Selection, Numbers, Weights]]) -> Having:
    """`summed`, in an array of all documents, of what the forms of each selection count."""
    sums = np.zeros(leaf.size, np.float32)
    size = 0
    for chosen, docs, weights in parts:
        at = docs.astype(np.intp)  # converted once: of any other type it would be at each step
        np.add.at(sums, at, _counted(leaf, chosen, at, weights))
        size += len(at)
    mask = sums > 0
    if size << _FEW > leaf.size:
        return Having(None, sums, mask)
    found = mask.nonzero()[0]
    return Having(found.astype(np.uint16), sums.take(found))


def _spread_if_many(leaf: Leaf, docs: Numbers, weights: Weights) -> Having:
    if len(docs) << _FEW <= leaf.size:
        return Having(docs, weights)
    spread = np.zeros(leaf.size, np.float32)
    spread[docs] = weights
    return Having(None, spread, spread > 0)


def _counted(leaf: Leaf, chosen: Selection, docs: Numbers, weights: Weights) -> Weights:
    return weights * leaf.by_language(chosen.factors).take(docs) if chosen.factors else weights


def _joined(parts: Sequence[tuple[Numbers, Weights]]) -> tuple[Numbers, Weights]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate([docs for docs, _ in parts]), np.concatenate([weights for _, weights in parts])


@cache
def _zone_weights(zones: frozenset[str]) -> Weights:
    """By the number of a zone what an occurrence there counts: 0 where nobody looks."""
    return np.array([boost(zone) if zone in zones else 0.0 for zone in ZONES], np.float32)


def weigh_places(leaf: Leaf, ordinals: Numbers, zones: frozenset[str]) -> tuple[Numbers, Weights]:
    """The document of each of these ordinals, and what its zone counts."""
    passages = np.searchsorted(leaf.passage_ordinals, ordinals, "right") - 1
    return leaf.passage_docs[passages], _zone_weights(zones)[leaf.arrays["passage.zones"][passages]]


def _listed(leaf: Leaf, chosen: Selection, zones: frozenset[str]) -> Iterator[tuple[Numbers, Weights]]:
    for column in columns(zones):
        bounds = _bounds(leaf, f"{column.field}.starts", chosen)
        weights = _pick(leaf, f"{column.field}.{column.values}", bounds).astype(np.float32)
        if column.times != 1:
            weights *= np.float32(column.times)
        yield _pick(leaf, f"{column.field}.docs", bounds), weights


def _placed(leaf: Leaf, chosen: Selection, zones: frozenset[str]) -> Iterator[tuple[Numbers, Weights]]:
    if told_by_places(zones):
        bounds = _bounds(leaf, "margin.starts", chosen)
        docs, counts = _pick(leaf, "margin.docs", bounds), _pick(leaf, "margin.counts", bounds)
        places = _pick(leaf, "margin.positions", _bounds(leaf, "margin.positions.starts", chosen))
        base = leaf.arrays["base"]
        yield weigh_places(leaf, base[docs].repeat(counts) + places.astype(base.dtype), told_by_places(zones))


def _bounds(leaf: Leaf, starts: str, chosen: Selection) -> list[tuple[int, int]]:
    at = leaf.arrays[starts].data
    return [(at[first], at[end]) for first, end in chosen.runs]


def _pick(leaf: Leaf, name: str, bounds: Sequence[tuple[int, int]]) -> Numbers:
    values = leaf.arrays[name]
    if len(bounds) == 1:
        return values[bounds[0][0] : bounds[0][1]]
    return np.concatenate([values[:0], *(values[start:end] for start, end in bounds)])
