"""What an actor filter means, mention by mention."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter

from app.domain.actors import Anyone, Entities, Leaf, actor_holds
from app.domain.index_documents import IndexMention
from app.domain.queries import ArticleQuery, Within
from app.domain.surfaces import spellings, surface_text


def mentions_actor(mentions: Sequence[IndexMention], query: ArticleQuery) -> bool:
    """Whether an article with these mentions passes the filters by actors; any does when there is none."""
    if query.apart and not mentions_actor(mentions, query.apart):
        return False
    actor, inside = query.actor, looked_at(mentions, query)
    if actor is None:
        return True
    overall = _counts(inside)

    def holds(count: Callable[[Leaf], int]) -> bool:
        """Whether the expression holds in a unit; what nothing negates must be mentioned often enough overall."""
        return actor_holds(actor, lambda leaf, no: count(leaf) > 0 and (no or overall(leaf) >= query.actor_min))

    return any(holds(_counts(unit)) for unit in units(inside, query.actor_within))


def looked_at(mentions: Sequence[IndexMention], query: ArticleQuery) -> list[IndexMention]:
    """The mentions in the zones and the role of a query."""
    zones = query.zones_of_actors
    return [each for each in mentions if each.zone in zones and (each.speaker or query.actor_role is None)]


def units(mentions: list[IndexMention], within: Within) -> list[list[IndexMention]]:
    """The mentions of each sentence or paragraph that has any, or of the article."""
    if within == "article":
        return [mentions]
    number = attrgetter(within)
    return [list(inside) for _, inside in groupby(sorted(mentions, key=number), number)]


def _counts(mentions: Sequence[IndexMention]) -> Callable[[Leaf], int]:
    """How often a leaf is mentioned among these."""

    def count(leaf: Leaf) -> int:
        if isinstance(leaf, Entities):
            return sum(each.entity in leaf.ids for each in mentions)
        if isinstance(leaf, Anyone):
            return sum(each.type in leaf.types for each in mentions)
        texts = spellings(leaf.form)
        return sum(leaf.type in {None, each.type} and surface_text(each.text) in texts for each in mentions)

    return count
