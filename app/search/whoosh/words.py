"""From a clause of a text query to the documents of a segment that have it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause
from app.search.analysis import SERVED, Kind, query_key, query_languages
from app.search.matching import looked_in, wanted_forms
from app.search.scoring import EXACT, FACTORS
from app.search.whoosh.expansions import numbers_alike
from app.search.whoosh.leaf import Leaf
from app.search.whoosh.phrases import find_phrase
from app.search.whoosh.postings import NOTHING, Having, Selection, count_forms, having_any

_SETS = 1 << len(SERVED)


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
    forms = clause.words if clause.kind == "wildcard" else wanted_forms(clause)
    word = clause.kind == "word"
    languages = sum(1 << SERVED.index(each) for each in query_languages(query.languages)) if word else 0
    kind = "word" if clause.kind == "phrase" and len(forms) == 1 else clause.kind
    return Asked(kind, forms, clause.distance, clause.edits, looked_in(clause, query), languages)


def find_clause(leaf: Leaf, asked: Asked, clause: Clause) -> Having:
    """The documents that have a clause, deleted ones too, and what it counts in each."""
    kept: Having | None = leaf.cache.get(asked)
    if kept is None:
        kept = _find(leaf, asked, clause)
        leaf.cache.put(asked, kept, sum(part.nbytes for part in kept))
    return kept


def _find(leaf: Leaf, asked: Asked, clause: Clause) -> Having:
    if not asked.forms:
        return NOTHING
    match asked.kind:
        case "word":
            chosen = _chosen(leaf, asked.forms[0], asked.languages)
            return count_forms(leaf, chosen, asked.zones, asked.languages) if chosen.runs else NOTHING
        case "phrase":
            return find_phrase(leaf, asked.forms, asked.distance, asked.zones)
        case _:
            return having_any(leaf, numbers_alike(leaf, clause), asked.zones)


def _chosen(leaf: Leaf, form: str, languages: int) -> Selection:
    """The forms that a word stands for: its own, and its family in each language."""
    exact = leaf.lexicon.number(form)
    factors: dict[int, list[float]] = {}
    for place in (place for place in range(len(SERVED)) if languages >> place & 1):
        family = leaf.lexicon.family(query_key(form, SERVED[place]))
        kinds = dict(zip(reversed(family.forms), reversed(family.kinds), strict=True))
        for number, kind in kinds.items():
            row = factors.setdefault(number, [0.0] * _SETS)
            for shared in _sets_with(place):
                row[shared] = max(row[shared], FACTORS[Kind(kind)])
    if exact is not None:
        factors.pop(exact, None)
        if not factors:
            return Selection([(exact, exact + 1)])
        factors[exact] = [EXACT] * _SETS
    return Selection([(number, number + 1) for number in factors], np.array(list(factors.values()), np.float32))


def _sets_with(place: int) -> Iterable[int]:
    return (languages for languages in range(_SETS) if languages >> place & 1)
