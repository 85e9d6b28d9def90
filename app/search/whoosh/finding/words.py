"""From a clause of a text query to the documents of a segment that have it."""

from typing import NamedTuple

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause
from app.search.analysis import SERVED, exact_form, query_languages
from app.search.matching import looked_in
from app.search.whoosh.finding.expansions import numbers_alike
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.phrases import find_phrase
from app.search.whoosh.finding.postings import NOTHING, count_forms, having_any
from app.search.whoosh.native.postings import Postings

_EVERY = (1 << len(SERVED)) - 1


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
    languages = _bits(query) if clause.kind == "word" else 0
    kind = "word" if clause.kind == "phrase" and len(forms) == 1 else clause.kind
    return Asked(kind, forms if all(forms) else (), clause.distance, clause.edits, looked_in(clause, query), languages)


def _bits(query: ArticleQuery) -> int:
    if not query.languages.included:
        return _EVERY
    return sum(1 << SERVED.index(each) for each in query_languages(query.languages))


def find_clause(leaf: Leaf, asked: Asked, clause: Clause) -> Postings:
    """The documents that have a clause, deleted ones too, and what it counts in each."""
    kept: Postings | None = leaf.cache.get(asked)
    if kept is None:
        kept = _find(leaf, asked, clause)
        leaf.cache.put(asked, kept, kept.size())
    return kept


def _find(leaf: Leaf, asked: Asked, clause: Clause) -> Postings:
    if not asked.forms:
        return NOTHING
    match asked.kind:
        case "word":
            return count_forms(leaf, leaf.lexicon.family(asked.forms[0], asked.languages), asked.zones)
        case "phrase":
            return find_phrase(leaf, asked.forms, asked.distance, asked.zones)
        case _:
            return having_any(leaf, numbers_alike(leaf, clause), asked.zones)
