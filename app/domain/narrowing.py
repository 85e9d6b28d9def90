"""A query narrowed to a part of what it finds: what a bucket of a facet or a timeline counts is what this finds."""

from collections.abc import Iterable
from datetime import date
from functools import reduce

from app.domain.actors import ActorExpression, AllOf, AnyOf, Anyone, Entities, Not, Reference, Surface, wanted_leaves
from app.domain.annotations import ACTOR_TYPES, ENTITY_TYPES
from app.domain.counts import Facet, bucket_days
from app.domain.dates import DateInterval
from app.domain.queries import ArticleQuery, Choice

_ANYBODY = AnyOf(parts=(Anyone(), *(Anyone(type=kind) for kind in ENTITY_TYPES if kind not in ACTOR_TYPES)))


def to_value(query: ArticleQuery, facet: Facet, value: str) -> ArticleQuery:
    """What `query` finds and has this value of a facet."""
    match facet:
        case "source" | "language":
            return _to_choice(query, facet, value)
        case "year" | "month":
            return to_days(query, bucket_days(value))
        case "precision":
            return to_precision(query, [value])
        case "actor":
            return to_actor(query, Entities(ids=(value,)))
        case "type" | "form":
            return to_actor(query, Surface(form=value) if facet == "form" else Anyone.model_validate({"type": value}))


def to_unknown(query: ArticleQuery, facet: Facet) -> ArticleQuery:
    """What `query` finds and has no value of a facet: where an actor, a type or a form may stand, there is none."""
    match facet:
        case "source" | "language":
            return _to_choice(query, facet, None)
        case "year" | "month" | "precision":
            return to_precision(query, [None, "year"] if facet == "month" else [None])
        case "actor" | "type":
            return to_actor(query, Not(part=Anyone() if facet == "actor" else _ANYBODY))
        case "form":
            return reduce(to_actor, (Not(part=leaf) for leaf in named_leaves(query.actor)), query)


def to_actor(query: ArticleQuery, asked: ActorExpression) -> ArticleQuery:
    """What `query` finds if this is asked for as well."""
    before = query.actor
    parts = before.parts if isinstance(before, AllOf) else (before,) if before else ()
    if asked in parts:
        return query
    return query.model_copy(update={"actor": AllOf(parts=(*parts, asked)) if parts else asked})


def to_days(query: ArticleQuery, days: DateInterval) -> ArticleQuery:
    """What `query` finds and is dated within these days."""
    return query.model_copy(update={"date_within": meeting(query.date_within, days)})


def meeting(one: DateInterval | None, other: DateInterval) -> DateInterval:
    """The days that are in both intervals; None is all days."""
    if one is None:
        return other
    first = max(one.earliest or date.min, other.earliest or date.min)
    last = min(one.latest or date.max, other.latest or date.max)
    return DateInterval(earliest=first, latest=last)


def to_precision(query: ArticleQuery, values: Iterable[str | None]) -> ArticleQuery:
    """What `query` finds and is dated as precisely as one of these says; None is undated."""
    return query.model_copy(update={"date_precision": _only(query.date_precision, values)})


def before_collapsing(query: ArticleQuery) -> ArticleQuery:
    """What `query` finds before copies are collapsed, and before dates are asked of what is left."""
    every = "show" if query.duplicates == "collapse" else query.duplicates
    return query.model_copy(update={"duplicates": every, "date_within": None, "date_precision": Choice()})


def with_copies(query: ArticleQuery) -> ArticleQuery:
    """What a network is made of: all copies of what `query` finds; or those shown, if it asks for their dates."""
    plain = query.date_within is None and query.date_precision == Choice()
    return before_collapsing(query) if plain else query


def named_leaves(actor: ActorExpression | None) -> list[Reference | Entities]:
    """The entities that are asked for by name, in the order of the expression."""
    return [leaf for leaf in wanted_leaves(actor) if isinstance(leaf, Reference | Entities)] if actor else []


def _to_choice(query: ArticleQuery, facet: Facet, value: str | None) -> ArticleQuery:
    name = {"source": "sources", "language": "languages"}[facet]
    return query.model_copy(update={name: _only(getattr(query, name), [value])})


def _only(choice: Choice, values: Iterable[str | None]) -> Choice:
    """One of these values, as far as `choice` lets it pass."""
    wanted = frozenset(values)
    passing = frozenset(filter(choice.holds, wanted))
    return Choice(included=passing or wanted, excluded=frozenset() if passing else wanted)
