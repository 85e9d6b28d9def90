"""Where the words of a query stand in a text: by the analysis and the matching of the search itself."""

from collections.abc import Iterator, Sequence

from app.domain.annotations import Span
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, wanted_clauses
from app.domain.words import WORD
from app.search.analysis import exact_form, shared_languages
from app.search.matching import looked_in, matched


def mark(query: ArticleQuery, passages: Sequence[tuple[str, str]], language: str | None) -> list[list[Span]]:
    """For each passage (zone, text) the spans in it that a clause matches which nothing negates; they may overlap."""
    expression = query.text.expression if query.text else None
    clauses = [] if expression is None else list(dict.fromkeys(wanted_clauses(expression)))
    languages = shared_languages(query.languages, language)
    return [
        list(_spans([clause for clause in clauses if zone in looked_in(clause, query)], text, languages))
        for zone, text in passages
    ]


def _spans(clauses: list[Clause], text: str, languages: list[str]) -> Iterator[Span]:
    places = list(WORD.finditer(text)) if clauses else []
    forms = [exact_form(place[0]) for place in places]
    for clause in clauses:
        for first, end in matched(clause, forms, languages):
            yield Span(start=places[first].start(), end=places[end - 1].end())
