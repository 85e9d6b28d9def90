"""Highlights: where in articles stands what was asked for."""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from app.domain.actors import Entities, Leaf, Reference, wanted_leaves
from app.domain.annotations import ENTITY_TYPES
from app.domain.fragments import MENTION, Fragments, Mentioned, Mentions, Texts, find_fragments
from app.domain.ports import SearchIndex
from app.domain.queries import ArticleQuery
from app.domain.surfaces import satisfied


class Limits(NamedTuple):
    """How many code points a fragment has at most, and how many fragments there are of an article."""

    size: int
    number: int


def highlight(index: SearchIndex, query: ArticleQuery, texts: Texts, limits: Limits) -> Fragments:
    """The fragments of the texts, the best first, with the words and the actors of `query` marked.

    The actors of `query` are resolved.
    """
    words = index.mark(query, texts.passages)
    named = texts._replace(mentions=_named(query, texts))
    return find_fragments(named, words, query.zones_of_actors, limits.size, limits.number)


def _named(query: ArticleQuery, texts: Texts) -> Sequence[Mentioned]:
    """Of the mentions of each text those of the actors that a query wants."""
    expressions = (query.actor, query.apart and query.apart.actor)
    asked = [leaf for each in expressions if each for leaf in wanted_leaves(each)]
    ids = {name for leaf in asked if isinstance(leaf, Entities) for name in leaf.ids}
    others = [leaf for leaf in asked if not isinstance(leaf, Entities)]
    named = [{name: every[name] for name in ids.intersection(every)} for every in texts.mentions]
    for found, passages, every in zip(named, texts.passages, texts.mentions, strict=True) if others else ():
        rest = ((name, _satisfying(others, passages.text, name, every[name])) for name in every.keys() - ids)
        found |= {name: mentions for name, mentions in rest if mentions.count}
    return named


def _satisfying(leaves: Sequence[Reference | Leaf], text: str, entity: str, mentions: Mentions) -> Mentions:
    """Those of the mentions of an entity that satisfy any of these."""
    found = array("i")
    for at in range(0, len(mentions.numbers), MENTION):
        start, end, _, kind = mention = mentions.numbers[at : at + MENTION]
        surface = (text[start:end], ENTITY_TYPES[kind])
        if any(satisfied(leaf, [entity], [surface]) for leaf in leaves):
            found.extend(mention)
    return Mentions(found)
