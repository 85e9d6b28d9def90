"""The forms in which German and English names stand in a text: endings only, no dictionary."""

from collections.abc import Iterator

from app.annotate.document import tokens
from app.annotate.word_lists import word_set

_ADJECTIVE = ("e", "en", "er", "es", "em")
_HEAD_ENDS = word_set("der des die das für von vom zu zur zum gegen in im auf an am mit und of for on the and")


def _genitives(noun: str, person: bool) -> tuple[str, ...]:
    if person:
        return (noun,) if noun.endswith(("s", "ß", "x", "z")) else (noun, noun + "s")
    if noun.endswith("nis"):
        return noun, noun + "ses"
    return (noun, noun + "es") if noun.endswith(("s", "ß", "x", "z", "sch")) else (noun, noun + "s", noun + "es")


def _stem(word: str) -> str | None:
    """What is left of a capitalised word that may be an adjective (`Vereinigte`, `Weißes`); None for others."""
    if len(word) < 5 or not word[0].isupper():
        return None
    return next((word[: -len(end)] for end in ("es", "er", "en", "e") if word.endswith(end)), None)


def _head(words: list[str]) -> int:
    """The number of the word that is inflected: the last before a preposition or an article, else the last."""
    return next((n for n, word in enumerate(words[1:]) if word in _HEAD_ENDS), len(words) - 1)


def german_forms(name: str, *, person: bool = False) -> set[str]:
    """`name` and its inflected forms: `Nordkoreas`, `Vereinigten Staaten`, `Weißen Hauses`, `Rates der EU`."""
    if name.isalpha():
        return set(_genitives(name, person))
    found = tokens(name)
    words = [word for word, _, _ in found]
    head = _head(words)
    stems = {n: _stem(words[n]) for n in range(head) if found[n + 1][1] > found[n][2]} if not person else {}
    adjectives = {n: stem for n, stem in stems.items() if stem}
    forms: set[str] = {name}
    for noun in _genitives(words[head], person):
        endings = (_ADJECTIVE if noun == words[head] else ("en",)) if adjectives else ("",)
        for ending in endings:
            changed = {head: noun, **{n: stem + ending for n, stem in adjectives.items()}}
            forms.add(_rebuilt(name, found, changed))
    return forms


def _rebuilt(name: str, found: list[tuple[str, int, int]], changed: dict[int, str]) -> str:
    pieces, last = [], 0
    for number, (word, start, end) in enumerate(found):
        pieces += [name[last:start], changed.get(number, word)]
        last = end
    return "".join(pieces)


def adjective_forms(stem: str) -> Iterator[str]:
    """The inflected forms of a German adjective in either case; one that is written large does not change."""
    if stem[0].isupper() and "-" not in stem:
        yield stem
        return
    large = stem[0].upper() + stem[1:]
    yield stem
    for ending in _ADJECTIVE:
        yield stem + ending
        yield large + ending


def german_demonyms(name: str) -> Iterator[str]:
    """`Russe`, `Russen`; `Russin`, `Russinnen`; `Amerikaner`, `Amerikanern`, `Amerikaners`."""
    yield name
    endings = ("nen",) if name.endswith("in") else ("n",) if name.endswith("e") else ("n", "s", "en")
    for ending in endings:
        yield name + ending


def english_demonyms(name: str) -> Iterator[str]:
    """`Russian`, `Russians`; `Irishman`, `Irishmen`."""
    yield name
    yield name[:-3] + "men" if name.endswith("man") and len(name) > 5 and not name.endswith("German") else name + "s"
