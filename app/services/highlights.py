"""Highlights: where in articles stands what was asked for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.domain.actors import Entities, wanted_leaves
from app.domain.annotations import EntityType
from app.domain.fragments import Fragment, Sought, find_fragments
from app.domain.listed import ListedMention, Stretch
from app.domain.passages import Passages
from app.domain.ports import SearchIndex
from app.domain.queries import ArticleQuery
from app.domain.surfaces import satisfied


class Limits(NamedTuple):
    """How many code points a fragment has at most, and how many fragments there are of an article."""

    size: int
    number: int


class Readable(NamedTuple):
    """The text of an article, what it mentions, and what of the text may be seen."""

    passages: Passages
    mentions: Sequence[ListedMention]
    seen: Stretch


def highlight(
    index: SearchIndex, query: ArticleQuery, articles: Sequence[Readable], limits: Limits
) -> list[list[Fragment]]:
    """The fragments of each article, the best first, with the words and the actors of `query` marked.

    The actors of `query` are resolved.
    """
    named = _naming(query)
    words = index.mark(query, [article.passages for article in articles])
    sought = [
        Sought(article.passages, named(article.mentions), found, article.seen)
        for article, found in zip(articles, words, strict=True)
    ]
    return find_fragments(sought, limits.size, limits.number)


def _naming(query: ArticleQuery) -> Callable[[Sequence[ListedMention]], list[tuple[int, int, str]]]:
    """What marks, among the mentions of an article, those of the actors that a query wants."""
    expressions = (query.actor, query.apart and query.apart.actor)
    asked = [leaf for each in expressions if each for leaf in wanted_leaves(each)]
    ids = {name for leaf in asked if isinstance(leaf, Entities) for name in leaf.ids}
    others = [leaf for leaf in asked if not isinstance(leaf, Entities)]
    zones = query.zones_of_actors

    def satisfies(entity: str, text: str, kind: EntityType) -> bool:
        return any(satisfied(each, [entity], [(text, kind)]) for each in others)

    def mark(mentions: Sequence[ListedMention]) -> list[tuple[int, int, str]]:
        return [
            (start, end, entity)
            for entity, start, end, text, kind, zone in mentions
            if (entity in ids or (others and satisfies(entity, text, kind))) and zone in zones
        ]

    return mark if asked else lambda _: []
