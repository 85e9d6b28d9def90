"""The month in which a text without a date was written, where it speaks of a dated occasion as of these days.

An occasion alone proves nothing, since later texts look back on it: the same sentence has to name a day as only the
news of that week do (`am Freitag`, `yesterday`), and no year.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from app.annotate.dates import dates_in
from app.annotate.document import Document
from app.annotate.memory import Memory
from app.annotate.word_lists import read_toml
from app.domain.annotations import ARTICLE_ZONES, DateEstimate, MentionedDate, Span

_DAYS_DE = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_DAYS_EN = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_THESE_DAYS = re.compile(
    rf"""\b(?:(?:[Aa]m|[Vv]om|[Bb]is|[Ss]eit|[Dd]iese[nrm])\s(?:(?:heutigen|gestrigen|kommenden|vergangenen)\s)?
          (?:(?:{_DAYS_DE})(?!s?\s(?:der|des)\b)(?:abend|morgen|nachmittag|mittag|nacht)?|Wochenende)
      | [Hh]eute|[Gg]estern|[Mm]orgen\s(?:früh|in|beginnt) | (?:[Dd]iese|[Kk]ommende|[Vv]ergangene|[Nn]ächste)r?\sWoche
      | (?:on|this|next|last|by|until)\s(?:{_DAYS_EN}) | (?:this|next|last)\sweek(?:end)?
      | today|yesterday|tomorrow|tonight
    )\b""",
    re.VERBOSE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BRACKETED = re.compile(rf"\b(?P<day>{_DAYS_DE}|{_DAYS_EN}|[Hh]eute|[Tt]oday)\s\((?=[\w., ]{{6,20}}\))")
_BRACKET, _THE_YEAR = re.compile(r"\((?<=\s.)(?=[\w., ]{6})"), re.compile(r"(?:Jahr|year),?\s(?=\d)")
_SENTENCES = 10_000  # remembered: one may be as long as the text, and hold as many occasions
_BEFORE, _BEHIND = 48, 80  # code points of what may stand before such a sign, and from it on
_NEXT_TO = re.compile(
    r"\b(?:(?P<next>kommenden|nächsten|next)|(?P<last>vergangenen|letzten|last)|diesem|this)"
    r"\s(?:Jahr|year),?\s(?P<year>(?:19|20)\d\d)\b(?!\s?[–/-])"
)


class _Kind(NamedTuple):
    """Meetings of one kind: how a text names one, which of the `signs` a name holds, and when they were, by place."""

    named: re.Pattern[str]
    signs: tuple[str, ...]
    sign: re.Pattern[str]
    months: dict[str, str]


def _compile(kind: dict[str, Any]) -> _Kind:
    months = {place: month for places, month in kind["places"] for place in places.split("|")}
    places = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    place_last = rf"(?:{kind['de']}|{kind['en']})\s(?:(?:in|im|von|at|of)\s(?:der\s|the\s)?)?(?P<place>{places})"
    named = re.compile(rf"\b(?:{place_last}|(?P<first>{places})(?:'s|’s)?\s(?:{kind['en']}))\b")
    return _Kind(named, tuple(kind["holds"]), re.compile("|".join(map(re.escape, kind["holds"]))), months)


class Estimates:
    """Finds estimates; it reads the list of occasions once."""

    def __init__(self) -> None:
        self._kinds = [_compile(kind) for kind in read_toml("occasions")["kinds"]]

    def find(self, document: Document, mentioned: tuple[MentionedDate, ...]) -> DateEstimate | None:
        """The best estimate for a text without a date that speaks of the dates `mentioned`; None without evidence."""
        exact = (each.value for each in mentioned if each.zone in ARTICLE_ZONES and len(each.value) > len("2016"))
        latest = max(exact, default="")  # a year alone may lie ahead
        kinds = [kind for kind in self._kinds if any(sign in document.text for sign in kind.signs)]
        for zone in document.zones:
            if zone.zone in ARTICLE_ZONES:
                span = Span(start=zone.start, end=zone.end)
                occasions = _occasions(document, span, kinds)
                for found in (*_bracketed(document, span), *occasions, *_by_year(document, span)):
                    if latest[:4] <= found.value[:4]:
                        return found
        return None


def _occasions(document: Document, span: Span, kinds: Iterable[_Kind]) -> Iterator[DateEstimate]:
    of_now = Memory[int, bool](lambda sentence: _is_of_now(_sentence(document, sentence, span.end)), _SENTENCES)
    for kind in kinds:
        for found in _around(kind.sign, kind.named, document.text, span):
            if of_now[document.sentence_at(found.start())]:
                yield _estimate(kind.months[found["place"] or found["first"]], found.span())


def _is_of_now(sentence: str) -> bool:
    """Whether a sentence speaks of these days, and of no year."""
    return bool(_THESE_DAYS.search(sentence)) and not _YEAR.search(sentence)


def _sentence(document: Document, number: int, end: int) -> str:
    following = document.sentences[number + 1 : number + 2]
    return document.text[document.sentences[number] : min(end, *following, end)]


def _estimate(value: str, span: tuple[int, int]) -> DateEstimate:
    return DateEstimate(value=f"{value}~", evidence=Span(start=span[0], end=span[1]))


def _around(sign: re.Pattern[str], pattern: re.Pattern[str], text: str, span: Span) -> Iterator[re.Match[str]]:
    """The matches of `pattern`, each of which holds a `sign`: only around these is looked."""
    free = span.start
    for each in sign.finditer(text, span.start, span.end):
        at = each.start()
        if at >= free:
            found = pattern.search(text, max(free, at - _BEFORE), min(span.end, at + _BEHIND))
            if found and found.start() <= at:
                yield found
                free = found.end()


def _bracketed(document: Document, span: Span) -> Iterator[DateEstimate]:
    """`am Dienstag (12. März 2024)`, when that was a Tuesday."""
    for found in _around(_BRACKET, _BRACKETED, document.text, span):
        for dated in dates_in(document.text, found.end(), min(span.end, found.end() + 24)):
            if (
                dated.start == found.end()
                and dated.date.precision == "day"
                and _same_day(found["day"], dated.date.earliest)
            ):
                yield _estimate(
                    dated.date.value[:7], (found.start(), dated.end + document.text.startswith(")", dated.end))
                )


def _same_day(name: str, day: date) -> bool:
    number = day.weekday()
    german = _DAYS_DE.replace("Sonnabend|", "").split("|")
    return name.lower() in {"heute", "today", german[number].lower(), _DAYS_EN.split("|")[number].lower()}


def _by_year(document: Document, span: Span) -> Iterator[DateEstimate]:
    """`im kommenden Jahr 2017`, `this year, 2019`."""
    if "Jahr" not in document.text and "year" not in document.text:
        return
    for found in _around(_THE_YEAR, _NEXT_TO, document.text, span):
        year = int(found["year"]) - bool(found["next"]) + bool(found["last"])
        yield _estimate(str(year), found.span())
