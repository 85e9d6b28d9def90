"""What an actor filter means, mention by mention."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import assert_never

from app.domain.actors import ActorExpression, AllOf, AnyOf, Entities, Not, Reference, Surface
from app.domain.index_documents import IndexMention
from app.domain.queries import ArticleQuery, Within
from app.domain.surfaces import spellings, surface_text

Leaf = Entities | Surface


def mentions_actor(mentions: Sequence[IndexMention], query: ArticleQuery) -> bool:
    """Whether an article with these mentions passes the filter by actors; any does when there is none."""
    actor, zones = query.actor, query.zones_of_actors
    if actor is None:
        return True
    looked_at = [each for each in mentions if each.zone in zones and (each.speaker or query.actor_role is None)]
    overall = _counts(looked_at)

    def enough(leaf: Leaf) -> bool:
        return overall(leaf) >= query.actor_min

    return any(_satisfied(actor, _counts(unit), enough) for unit in units(looked_at, query.actor_within))


def units(mentions: list[IndexMention], within: Within) -> list[list[IndexMention]]:
    """The mentions of each sentence or paragraph that has any, or of the article."""
    if within == "article":
        return [mentions]
    number = attrgetter(within)
    return [list(inside) for _, inside in groupby(sorted(mentions, key=number), number)]


def _satisfied(actor: ActorExpression, count: Callable[[Leaf], int], enough: Callable[[Leaf], bool] | None) -> bool:
    """Whether an expression holds in a unit; what nothing negates must also be mentioned `enough` in the article."""
    match actor:
        case Entities() | Surface():
            return count(actor) > 0 and (enough is None or enough(actor))
        case Not(part=part):
            return not _satisfied(part, count, None)
        case AllOf(parts=parts):
            return all(_satisfied(part, count, enough) for part in parts)
        case AnyOf(parts=parts):
            return any(_satisfied(part, count, enough) for part in parts)
        case Reference(name=name):
            raise TypeError(f"{name!r} was not resolved before it was searched for")
        case _:
            assert_never(actor)


def _counts(mentions: Sequence[IndexMention]) -> Callable[[Leaf], int]:
    """How often a leaf is mentioned among these."""

    def count(leaf: Leaf) -> int:
        if isinstance(leaf, Entities):
            return sum(each.entity in leaf.ids for each in mentions)
        texts = spellings(leaf.form)
        return sum(leaf.type in {None, each.type} and surface_text(each.text) in texts for each in mentions)

    return count
