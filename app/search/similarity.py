"""What makes one article like another: who and what both speak of, the rarer the better.

An article has features: the actors that its title, lead or body mentions, and its words. Each weighs

    (1 + ln times) * idf

where `times` adds up the boosts of the zones in which it stands, and `idf` is `scoring.rarity` of the articles of the
index that have it (Salton, Buckley 1988: tf-idf). The heaviest `MAX_ACTORS` actors count half, the heaviest `MAX_TERMS`
words the other half; without the ones the others count whole. Another article scores the share of these weights that
it has as well, between 0 and 1. It has a word when `q` with that word would find it; words of the names of actors do
not count again, nor do those that nobody else has.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from app.domain.annotations import ACTOR_TYPES, ARTICLE_ZONES
from app.domain.index_documents import IndexDocument
from app.domain.similarity import Feature
from app.domain.text_queries import Clause
from app.domain.words import WORD
from app.search.analysis import document_languages, exact_form, forms, query_key
from app.search.scoring import boost, rarity

MAX_ACTORS, MAX_TERMS = 20, 20
_TRIED = 100  # words, the most frequent ones: more are not worth counting
_SHORT = 3


class Trait(NamedTuple):
    """A feature before it is known how rare it is."""

    kind: Literal["actor", "term"]
    key: str
    times: float


def traits(document: IndexDocument) -> list[Trait]:
    """What a document may be found by."""
    mentions = [each for each in document.mentions if each.zone in ARTICLE_ZONES and each.type in ACTOR_TYPES]
    actors = Counter[str]()
    for mention in mentions:
        actors[mention.entity] += boost(mention.zone)  # type: ignore[assignment]  # binary fractions: exact
    named = {form for text in {each.text for each in mentions} for form in forms(text)}
    return [*(Trait("actor", *each) for each in actors.items()), *_terms(document, named)]


def weighed(tried: Sequence[Trait], counts: Iterable[int], articles: int) -> list[Feature]:
    """The features that count, given how many of all articles have each trait."""
    rated = [
        ((1 + math.log(trait.times)) * rarity(articles, count), trait)
        for trait, count in zip(tried, counts, strict=True)
        if count > 1
    ]
    chosen = {
        kind: sorted((each for each in rated if each[1].kind == kind), key=lambda each: (-each[0], each[1].key))[:most]
        for kind, most in (("actor", MAX_ACTORS), ("term", MAX_TERMS))
    }
    parts = sum(map(bool, chosen.values()))
    return [
        Feature(kind=trait.kind, key=trait.key, weight=weight / (parts * math.fsum(each for each, _ in rows)))
        for rows in chosen.values()
        for weight, trait in rows
    ]


def clause_of(term: str) -> Clause:
    """What `q` asks for when it is this word."""
    return Clause(kind="word", words=(term,))


def _terms(document: IndexDocument, named: set[str]) -> list[Trait]:
    """Its words, one of each stem: the spelling that is most frequent."""
    language = document_languages(document.language)[0]
    times = defaultdict[str, Counter[str]](Counter)
    for zone, text in document.passages:
        for word in WORD.findall(text) if zone in ARTICLE_ZONES else ():
            form = exact_form(word)
            if len(form) > _SHORT and form.isalpha() and form not in named:
                times[query_key(form, language)][word] += boost(zone)  # type: ignore[assignment]
    found = [
        Trait("term", min(spelled, key=lambda word: (-spelled[word], word)), spelled.total())
        for spelled in times.values()
    ]
    return sorted(found, key=lambda trait: (-trait.times, -len(trait.key), trait.key))[:_TRIED]
