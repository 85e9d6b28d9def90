"""What is counted of a state of the index: facets, timelines and networks of what a query finds."""

from app.domain.actors import AllOf, Entities, Surface, wanted_leaves
from app.domain.counts import Facet, FacetCounts, Interval, Timeline, ranked
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.queries import ArticleQuery
from app.search.whoosh.counts import added_up, count_rows, facet_rows, timeline
from app.search.whoosh.mentions import spelled
from app.search.whoosh.networks import Part, neighborhood, network, parts_of
from app.search.whoosh.snapshot import Snapshot


def find_facet(snapshot: Snapshot, query: ArticleQuery, facet: Facet) -> FacetCounts:
    """See `SearchIndex.facet`."""
    every = _copies_too(query)
    if facet == "form":
        return _forms(snapshot, query, every)
    masks = snapshot.masks(every)
    rows = [facet_rows(view.leaf, mask, query, facet) for view, mask in zip(snapshot.views, masks, strict=True)]
    return count_rows(snapshot.views, masks, rows, query)


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
    return parts_of([view.leaf for view in snapshot.views], snapshot.masks(_copies_too(query)), query)


def _copies_too(query: ArticleQuery) -> ArticleQuery:
    return query.model_copy(update={"duplicates": "show"}) if query.duplicates == "collapse" else query


def _forms(snapshot: Snapshot, query: ArticleQuery, every: ArticleQuery) -> FacetCounts:
    """Each spelling is asked for as it would be."""
    asked = [leaf for leaf in wanted_leaves(query.actor) if isinstance(leaf, Entities)] if query.actor else []
    ids = [name for leaf in asked for name in leaf.ids]
    left = snapshot.masks(every)
    found = zip(snapshot.views, left, strict=True)
    texts = {text for view, mask in found for text in spelled(view.leaf, mask, query, ids)}
    counts: dict[str, int] = {}
    for text in texts:
        parts = (*([query.actor] if query.actor else []), Surface(form=text))
        narrowed = query.model_copy(update={"actor": AllOf(parts=parts)})
        counts[text] = sum(int(mask.sum()) for mask in snapshot.masks(narrowed))
        shown = snapshot.masks(narrowed.model_copy(update={"duplicates": every.duplicates}))
        left = [mask & ~having for mask, having in zip(left, shown, strict=True)]
    if query.duplicates == "collapse":
        snapshot.copies.collapse(left)
    return FacetCounts(buckets=ranked(counts), unknown=sum(int(mask.sum()) for mask in left))
