"""Words that no article has, and what may have been meant."""

from collections.abc import Iterator, Sequence

from app.domain.annotations import ZONES
from app.domain.notices import Notice
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, TextExpression, TextQuery, as_text, replace_clauses, wanted_clauses
from app.services import Services


def unknown_words(services: Services, expression: TextExpression) -> Iterator[Notice]:
    """A notice of the words that no article has; its suggestion is a whole `q` with others in their place."""
    wanted = (clause for clause in dict.fromkeys(wanted_clauses(expression)) if clause.kind == "word")
    unknown = [clause for clause in wanted if not _known(services, clause)]
    if unknown:
        meant = {clause: services.index.respellings(clause.words[0], 1) for clause in unknown}
        better = replace_clauses(expression, lambda clause: _with_word(clause, meant.get(clause, ())))
        words = ", ".join(repr(clause.words[0]) for clause in unknown)
        suggestions = (as_text(better),) if better != expression else ()
        yield Notice(code="unknown-word", detail=f"No article has {words}.", parameter="q", suggestions=suggestions)


def _known(services: Services, clause: Clause) -> bool:
    anywhere = TextQuery(expression=clause.model_copy(update={"zone": None}))
    return services.index.search(ArticleQuery(text=anywhere, zones=frozenset(ZONES)), limit=0).total > 0


def _with_word(clause: Clause, words: Sequence[str]) -> Clause:
    return clause.model_copy(update={"words": tuple(words)}) if words else clause
