"""Whether the name of a capital stands for its government: only where the words beside it show it."""

import re
from dataclasses import dataclass
from typing import Any

from app.annotate.document import Document

_AND = frozenset({"und", "and", "sowie", "oder", "or"})
_VERB_ENDINGS = {"de": "(?:e|t|et|en|te|ete|ten|eten)?", "en": "(?:s|es|ed|d|ies|ied|y|ing|e)?"}


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language that show what a capital stands for; see `data/metonyms.toml`."""

    city_before: frozenset[str]
    state_before: frozenset[str]
    power: frozenset[str]
    heard: frozenset[str]
    possessed: frozenset[str]
    auxiliaries: frozenset[str]
    verb: re.Pattern[str]


def compile_cues(table: dict[str, Any], language: str) -> Cues:
    """The cues of the `table` of one language."""
    stems = "|".join(sorted(table["verbs"], key=len, reverse=True))
    sets = {name: frozenset(words) for name, words in table.items() if name != "verbs"}
    return Cues(**sets, verb=re.compile(f"(?:{stems}){_VERB_ENDINGS[language]}"))


def _said_to_be_heard(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`aus Berlin heißt es`, `hieß es aus Berlin`, `habe es aus Berlin geheißen`."""
    if document.word(first - 1).lower() != "aus":
        return False
    return document.word(after) in cues.heard or document.word(first - 3).lower() in cues.heard


def _has(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`Moskaus Truppen`, `Moskaus neue Pläne`, `Moscow's demands`."""
    if document.word(after) == "'" and document.word(after + 1) == "s":
        after += 2
    elif not document.word(after - 1).endswith("s"):
        return False
    noun = document.word(after)
    return noun in cues.possessed or (noun.islower() and document.word(after + 1) in cues.possessed)


def _acts(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`Moskau bestreitet`, `bestreitet Moskau`, `Moskau will`, `Paris und Berlin fordern`."""
    following, before = document.word(after), document.word(first - 1)
    if following in _AND and document.word(after + 1)[:1].isupper():
        following = document.word(after + 2)
    if following.islower() and (following in cues.auxiliaries or cues.verb.fullmatch(following)):
        return True
    said = before.lower() if first and document.opens(first - 1) else before
    return said.islower() and bool(cues.verb.fullmatch(said))


def stands_for_state(document: Document, first: int, after: int, cues: Cues) -> bool:
    """Whether the capital named by the tokens from `first` to before `after` stands for the government in it."""
    if document.in_dateline(document.starts[first]):
        return False
    before = document.word(first - 1)
    if before.lower() == "in" and document.word(first - 2) in cues.power:
        return True
    if _said_to_be_heard(document, first, after, cues):
        return True
    if before in cues.city_before or before.lower() in cues.city_before:
        return False
    if before in cues.state_before or before.lower() in cues.state_before:
        return True
    return _has(document, first, after, cues) or _acts(document, first, after, cues)


def goes_on(document: Document, first: int) -> bool:
    """Whether the token `first` continues a list of two (`mit Moskau und Kiew`)."""
    return document.word(first - 1) in _AND
