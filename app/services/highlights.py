"""Highlights: where in articles stands what was asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from app.domain.actors import Entities, wanted_leaves
from app.domain.annotations import EntityType, Zone
from app.domain.fragments import Fragment, Mark, choose_marks, cut_fragments
from app.domain.listed import ListedMention, ListedZone, Stretch
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
    fragments: list[list[Fragment]] = []
    for article, found in zip(articles, words, strict=True):
        low, high = article.seen.start, article.seen.end
        marks, zones = choose_marks(named(article.mentions), found), article.passages.zones
        if low > 0 or high < len(article.passages.text):
            marks = [mark for mark in marks if low <= mark.start and mark.end <= high]
            zones = list(_clip(zones, low, high))
        fragments.append(cut_fragments(article.passages, zones, marks, limits.size, limits.number))
    return fragments


def _clip(zones: Sequence[Zone | ListedZone], low: int, high: int) -> Iterator[ListedZone]:
    """What may be seen of each zone."""
    for zone in zones:
        start, end = max(zone.start, low), min(zone.end, high)
        if start < end:
            yield ListedZone(zone.zone, start, end)


def _naming(query: ArticleQuery) -> Callable[[Sequence[ListedMention]], list[Mark]]:
    """What marks, among the mentions of an article, those of the actors that a query wants."""
    expressions = (query.actor, query.apart and query.apart.actor)
    asked = [leaf for each in expressions if each for leaf in wanted_leaves(each)]
    ids = {name for leaf in asked if isinstance(leaf, Entities) for name in leaf.ids}
    others = [leaf for leaf in asked if not isinstance(leaf, Entities)]
    zones = query.zones_of_actors

    def satisfies(entity: str, text: str, kind: EntityType) -> bool:
        return any(satisfied(each, [entity], [(text, kind)]) for each in others)

    def mark(mentions: Sequence[ListedMention]) -> list[Mark]:
        return [
            Mark(start, end, entity)
            for entity, start, end, text, kind, zone in mentions
            if (entity in ids or (others and satisfies(entity, text, kind))) and zone in zones
        ]

    return mark if asked else lambda _: []
