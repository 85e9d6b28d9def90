"""Highlights: where in an article stands what was asked for."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.actors import wanted_leaves
from app.domain.annotations import Span, Zone
from app.domain.articles import Article
from app.domain.fragments import Fragment, Mark, choose_marks, cut_fragments
from app.domain.listed import ListedArticle, ListedMention, ListedZone, Stretch
from app.domain.ports import SearchIndex
from app.domain.queries import ArticleQuery
from app.domain.surfaces import satisfied


class Limits(NamedTuple):
    """How many code points a fragment has at most, how many fragments there are, and what of the text may be seen."""

    size: int
    number: int
    readable: Span


def highlight(
    index: SearchIndex,
    query: ArticleQuery,
    article: Article | ListedArticle,
    mentions: Sequence[ListedMention],
    limits: Limits,
) -> list[Fragment]:
    """The fragments of an article, the best first, with the words and the actors of `query` marked.

    The actors of `query` are resolved.
    """
    zones = list(_clip(article.zones, limits.readable))
    if not zones:
        return []
    marks = choose_marks(_actors(query, mentions), _words(index, query, article))
    shown = [mark for mark in marks if limits.readable.start <= mark.start and mark.end <= limits.readable.end]
    return cut_fragments(article.text, zones, shown, limits.size, limits.number)


def _clip(zones: Sequence[Zone | ListedZone], readable: Span | Stretch) -> Iterator[ListedZone]:
    """What may be seen of each zone."""
    for zone in zones:
        start, end = max(zone.start, readable.start), min(zone.end, readable.end)
        if start < end:
            yield ListedZone(zone.zone, start, end)


def _words(index: SearchIndex, query: ArticleQuery, article: Article | ListedArticle) -> Iterator[Stretch]:
    zones: Sequence[Zone | ListedZone] = article.zones
    passages = [(zone.zone, article.text[zone.start : zone.end]) for zone in zones]
    for zone, spans in zip(zones, index.mark(query, passages, article.language), strict=True):
        yield from (Stretch(zone.start + span.start, zone.start + span.end) for span in spans)


def _actors(query: ArticleQuery, mentions: Sequence[ListedMention]) -> Iterator[Mark]:
    expressions = (query.actor, query.apart and query.apart.actor)
    asked = [leaf for each in expressions if each for leaf in wanted_leaves(each)]
    for mention in mentions:
        named = [mention.entity], [(mention.text, mention.type)]
        if mention.zone in query.zones_of_actors and any(satisfied(each, *named) for each in asked):
            yield Mark(mention.start, mention.end, mention.entity)
