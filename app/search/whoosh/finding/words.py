"""From a clause of a text query to the documents of a segment that have it."""

from functools import cache
from typing import NamedTuple

import numpy as np

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause
from app.search.analysis import SERVED, Kind, exact_form, query_key, query_languages
from app.search.matching import looked_in
from app.search.scoring import FACTORS
from app.search.whoosh.finding.expansions import numbers_alike
from app.search.whoosh.finding.leaf import Leaf, Mask
from app.search.whoosh.finding.phrases import find_phrase
from app.search.whoosh.finding.postings import NOTHING, Having, Selection, count_forms, having_any


class Asked(NamedTuple):
    """A clause of a query: its exact forms, the zones it is looked for in, and the bits of the languages it is in.

    Clauses that are written differently and ask for the same are equal.
    """

    kind: str
    forms: tuple[str, ...]
    distance: int
    edits: int
    zones: frozenset[str]
    languages: int


def ask(clause: Clause, query: ArticleQuery) -> Asked:
    """What a clause of a query asks for."""
    forms = clause.words if clause.kind == "wildcard" else tuple(map(exact_form, clause.words))
    word = clause.kind == "word"
    languages = sum(1 << SERVED.index(each) for each in query_languages(query.languages)) if word else 0
    kind = "word" if clause.kind == "phrase" and len(forms) == 1 else clause.kind
    return Asked(kind, forms if all(forms) else (), clause.distance, clause.edits, looked_in(clause, query), languages)


def find_clause(leaf: Leaf, asked: Asked, clause: Clause) -> Having:
    """The documents that have a clause, deleted ones too, and what it counts in each."""
    kept: Having | None = leaf.cache.get(asked)
    if kept is None:
        kept = _find(leaf, asked, clause)
        leaf.cache.put(asked, kept, kept.size())
    return kept


def mask_of(leaf: Leaf, having: Having) -> Mask:
    """The documents that have a clause as a mask, which is not to be changed."""
    if having.mask is not None:
        return having.mask
    mask = np.zeros(leaf.size, np.bool_)
    mask[having.docs] = True
    return mask


def _find(leaf: Leaf, asked: Asked, clause: Clause) -> Having:
    if not asked.forms:
        return NOTHING
    match asked.kind:
        case "word":
            return count_forms(leaf, _chosen(leaf, asked.forms[0], asked.languages), asked.zones)
        case "phrase":
            return find_phrase(leaf, asked.forms, asked.distance, asked.zones)
        case _:
            return having_any(leaf, numbers_alike(leaf, clause), asked.zones)


def _chosen(leaf: Leaf, form: str, languages: int) -> list[Selection]:
    """The forms that a word stands for: its own, and its family in each language; by what they count."""
    exact = leaf.lexicon.number(form)
    kinds: dict[int, list[int]] = {}
    for place in (place for place in range(len(SERVED)) if languages >> place & 1):
        family = leaf.lexicon.family(query_key(form, SERVED[place]))
        for number, kind in dict(zip(reversed(family.forms), reversed(family.kinds), strict=True)).items():
            kinds.setdefault(number, [0] * len(SERVED))[place] = kind
    kinds.pop(-1 if exact is None else exact, None)
    alike: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for number, by_language in kinds.items():
        alike.setdefault(tuple(by_language), []).append((number, number + 1))
    family_selections = [Selection(runs, _factors(by_language)) for by_language, runs in alike.items()]
    return family_selections if exact is None else [Selection([(exact, exact + 1)]), *family_selections]


@cache
def _factors(kinds: tuple[int, ...]) -> tuple[float, ...]:
    """What a form counts in an article, by the bits of its languages, that has a key by this kind in each (0: not)."""
    counts = [FACTORS[Kind(kind)] if kind else 0.0 for kind in kinds]
    return tuple(
        max((count for place, count in enumerate(counts) if languages >> place & 1), default=0.0)
        for languages in range(1 << len(SERVED))
    )
