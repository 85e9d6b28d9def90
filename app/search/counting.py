"""What counts mean: over the documents that a query finds, looked at one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from app.domain.actors import AllOf, Entities, Surface, wanted_leaves
from app.domain.annotations import ACTOR_TYPES
from app.domain.counts import (
    Facet,
    FacetCounts,
    Interval,
    Timeline,
    bucket,
    precision,
    ranked,
    span_value,
)
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.queries import ArticleQuery
from app.domain.surfaces import surface_text
from app.search.mentioning import mentions_actor


def facet_counts(documents: Sequence[IndexDocument], query: ArticleQuery, facet: Facet) -> FacetCounts:
    """The values of a facet among the documents that a query finds, copies and all.

    Of an actor, a type or a form those documents count that would be found if it were asked for as well.
    """
    has = _has(query, facet)
    values = {value: [each for each in documents if has(each, value)] for value in _values(documents, query, facet)}
    some = {document.id for having in values.values() for document in having}
    without = [document for document in documents if document.id not in some]
    counts = {value: _count(having, query) for value, having in values.items()}
    return FacetCounts(buckets=ranked(counts), unknown=_count(without, query))


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


def _count(documents: Sequence[IndexDocument], query: ArticleQuery) -> int:
    if query.duplicates != "collapse":
        return len(documents)
    return len({document.duplicate_of or document.id for document in documents})


def _looked_at(document: IndexDocument, query: ArticleQuery) -> list[IndexMention]:
    zones = query.zones_of_actors
    return [each for each in document.mentions if each.zone in zones and (each.speaker or query.actor_role is None)]


def _values(documents: Iterable[IndexDocument], query: ArticleQuery, facet: Facet) -> set[str]:
    mentions = [each for document in documents for each in _looked_at(document, query)]
    match facet:
        case "actor":
            return {each.entity for each in mentions if each.type in ACTOR_TYPES}
        case "type":
            return {each.type for each in mentions}
        case "form":
            asked = set(_asked(query))
            return {surface_text(each.text) for each in mentions if each.entity in asked}
        case _:
            return {value for each in documents if (value := _value(each, facet)) is not None}


def _value(document: IndexDocument, facet: Facet) -> str | None:
    """The one value that a document has of a facet that is no matter of mentions."""
    if facet == "source":
        return document.source
    if facet == "language":
        return document.language
    if document.earliest is None or document.latest is None:
        return None
    if facet == "precision":
        return precision(span_value(document.earliest, document.latest))
    unit: Interval = "year" if facet == "year" else "month"
    first, last = bucket(document.earliest, unit), bucket(document.latest, unit)
    return first if first == last else None


def _has(query: ArticleQuery, facet: Facet) -> Callable[[IndexDocument, str], bool]:
    if facet not in {"actor", "form"}:
        return lambda document, value: value in _own(document, query, facet)

    def has(document: IndexDocument, value: str) -> bool:
        leaf = Entities(ids=(value,)) if facet == "actor" else Surface(form=value)
        narrowed = AllOf(parts=(*([query.actor] if query.actor else []), leaf))
        return mentions_actor(document.mentions, query.model_copy(update={"actor": narrowed}))

    return has


def _own(document: IndexDocument, query: ArticleQuery, facet: Facet) -> set[str | None]:
    if facet == "type":
        return {each.type for each in _looked_at(document, query)}
    return {_value(document, facet)}


def _asked(query: ArticleQuery) -> list[str]:
    """The entities that a query asks for."""
    leaves = wanted_leaves(query.actor) if query.actor else ()
    return [name for leaf in leaves if isinstance(leaf, Entities) for name in leaf.ids]
