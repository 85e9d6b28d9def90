"""From a text to the terms it is found by: one path for the index and for the query.

A word has an exact form, in which case and spelling do not count (`Außen` is `aussen`, `Rüstung` is `ruestung`), and
a stem for each language it may belong to. Both depend on nothing but the form, so that words which are spelled
alike are found alike.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from Stemmer import Stemmer

from app.domain.queries import Choice
from app.domain.words import MAX_WORD, SOFT_HYPHEN, WORD
from app.search.compounds import parts

_STEMMERS: dict[str, Callable[[str], str]] = {
    language: Stemmer(algorithm, 0).stemWord for language, algorithm in (("de", "german"), ("en", "english"))
}
SERVED = tuple(_STEMMERS)
"""The languages whose words are stemmed."""

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", SOFT_HYPHEN: ""})
_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_UMLAUT = re.compile("ae|oe|(?<![aeiouyq])ue")
_LETTER = {"ae": "ä", "oe": "ö", "ue": "ü"}
_PARTICLES = frozenset(["fast", "immer", "mal", "nicht", "schon", "seit", "sich", "sondern", "war", "weil", "will"])
"""Words without endings that Snowball cuts, or cuts others down to: `Seite` to `seit`, `Sicherheit` to `sich`."""


class Kind(IntEnum):
    """How a word of a query meets a form beside being it: by the stem, or by a part of a closed compound."""

    STEM = 1
    PART = 2


Key = tuple[str, Kind]
"""A stem after its language (`de:ruestung`), and how the form has it."""


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """The form: NFKC, casefolded, umlauts and ß spelled ae, oe, ue, ss, no other accent on a Latin letter."""
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    spelled = small.translate(_SPELLED)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", spelled)))


@lru_cache(maxsize=1 << 17)
def stem(form: str, language: str) -> str:
    """The Snowball stem of an exact form in a served language.

    The German stemmer must see umlauts (it would cut `militaer` like `bauer`) but drops them from what it returns,
    which would make `fordern` and `fördern` one: so it only says how much of the word is stem. A word that would be
    left as a particle keeps one letter more.
    """
    if language != "de":
        return _STEMMERS[language](form)
    if form in _PARTICLES:
        return form
    german = _UMLAUT.sub(lambda found: _LETTER[found[0]], form)
    size = len(_STEMMERS["de"](german))
    kept = german[: size + (german[:size] in _PARTICLES)].translate(_SPELLED)
    return kept if kept.isascii() else fold(kept)


def keys(form: str, language: str) -> tuple[Key, ...]:
    """What an exact form is found by in a served language: its stem first, then those of its parts, none twice.

    Not cached: an index asks once for each form that it holds.
    """
    own = query_key(form, language)
    within = (query_key(part, language) for part in parts(form)) if language == "de" else ()
    return ((own, Kind.STEM), *((key, Kind.PART) for key in dict.fromkeys(within) if key != own))


def query_key(form: str, language: str) -> str:
    """The key of the forms that a word of a query finds in a served language, by its own exact form."""
    return f"{language}:{stem(form, language)}"


def forms(text: str) -> list[str]:
    """The exact forms of the words of a text, in order; an empty one for each word that is too long to be found."""
    return [exact_form(word) for word in WORD.findall(text)]


def exact_form(word: str) -> str:
    """The exact form of one word, empty when it is longer than `MAX_WORD`."""
    if len(word) > MAX_WORD:
        return ""
    return word.lower() if word.isascii() else fold(word)


def document_languages(language: str | None) -> tuple[str, ...]:
    """The languages that an article is stemmed in: its own, or all when that is not known or not served."""
    return (language,) if language in _STEMMERS else SERVED


def shared_languages(asked: Choice, language: str | None) -> list[str]:
    """The languages in which the words of a query meet those of an article."""
    return [one for one in query_languages(asked) if one in document_languages(language)]


def query_languages(languages: Choice) -> tuple[str, ...]:
    """The languages that the words of a query are stemmed in: those asked for, else all."""
    return tuple(language for language in SERVED if language in languages.included) or SERVED
