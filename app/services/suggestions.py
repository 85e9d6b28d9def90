"""What one may be about to type: entities, sources, and words."""

import unicodedata
from typing import Literal

from app.domain.annotations import EntityType
from app.domain.entities import fold_name, name_keys
from app.domain.frozen import Frozen
from app.domain.queries import ArticleQuery
from app.domain.words import MIN_PREFIX, WORD, parse_words
from app.services import Services

SuggestionKind = Literal["entity", "source", "word"]
_MAX_COMPLETED = 5


class Suggestion(Frozen):
    """An entity (with its `type`), a source or a word, and how many articles have it.

    `hint` is the name that begins so, where that is not the label.
    """

    kind: SuggestionKind
    id: str
    label: str
    type: EntityType | None = None
    hint: str | None = None
    exact: bool
    articles: int


def suggest(services: Services, beginning: str, unverified: bool, limit: int) -> tuple[int, list[Suggestion]]:
    """How many entities, sources and frequent words begin so, whatever case and accents, and the best of them.

    First those of exactly this name, then those of the most articles; words behind all others. Nothing begins with
    nothing, and no word is told from less than three letters.
    """
    if not fold_name(beginning):
        return 0, []
    total, entities = services.store.complete(beginning, unverified, limit)
    found = [
        Suggestion(
            kind="entity", hint=each.name if each.name != each.label else None, **each.model_dump(exclude={"name"})
        )
        for each in entities
    ]
    sources = _sources(services, beginning)
    ranked = sorted([*found, *sources], key=lambda each: (not each.exact, -each.articles, each.kind, each.id))
    words = _words(services, beginning)
    return total + len(sources) + len(words), [*ranked, *words][:limit]


def _words(services: Services, beginning: str) -> list[Suggestion]:
    if not WORD.fullmatch(beginning) or len(beginning) < MIN_PREFIX:
        return []
    counted = [(word, _articles(services, word)) for word in services.index.completions(beginning, _MAX_COMPLETED)]
    return [
        Suggestion(kind="word", id=word, label=word, exact=False, articles=articles)
        for word, articles in sorted(counted, key=lambda each: (-each[1], each[0]))
        if articles
    ]


def _articles(services: Services, word: str) -> int:
    """How many articles a word finds."""
    return services.index.search(ArticleQuery(text=parse_words(word)), limit=0).total


def _sources(services: Services, beginning: str) -> list[Suggestion]:
    wanted = name_keys(beginning)
    return [
        Suggestion(kind="source", id=source, label=source, exact=not keys.isdisjoint(wanted), articles=articles)
        for source, articles in services.index.sources().items()
        if _can_be_asked_for(source)
        for keys in [name_keys(source)]
        if any(key.startswith(tuple(wanted)) for key in keys)
    ]


def _can_be_asked_for(source: str) -> bool:
    """Whether the list `source` can hold it as it is."""
    plain = "," not in source and "\0" not in source and source == unicodedata.normalize("NFC", source).strip()
    return plain and not source.startswith("-") and source != "none"
