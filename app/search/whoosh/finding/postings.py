"""Which documents of a segment have forms in some zones, and what these count there."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from app.domain.annotations import ARTICLE_ZONES, ZONES
from app.search.scoring import boost
from app.search.whoosh.finding.factors import FACTOR_ROWS
from app.search.whoosh.finding.leaf import Leaf, Weights
from app.search.whoosh.native.families import Runs
from app.search.whoosh.native.postings import Column, Columns, Postings, listed
from app.search.whoosh.segments.packing import Numbers
from app.search.whoosh.segments.word_sections import FIELDS, SHORT_FIELDS

NOTHING = listed(np.empty(0, np.uint16), np.empty(0, np.float32))


def told_by_places(zones: frozenset[str]) -> frozenset[str]:
    """The zones of which there is no list: some of the margin."""
    outside = zones & FIELDS["margin"]
    return frozenset() if outside == FIELDS["margin"] else outside


def count_forms(leaf: Leaf, forms: Runs, zones: frozenset[str]) -> Postings:
    """What forms count together in these zones."""
    found = leaf.columns(zones, _columns).gather(forms)
    if not told_by_places(zones):
        return found
    return summed([(found.docs, found.weights), *_placed(leaf, forms, told_by_places(zones))])


def having_any(leaf: Leaf, forms: Runs, zones: frozenset[str]) -> Postings:
    """The documents that have any of the forms in these zones, each counting 1."""
    found = count_forms(leaf, forms, zones)
    return listed(found.docs, np.ones(len(found.docs), np.float32), found.bits)


def summed(parts: Sequence[tuple[Numbers, Weights]]) -> Postings:
    """What the weights of each document come to."""
    if not any(len(docs) for docs, _ in parts):
        return NOTHING
    docs, weights = np.concatenate([docs for docs, _ in parts]), np.concatenate([weights for _, weights in parts])
    order = docs.argsort(kind="stable")
    docs = docs[order]
    first = np.concatenate(([0], (docs[1:] != docs[:-1]).nonzero()[0] + 1))
    sums = np.add.reduceat(weights[order], first)
    return listed(docs[first][sums > 0], sums[sums > 0])


def _columns(leaf: Leaf, zones: frozenset[str]) -> Columns:
    """The lists whose sum is what stands in these zones, but for what only its places tell: see `told_by_places`."""
    inside, outside = zones & ARTICLE_ZONES, zones & FIELDS["margin"]
    chosen = [(zone, "counts", boost(zone)) for zone in SHORT_FIELDS if zone in inside]
    if "body" in inside:
        missing = [(zone, "counts", -boost(zone)) for zone in SHORT_FIELDS if zone not in inside]
        chosen = [("text", "weights", 1.0), *missing]
    if outside == FIELDS["margin"]:
        chosen.append(("margin", "counts", 1.0))
    fields = [
        Column(leaf.arrays[f"{field}.docs"], leaf.arrays[f"{field}.{values}"], leaf.arrays[f"{field}.starts"], times)
        for field, values, times in chosen
    ]
    return Columns(fields, leaf.arrays["languages"], FACTOR_ROWS)


@cache
def zone_weights(zones: frozenset[str]) -> Weights:
    """By the number of a zone what an occurrence there counts: 0 where nobody looks."""
    return np.array([boost(zone) if zone in zones else 0.0 for zone in ZONES], np.float32)


def weigh_places(leaf: Leaf, ordinals: Numbers, zones: frozenset[str]) -> tuple[Numbers, Weights]:
    """The document of each of these ordinals, and what its zone counts."""
    passages = np.searchsorted(leaf.passage_ordinals, ordinals, "right") - 1
    return leaf.passage_docs[passages], zone_weights(zones)[leaf.arrays["passage.zones"][passages]]


def _placed(leaf: Leaf, forms: Runs, zones: frozenset[str]) -> Iterator[tuple[Numbers, Weights]]:
    base, languages = leaf.arrays["base"], leaf.arrays["languages"]
    for first, end, way in zip(forms[::3], forms[1::3], forms[2::3], strict=True):
        docs, counts, places = (
            leaf.arrays[f"margin.{part}"][leaf.arrays[starts][first] : leaf.arrays[starts][end]]
            for part, starts in _MARGIN
        )
        found, weights = weigh_places(leaf, base[docs].repeat(counts) + places.astype(base.dtype), zones)
        yield found, weights * FACTOR_ROWS[way][languages[found]]


_MARGIN = (("docs", "margin.starts"), ("counts", "margin.starts"), ("positions", "margin.positions.starts"))
