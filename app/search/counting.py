"""What counts mean: over the documents that a query finds, looked at one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app.domain.actors import Entities
from app.domain.annotations import ACTOR_TYPES
from app.domain.counts import (
    Facet,
    FacetCounts,
    Interval,
    Timeline,
    bucket,
    largest,
    precision,
    span_value,
)
from app.domain.index_documents import IndexDocument
from app.domain.narrowing import named_leaves
from app.domain.queries import ArticleQuery
from app.domain.surfaces import surface_text
from app.search.mentioning import looked_at

DATED = frozenset({"year", "month", "precision"})
"""The facets that tell the date of an article that is shown."""


def facet_values(documents: Iterable[IndexDocument], query: ArticleQuery, facet: Facet) -> set[str]:
    """The values that documents have of a facet that tells no date, in the zones and the role of a query."""
    mentions = (each for document in documents for each in looked_at(document.mentions, query))
    match facet:
        case "actor":
            return {each.entity for each in mentions if each.type in ACTOR_TYPES}
        case "type":
            return {each.type for each in mentions}
        case "form":
            asked = {name for leaf in named_leaves(query.actor) if isinstance(leaf, Entities) for name in leaf.ids}
            return {surface_text(each.text) for each in mentions if each.entity in asked}
        case _:
            return {value for each in documents if (value := getattr(each, facet)) is not None}


def dated_counts(documents: Sequence[IndexDocument], facet: Facet, most: int | None) -> FacetCounts:
    """How many documents are from each year or month, or dated with each precision."""
    values = [_dated(document, facet) for document in documents]
    counts = Counter(value for value in values if value is not None)
    return FacetCounts(**largest(counts, most)._asdict(), unknown=len(values) - counts.total())


def timeline_of(documents: Iterable[IndexDocument], interval: Interval) -> Timeline:
    """The timeline of documents."""
    buckets, imprecise, undated = Counter[str](), Counter[str](), 0
    for document in documents:
        if document.earliest is None or document.latest is None:
            undated += 1
            continue
        first, last = bucket(document.earliest, interval), bucket(document.latest, interval)
        if first == last:
            buckets[first] += 1
        else:
            imprecise[span_value(document.earliest, document.latest)] += 1
    return Timeline(buckets=tuple(sorted(buckets.items())), imprecise=tuple(sorted(imprecise.items())), undated=undated)


def _dated(document: IndexDocument, facet: Facet) -> str | None:
    if document.earliest is None or document.latest is None:
        return None
    if facet == "precision":
        return precision(span_value(document.earliest, document.latest))
    unit: Interval = "year" if facet == "year" else "month"
    first, last = bucket(document.earliest, unit), bucket(document.latest, unit)
    return first if first == last else None
