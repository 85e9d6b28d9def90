"""Highlights: where in articles stands what was asked for."""

from array import array
from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.domain.actors import Entities, Leaf, Reference, wanted_leaves
from app.domain.annotations import ENTITY_TYPES
from app.domain.fragments import MENTION, Fragments, Mentioned, Sought, find_fragments
from app.domain.listed import Stretch
from app.domain.native.library import Ints
from app.domain.passages import Passages
from app.domain.ports import SearchIndex
from app.domain.queries import ArticleQuery
from app.domain.surfaces import satisfied


class Limits(NamedTuple):
    """How many code points a fragment has at most, and how many fragments there are of an article."""

    size: int
    number: int


class Readable(NamedTuple):
    """The text of an article, whom it mentions, and what of the text may be seen."""

    passages: Passages
    mentions: Mentioned
    seen: Stretch


def highlight(index: SearchIndex, query: ArticleQuery, articles: Sequence[Readable], limits: Limits) -> Fragments:
    """The fragments of each article, the best first, with the words and the actors of `query` marked.

    The actors of `query` are resolved.
    """
    named = _naming(query)
    words = index.mark(query, [article.passages for article in articles])
    sought = [Sought(article.passages, named(article), article.seen) for article in articles]
    return find_fragments(sought, words, query.zones_of_actors, limits.size, limits.number)


def _naming(query: ArticleQuery) -> Callable[[Readable], Mentioned]:
    """What finds, among the mentions of an article, those of the actors that a query wants."""
    expressions = (query.actor, query.apart and query.apart.actor)
    asked = [leaf for each in expressions if each for leaf in wanted_leaves(each)]
    ids = {name for leaf in asked if isinstance(leaf, Entities) for name in leaf.ids}
    others = [leaf for leaf in asked if not isinstance(leaf, Entities)]

    def find(article: Readable) -> Mentioned:
        mentions = article.mentions
        found = {name: mentions[name] for name in mentions.keys() & ids}
        for name in mentions.keys() - ids if others else ():
            if satisfying := _satisfying(others, article.passages.text, name, mentions[name]):
                found[name] = satisfying
        return found

    return find


def _satisfying(leaves: Sequence[Reference | Leaf], text: str, entity: str, mentions: Ints) -> Ints:
    """Those of the mentions of an entity that satisfy any of these."""
    found = array("i")
    for at in range(0, len(mentions), MENTION):
        start, end, _, kind = mentions[at : at + MENTION]
        surface = (text[start:end], ENTITY_TYPES[kind])
        if any(satisfied(leaf, [entity], [surface]) for leaf in leaves):
            found.extend(mentions[at : at + MENTION])
    return found
