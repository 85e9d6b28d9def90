"""What is counted of a state of the index: facets, timelines and networks of what a query finds."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from app.domain.actors import Entities
from app.domain.counts import Facet, FacetCounts, Interval, Timeline, largest
from app.domain.narrowing import before_collapsing, named_leaves, to_unknown, to_value, with_copies
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.queries import ArticleQuery
from app.search.counting import DATED
from app.search.whoosh.finding.counts import (
    Rows,
    added_up,
    count_rows,
    facet_rows,
    timeline,
)
from app.search.whoosh.finding.facets import count_actors, count_months
from app.search.whoosh.finding.filters import as_dated
from app.search.whoosh.finding.mentions import is_plain, spelled
from app.search.whoosh.finding.networks import Part, neighborhood, network, parts_of
from app.search.whoosh.finding.snapshot import Snapshot
from app.search.whoosh.native.masks import Mask, Sets, masks_of

_Masks = Callable[[ArticleQuery], list[Mask]]


class _Chosen:
    """The articles of a query, found once for all that is counted of them."""

    def __init__(self, snapshot: Snapshot, query: ArticleQuery) -> None:
        self._snapshot, self._query = snapshot, query
        self._others: dict[ArticleQuery, list[Mask]] = {}

    @cached_property
    def sets(self) -> Sets:
        """As sets, each in a row."""
        return self._snapshot.sets(self._query)

    @cached_property
    def _own(self) -> list[Mask]:
        return masks_of(self.sets, [view.leaf.size for view in self._snapshot.views])

    def masks(self, query: ArticleQuery) -> list[Mask]:
        """As masks, or those of another query."""
        if query is self._query:
            return self._own
        if query not in self._others:
            self._others[query] = self._snapshot.masks(query)
        return self._others[query]


def find_facets(
    snapshot: Snapshot, query: ArticleQuery, facets: Sequence[Facet], most: int | None
) -> list[FacetCounts]:
    """See `SearchIndex.facets`."""
    chosen = _Chosen(snapshot, query)
    return [_facet(snapshot, query, facet, most, chosen) for facet in facets]


def _facet(snapshot: Snapshot, query: ArticleQuery, facet: Facet, most: int | None, chosen: _Chosen) -> FacetCounts:
    if facet == "month":
        return count_months(chosen.sets, snapshot.months, most)
    if facet in DATED:
        return _of_dates(snapshot, chosen.masks(query), query, facet, most)
    if facet == "actor" and query.duplicates != "collapse" and is_plain(query):
        return count_actors(chosen.sets, snapshot.actors, most)
    found = largest(
        _forms(snapshot, query, chosen.masks) if facet == "form" else _counted(snapshot, query, facet, chosen.masks),
        most,
    )
    return FacetCounts.trusted(**found._asdict(), unknown=snapshot.find(to_unknown(query, facet)).total)


def find_timeline(snapshot: Snapshot, query: ArticleQuery, interval: Interval) -> Timeline:
    """See `SearchIndex.timeline`."""
    masks = snapshot.masks(query)
    return added_up(timeline(view.leaf, mask, interval) for view, mask in zip(snapshot.views, masks, strict=True))


def find_network(snapshot: Snapshot, query: ArticleQuery, shape: NetworkShape) -> Network:
    """See `SearchIndex.network`."""
    return network(_parts(snapshot, query), query, shape)


def find_neighborhood(snapshot: Snapshot, query: ArticleQuery, entity: str, shape: NetworkShape) -> Neighborhood:
    """See `SearchIndex.neighborhood`."""
    return neighborhood(_parts(snapshot, query), query, entity, shape)


def _parts(snapshot: Snapshot, query: ArticleQuery) -> list[Part]:
    return parts_of([view.leaf for view in snapshot.views], snapshot.masks(with_copies(query)), query)


def _of_dates(
    snapshot: Snapshot, masks: list[Mask], query: ArticleQuery, facet: Facet, most: int | None
) -> FacetCounts:
    """Those of the articles that are shown: each has one value at most."""
    rows = _rows(snapshot, masks, query, facet)
    found = largest(count_rows(rows, [slice(None)] * len(rows)), most)
    total = sum(map(int, map(np.count_nonzero, masks)))
    known = found.rest + sum(count for _, count in found.buckets)
    return FacetCounts.trusted(**found._asdict(), unknown=total - known)


def _counted(snapshot: Snapshot, query: ArticleQuery, facet: Facet, masks: _Masks) -> dict[str, int]:
    """Of the copies that have a value the eldest counts, if they are collapsed and if its date is as asked for."""
    if query.duplicates != "collapse":
        rows = _rows(snapshot, masks(query), query, facet)
        return count_rows(rows, [slice(None)] * len(rows))
    before = before_collapsing(query)
    rows = _rows(snapshot, masks(before), before, facet)
    eldest = snapshot.copies.eldest([(each.docs, each.values, each.names) for each in rows])
    asked = (as_dated(view.leaf, query) for view in snapshot.views)
    counted = [
        kept if dated is None else kept & dated[each.docs]
        for kept, dated, each in zip(eldest, asked, rows, strict=True)
    ]
    return count_rows(rows, counted)


def _rows(snapshot: Snapshot, masks: Sequence[Mask], query: ArticleQuery, facet: Facet) -> list[Rows]:
    return [facet_rows(view.leaf, mask, query, facet) for view, mask in zip(snapshot.views, masks, strict=True)]


def _forms(snapshot: Snapshot, query: ArticleQuery, masks: _Masks) -> dict[str, int]:
    """Each spelling is asked for as it would be."""
    ids = [name for leaf in named_leaves(query.actor) if isinstance(leaf, Entities) for name in leaf.ids]
    found = zip(snapshot.views, masks(before_collapsing(query)), strict=True)
    texts = {text for view, mask in found for text in spelled(view.leaf, mask, query, ids)}
    return {text: snapshot.find(to_value(query, "form", text)).total for text in texts}
