"""Whether the name of a capital stands for its government: only where the words beside it show it."""

import re
from dataclasses import dataclass
from typing import Any

from app.annotate.document import Document

_BACK = 6  # tokens before a name among which an answer may stand
_OWN = frozenset({"seine", "ihre", "its", "their"})
_ARTICLES = frozenset({"die", "der", "das", "the"})
_ADVERBS = frozenset(
    {"again", "already", "also", "even", "later", "never", "now", "once", "repeatedly", "still", "then"}
)
_AND = frozenset({"und", "and", "sowie", "oder", "or"})
_VERB_ENDINGS = {"de": "(?:e|n|t|et|en|te|ete|ten|eten)?", "en": "(?:s|es|ed|d|ies|ied|y|ing|e)?"}


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language that show what a capital stands for; see `data/metonyms.toml`."""

    city_before: frozenset[str]
    state_before: frozenset[str]
    power: frozenset[str]
    heard: frozenset[str]
    came: frozenset[str]
    answers: frozenset[str]
    clause: frozenset[str]
    not_acting: frozenset[str]
    possessed: frozenset[str]
    auxiliaries: frozenset[str]
    linked: frozenset[str]
    backed: frozenset[str]
    fronted: frozenset[str]
    done_by: re.Pattern[str]
    verb: re.Pattern[str]
    finite: re.Pattern[str]


def compile_cues(table: dict[str, Any], language: str) -> Cues:
    """The cues of the `table` of one language."""
    stems = "|".join(sorted(table["verbs"], key=len, reverse=True))
    known: dict[str, Any] = {
        name: re.compile(value) if isinstance(value, str) else frozenset(value)
        for name, value in table.items()
        if name != "verbs"
    }
    return Cues(**{**known, "verb": re.compile(f"(?:{stems}){_VERB_ENDINGS[language]}")})


def _heard(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`aus Berlin heißt es`, `habe es aus Berlin geheißen`, `Aus Rom kam Lob`, `Kritik kam dagegen aus Rom`."""
    if document.word(first - 1).lower() not in {"aus", "from"}:
        return False
    following = document.word(after)
    if following in cues.heard or document.word(first - 3).lower() in cues.heard:
        return True
    if following in cues.came and document.opens(first - 1):
        return True
    return any(document.word(number) in cues.answers for number in range(first - _BACK, first - 1))


def _has(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`Moskaus Truppen`, `Moskaus neue Pläne`, `Moscow's demands`, `aus Sicht Moskaus`."""
    if document.word(first - 1) in cues.possessed and document.word(after - 1).endswith("s"):
        return not document.opens(first)
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
    elif following in _ADVERBS:
        following = document.word(after + 1)
    if following.islower() and (following in cues.auxiliaries or cues.verb.fullmatch(following)):
        return True
    if _begins_clause(document, first, cues) and following not in cues.not_acting and cues.finite.fullmatch(following):
        return True
    if document.opens(first):
        return False
    said = before.lower() if document.opens(first - 1) else before
    return said.islower() and (bool(cues.verb.fullmatch(said)) or _asked(document, first, said, cues))


def _asked(document: Document, first: int, said: str, cues: Cues) -> bool:
    """`Will Washington das?`, `Damit hat Moskau gerechnet`, `Why has Kyiv agreed?`; not `Sie will Moskau sehen`."""
    if said not in cues.auxiliaries:
        return False
    fronted = document.word(first - 2)
    return document.opens(first - 1) or fronted in cues.fronted or fronted.lower() in cues.fronted


def _begins_clause(document: Document, first: int, cues: Cues) -> bool:
    return document.opens(first) or document.word(first - 1) == ";" or document.word(first - 1).lower() in cues.clause


def _with_actors(document: Document, after: int) -> bool:
    """`Washington und die EU`, `Kiew und seine Partner`."""
    if document.word(after) not in _AND:
        return False
    partner = document.word(after + 2) if document.word(after + 1) in _ARTICLES else document.word(after + 1)
    return partner in _OWN or (len(partner) > 1 and partner.isupper())


def _named_so(document: Document, first: int, after: int, cues: Cues) -> bool:
    """`die Regierung in Kiew`, `Druck auf Moskau`, `Moscow-backed`."""
    before, earlier = document.word(first - 1), document.word(first - 2)
    if document.word(after) == "-" and document.glued[after] and document.word(after + 1) in cues.backed:
        return True
    if before.lower() == "in" and not cues.power.isdisjoint({earlier, earlier.lower()}):
        return True
    return not cues.linked.isdisjoint({f"{earlier} {before}", f"{earlier.lower()} {before}"})


def stands_for_state(document: Document, first: int, after: int, cues: Cues) -> bool:
    """Whether the capital named by the tokens from `first` to before `after` stands for the government in it."""
    before = document.word(first - 1)
    if document.in_dateline(document.starts[first]):
        return False
    if _named_so(document, first, after, cues) or _heard(document, first, after, cues):
        return True
    if not cues.city_before.isdisjoint({before, before.lower()}):
        return False
    done = before.lower() == "von" and bool(cues.done_by.fullmatch(document.word(after)))
    shown = done or not cues.state_before.isdisjoint({before, before.lower()}) or _has(document, first, after, cues)
    return shown or _acts(document, first, after, cues) or _with_actors(document, after)


def goes_on(document: Document, first: int) -> bool:
    """Whether the token `first` continues a list (`mit Moskau, Kiew und Minsk`)."""
    return document.word(first - 1) in _AND or document.word(first - 1) == ","
