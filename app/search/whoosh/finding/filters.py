"""Which documents of a segment pass the filters of a query, other than those by words and actors."""

from collections.abc import Callable
from datetime import date
from functools import partial, reduce
from operator import and_

import numpy as np

from app.domain.annotations import ZONES
from app.domain.dates import DateInterval
from app.domain.queries import ArticleQuery, Choice
from app.search.whoosh.finding.leaf import PRECISIONS, Leaf
from app.search.whoosh.native.masks import Mask, intersection, within
from app.search.whoosh.segments.packing import unpack_strings

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400_000_000
_FIRST, _LAST = 0, date.max.toordinal()


Filter = Callable[[Leaf], Mask]
"""What finds the documents of a segment that pass."""


def filters_of(query: ArticleQuery) -> list[Filter]:
    """Each filter of a query but those by words, by actors, and by the article's own date."""
    found: list[Filter] = []
    if _chooses(query.sources):
        found.append(lambda leaf: _chosen(leaf, "source", query.sources))
    if _chooses(query.languages):
        found.append(lambda leaf: _chosen(leaf, "language", query.languages))
    if query.duplicates == "only":
        found.append(lambda leaf: leaf.arrays["copy"].view(np.bool_))
    if query.ingested is not None:
        found.append(partial(_came, "ingested", query.ingested))
    if query.updated is not None:
        found.append(partial(_came, "updated", query.updated))
    if query.mentioned is not None:
        found.append(partial(_said, query.mentioned, query.zones))
    return found


def _chooses(choice: Choice) -> bool:
    return bool(choice.included or choice.excluded)


def undated(leaf: Leaf, query: ArticleQuery) -> Mask:
    """The documents without a date by which they could be filtered."""
    return leaf.unguessed if query.estimates else leaf.undated


def in_time(leaf: Leaf, query: ArticleQuery) -> Mask | None:
    """The documents that pass the filter by their own date; None when all do. Not to be changed."""
    if query.undated == "only":
        return undated(leaf, query)
    if query.interval is None:
        return None if query.undated == "include" else _dated(leaf, query)
    key = ("time", query.interval, query.date_match, query.estimates, query.undated)
    kept: Mask | None = leaf.cache.get(key)
    if kept is None:
        found = _timely(leaf, query.interval, query)
        include = query.undated == "include"
        kept = found | undated(leaf, query) if include else intersection([found, _dated(leaf, query)])
        kept.flags.writeable = False
        leaf.cache.put(key, kept, kept.nbytes)
    return kept


def _dated(leaf: Leaf, query: ArticleQuery) -> Mask:
    return ~leaf.unguessed if query.estimates else leaf.dated


def as_dated(leaf: Leaf, query: ArticleQuery) -> Mask | None:
    """The documents whose own date is as it is asked for of what is shown; None when nothing is asked."""
    masks: list[Mask] = []
    if query.date_within is not None:
        low, high = _ends(query.date_within)
        masks.append((leaf.arrays["earliest"] >= low) & (leaf.arrays["latest"] <= high) & ~leaf.undated)
    if _chooses(query.date_precision):
        masks.append(np.array([query.date_precision.holds(each) for each in PRECISIONS])[leaf.precisions])
    return reduce(and_, masks) if masks else None


def _timely(leaf: Leaf, interval: DateInterval, query: ArticleQuery) -> Mask:
    """As `DateInterval.holds`; what it says of the undated means nothing."""
    low, high = _ends(interval)
    first, last = leaf.arrays["earliest"], leaf.arrays["latest"]
    if query.estimates:
        guessed = last == 0
        first = np.where(guessed, leaf.arrays["estimate.earliest"], first)
        last = np.where(guessed, leaf.arrays["estimate.latest"], last)
    match query.date_match:
        case "within":
            return within(first, last, (low, low), (high, high))
        case "covers":
            return within(first, last, (_FIRST, high), (low, _LAST))
        case "overlaps":
            return within(first, last, (_FIRST, low), (high, _LAST))


def _ends(interval: DateInterval) -> tuple[int, int]:
    return (interval.earliest or date.min).toordinal(), (interval.latest or date.max).toordinal()


def _came(name: str, interval: DateInterval, leaf: Leaf) -> Mask:
    """The documents whose moment of this name (microseconds since 1970) is on a day of an interval."""
    (low, high), moments = _ends(interval), leaf.arrays[name]
    return (moments >= (low - _EPOCH) * _DAY) & (moments < (high + 1 - _EPOCH) * _DAY)


def _said(interval: DateInterval, zones: frozenset[str], leaf: Leaf) -> Mask:
    low, high = _ends(interval)
    inside = np.array([zone in zones for zone in ZONES])[leaf.arrays["said.zones"]]
    said = inside & (leaf.arrays["said.first"] <= high) & (leaf.arrays["said.last"] >= low)
    mask = np.zeros(leaf.size, np.bool_)
    mask[leaf.said_docs[said]] = True
    return mask


def _chosen(leaf: Leaf, name: str, choice: Choice) -> Mask:
    key = (name, choice.included, choice.excluded)
    kept: Mask | None = leaf.cache.get(key)
    if kept is None:
        _, *names = unpack_strings(leaf.arrays, name)
        kept = np.array([choice.holds(None), *map(choice.holds, names)])[leaf.arrays[name]]
        leaf.cache.put(key, kept, kept.nbytes)
    return kept
