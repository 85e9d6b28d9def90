"""Facets: what the articles that a query finds have in common, counted; each count comes with what finds as many."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from app.domain.actor_grammar import all_of, parse_actor
from app.domain.actors import ActorExpression, Anyone, Entities
from app.domain.articles import EntityLabel
from app.domain.counts import Counted, Facet, FacetCounts, ranked
from app.domain.cursors import Cursor, decode_cursor, encode_cursor, fingerprint
from app.domain.entities import plain_id
from app.domain.narrowing import to_actor, to_unknown, to_value
from app.domain.queries import ArticleQuery
from app.errors import CursorInvalidError, Flaw, InvalidParameterError
from app.services import Services
from app.services.actors import ResolvedActor, actor_value
from app.services.articles import Found, Page, Sought

_new = tuple.__new__  # half the time of `Bucket()`, dozens of times a page
_OF_ACTORS = frozenset({"actor", "type", "form"})


class Bucket(NamedTuple):
    """A value of a facet, how many articles have it, and how it is asked for."""

    key: str
    label: str
    articles: int
    asked: str


@dataclass(frozen=True)
class FacetPage:
    """Buckets of a facet of what a query finds, the largest first; `other` is the sum of all that are not among them.

    `query` has the actors by their ids. `unknown` articles have no value. `next_cursor` is None at the end.
    """

    by: Facet
    query: ArticleQuery
    buckets: tuple[Bucket, ...]
    other: int
    unknown: int
    next_cursor: str | None

    def finding(self, bucket: Bucket | None) -> ArticleQuery:
        """What finds the articles of a bucket; without one, those that have no value."""
        if bucket is None:
            return to_unknown(self.query, self.by)
        if self.by == "actor":
            return to_actor(self.query, _parsed(bucket.asked))
        return to_value(self.query, self.by, bucket.asked)


@dataclass(frozen=True)
class Counting:
    """A query as it is searched for, as it is written with ids for names, and what its cursors call it."""

    resolved: ArticleQuery
    written: ArticleQuery
    name: str


def plan_facets(query: ArticleQuery, sought: Sought | Found | None, by: Sequence[Facet]) -> Counting:
    """How these facets of what `query` finds are counted; `sought` says how it is searched for, if another way.

    Raises `InvalidParameterError` when an actor filter is as large as can be, so that there is no room for what finds
    a bucket.
    """
    resolved, written = (sought.query, both(query, sought.actor)[1]) if sought else (query, query)
    for facet in (each for each in by if each in _OF_ACTORS):
        narrower = [to_unknown(written, facet), to_actor(written, Anyone(type="other"))]
        check_room(written, narrower, f"a facet by {facet}")
    unordered = resolved.model_copy(update={"sort": "-date"})  # whatever the order of a list beside
    return Counting(resolved, written, fingerprint(unordered))


def count_facets(services: Services, counting: Counting, by: Sequence[Facet], page: Page) -> list[FacetPage]:
    """A page of each of these facets; raises `CursorInvalidError`, `IndexUnavailableError`, `QueryTooCostlyError`."""
    most = None if page.limit is None or page.cursor else page.limit + 1
    apart = counting.resolved.actor_parts and "actor" in by
    counted = services.index.facets(counting.resolved, [each for each in by if each != "actor" or not apart], most)
    if apart:
        counted.insert(list(by).index("actor"), count_actors(services, counting.resolved, most))
    return [_page(services, counting, *each, page) for each in zip(by, counted, strict=True)]


def count_actors(services: Services, resolved: ArticleQuery, most: int | None = None) -> FacetCounts:
    """How many articles mention each actor, with the organizations that it consists of, if the query asks so.

    The `most` frequent ones are counted, or more.
    """
    if not resolved.actor_parts:
        return services.index.facets(resolved, ["actor"], most)[0]
    [counted] = services.index.facets(resolved, ["actor"])
    leaves = actor_leaves(services, resolved, [name for name, _ in counted.buckets if plain_id(name) == name])
    wholes = {name: leaf for name, leaf in leaves.items() if len(leaf.ids) > 1}
    wider = {name: services.index.search(to_actor(resolved, wholes[name]), limit=0).total for name in wholes}
    return FacetCounts(buckets=ranked({**dict(counted.buckets), **wider}), rest=0, unknown=counted.unknown)


def actor_leaves(services: Services, query: ArticleQuery, names: Sequence[str]) -> dict[str, Entities]:
    """How these entities are searched for."""
    parts = services.store.parts(names) if query.actor_parts else {}
    return {name: Entities(ids=(name, *parts.get(name, ()))) for name in names}


def written_leaf(name: str, label: EntityLabel) -> ActorExpression:
    """How an entity is asked for."""
    return _parsed(actor_value(name, label.type))


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> ActorExpression:
    return parse_actor(text)


def both(query: ArticleQuery, actor: ResolvedActor | None) -> tuple[ArticleQuery, ArticleQuery]:
    """A query as it is searched for, and as it is written with ids for names."""
    if actor is None:
        return query, query
    expressions = (actor.expression, actor.written)
    resolved, written = (query.model_copy(update={"actor": expression}) for expression in expressions)
    return resolved, written


def check_room(written: ArticleQuery, asked: Collection[ArticleQuery], name: str) -> None:
    """Raise `InvalidParameterError` when one of these narrower queries asks for more actors than can be asked for."""
    try:
        for query in asked:
            if query.actor and query.actor != written.actor:
                all_of([query.actor])
    except InvalidParameterError as error:
        detail = f"actor: {name} has to ask for more beside it, but {error.detail}"
        raise InvalidParameterError(
            detail, *(Flaw(each.reason, "actor", more=each.more) for each in error.flaws)
        ) from error


def _page(services: Services, counting: Counting, facet: Facet, counted: FacetCounts, page: Page) -> FacetPage:
    name = f"{counting.name} {facet}"
    left = _behind(counted.buckets, page.cursor, name)
    shown = left[: page.limit]
    buckets = tuple(_buckets(services, facet, shown))
    return FacetPage(
        by=facet,
        query=counting.written,
        buckets=buckets,
        other=counted.rest + sum(map(itemgetter(1), counted.buckets)) - sum([each.articles for each in buckets]),
        unknown=counted.unknown,
        next_cursor=_cursor(shown[-1], name) if len(left) > len(shown) > 0 else None,
    )


def _behind(buckets: Counted, cursor: str | None, name: str) -> Counted:
    """The buckets behind a cursor, in an order that does not depend on the others."""
    if cursor is None:
        return buckets
    match decode_cursor(cursor, name).key:
        case (int() as count, str() as value):
            return buckets[bisect_right(buckets, (count, value), key=lambda each: (-each[1], each[0])) :]
    raise CursorInvalidError("The cursor is damaged.", Flaw("damaged", parameter="cursor"))


def _cursor(last: tuple[str, int], name: str) -> str:
    value, count = last
    return encode_cursor(Cursor((-count, value), 0), name)


def _buckets(services: Services, facet: Facet, shown: Counted) -> list[Bucket]:
    """The buckets of these counts, without actors that were taken out of the store while the index knows them yet."""
    if facet != "actor":
        return [_new(Bucket, (value, value, count, value)) for value, count in shown]
    labels = services.store.labels([name for name, _ in shown])
    return [
        _new(Bucket, (name, labels[name].label, count, actor_value(name, labels[name].type)))
        for name, count in shown
        if name in labels
    ]
