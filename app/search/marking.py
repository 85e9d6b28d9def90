"""Where the words of a query stand in a text: by the analysis and the matching of the search itself."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.domain.annotations import Span
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, wanted_clauses
from app.domain.words import WORD
from app.search.analysis import exact_form, shared_languages
from app.search.matching import looked_in, matched

_REMEMBERED = 5_000


class _Accepted(dict[str, bool]):
    """For each word as it is written whether one of the clauses matches it; so many are remembered."""

    def __init__(self, clauses: tuple[Clause, ...], languages: tuple[str, ...]) -> None:
        self._clauses, self._languages = clauses, languages

    def __missing__(self, word: str) -> bool:
        forms = [exact_form(word)]
        found = any(True for clause in self._clauses for _ in matched(clause, forms, self._languages))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found
        return found


def mark(query: ArticleQuery, passages: Sequence[tuple[str, str]], language: str | None) -> list[list[Span]]:
    """For each passage (zone, text) the spans in it that a clause matches which nothing negates; they may overlap."""
    expression = query.text.expression if query.text else None
    clauses = [] if expression is None else list(dict.fromkeys(wanted_clauses(expression)))
    languages = shared_languages(query.languages, language)
    return [
        list(_spans(tuple(clause for clause in clauses if zone in looked_in(clause, query)), text, languages))
        for zone, text in passages
    ]


def _spans(clauses: tuple[Clause, ...], text: str, languages: Sequence[str]) -> Iterator[Span]:
    if all(clause.kind != "phrase" for clause in clauses):
        yield from _words(_accepting(clauses, tuple(languages)), text) if clauses else ()
        return
    places = list(WORD.finditer(text))
    forms = [exact_form(place[0]) for place in places]
    for clause in clauses:
        for first, end in matched(clause, forms, languages):
            yield Span(start=places[first].start(), end=places[end - 1].end())


def _words(accepted: _Accepted, text: str) -> Iterator[Span]:
    """The words of a text that are accepted: each is looked at once, however often it comes."""
    found = {word for word in set(WORD.findall(text)) if accepted[word]}
    if found:
        yield from (Span(start=place.start(), end=place.end()) for place in WORD.finditer(text) if place[0] in found)


@lru_cache(64)
def _accepting(clauses: tuple[Clause, ...], languages: tuple[str, ...]) -> _Accepted:
    return _Accepted(clauses, languages)
