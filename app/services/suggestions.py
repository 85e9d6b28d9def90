"""What one may be about to type: entities and sources."""

import unicodedata

from app.domain.annotations import EntityType
from app.domain.entities import fold_name, name_keys
from app.domain.frozen import Frozen
from app.services import Services


class Suggestion(Frozen):
    """An entity (with its `type`) or a source (without), and how many articles have it.

    `hint` is the name that begins so, where that is not the label.
    """

    id: str
    label: str
    type: EntityType | None = None
    hint: str | None = None
    exact: bool
    articles: int


def suggest(services: Services, beginning: str, unverified: bool, limit: int) -> tuple[int, list[Suggestion]]:
    """How many entities and sources begin so, whatever case and accents, and the best of them.

    First those of exactly this name, then those of the most articles. Nothing begins with nothing.
    """
    if not fold_name(beginning):
        return 0, []
    total, entities = services.store.complete(beginning, unverified, limit)
    found = [
        Suggestion(hint=each.name if each.name != each.label else None, **each.model_dump(exclude={"name"}))
        for each in entities
    ]
    sources = _sources(services, beginning)
    ranked = sorted([*found, *sources], key=lambda each: (not each.exact, -each.articles, each.type is None, each.id))
    return total + len(sources), ranked[:limit]


def _sources(services: Services, beginning: str) -> list[Suggestion]:
    wanted = name_keys(beginning)
    return [
        Suggestion(id=source, label=source, exact=not keys.isdisjoint(wanted), articles=articles)
        for source, articles in services.index.sources().items()
        if _can_be_asked_for(source)
        for keys in [name_keys(source)]
        if any(key.startswith(tuple(wanted)) for key in keys)
    ]


def _can_be_asked_for(source: str) -> bool:
    """Whether the list `source` can hold it as it is."""
    plain = "," not in source and "\0" not in source and source == unicodedata.normalize("NFC", source).strip()
    return plain and not source.startswith("-") and source != "none"
