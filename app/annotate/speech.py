"""The words that tell of speaking, in German and English; see `data/speech.toml`."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.annotate.word_lists import read_toml, word_set

_AFTER_T = re.compile(r"(?:[td]|[^aeiouhlr]n)$")


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one language. `verbs` hold the `judging` ones too; `conjunctive` those that only tell."""

    language: str
    verbs: frozenset[str]
    judging: frozenset[str]
    bare: frozenset[str]
    told: frozenset[str]
    sources: frozenset[str]
    spokesman: re.Pattern[str]
    pronouns: frozenset[str]
    articles: frozenset[str]
    dative: frozenset[str]
    stops: frozenset[str]
    governing: frozenset[str]
    subordinating: frozenset[str]
    conjunctions: frozenset[str]
    conjunctive: frozenset[str]
    past_conjunctive: frozenset[str]


def _weak(stem: str) -> tuple[str, str, str]:
    link = "e" if _AFTER_T.search(stem) else ""
    return f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten"


def _compile(language: str, table: dict[str, Any]) -> Speech:
    weak = {form for stem in table.pop("weak").split() for form in _weak(stem)}
    spokesman = re.compile(table.pop("spokesman"))
    words = {name: word_set(table.pop(name, "")) for name in Speech.__slots__ if name not in {"language", "spokesman"}}
    words["verbs"] |= weak | words["judging"]
    return Speech(language=language, spokesman=spokesman, **words)


@cache
def read_speech() -> dict[str, Speech]:
    """The words of each language."""
    return {language: _compile(language, table) for language, table in read_toml("speech").items()}
