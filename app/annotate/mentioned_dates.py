"""The dates that a text speaks of: written out, or evident from the words around them. What is unsure is left out."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from app.annotate.dates import MONTH, MONTHS, dates_at, matches_at
from app.annotate.document import Document
from app.annotate.word_lists import word_set
from app.domain.annotations import MentionedDate
from app.domain.dates import PartialDate

_ABOUT_ITSELF = frozenset({"header", "byline"})
_DAY = re.compile(
    rf"""(?<![\w.,/:-])(?:
        (?P<day_de>\d{{1,2}})\.\s(?P<name_de>(?i:{MONTH}))
      | (?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<name_en>(?i:{MONTH}))
      | (?:(?i:on|since|until|till|by|from|before|after|of)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?)\s
        (?P<us>(?P<name_us>(?i:{MONTH}))\.?\s(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?)(?!\.?\d|\s?%)
    )(?![\w/-])""",
    re.VERBOSE,
)
_AFTER_DAY = frozenset(".-/") | {"of"}
_YEAR_DIGITS = 4
_YEAR = r"(?:1[89]|20)\d\d"
_YEARS = re.compile(
    rf"""[\s-](?P<first>{_YEAR})(?:(?:\s(?:bis|und|oder|to|and|or|until)\s|\s?[–-]\s?)(?P<second>{_YEAR}))?
    (?![\w/%€$-]|[.,:]\d|\s?[%€$])(?P<next>\s\w+)?""",
    re.VERBOSE,
)
_BEFORE_YEARS = re.compile(
    r"""\b(?:
        (?P<sure>\w*jahr(?:e|es|en|s)?|years?|anfang|mitte|ende|frühling|sommer|herbst|winter
          |(?:spring|summer|autumn|fall|end|middle)(?:\sof)?|early|mid|late)
      | im|in|seit|ab|bis|vor|nach|von|zwischen|since|by|until|till|from|before|after|during|between|of
    )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_BEFORE = 30
_COUNTED = word_set(
    "euro euros dollar dollars franken rubel pfund pounds mark menschen personen soldaten mann tote toten opfer opfern "
    "verletzte tonnen kilometer kilometern meter metern quadratmeter prozent stunden tage tagen jahre jahren mal uhr "
    "stimmen einwohner einwohnern mitarbeiter mitarbeitern beschäftigte beschäftigten fälle fällen punkte punkten "
    "people soldiers troops men women dead victims tons tonnes kilometres kilometers km miles metres meters feet "
    "percent per hours days years times votes jobs employees workers cases points"
)


class _Found(NamedTuple):
    start: int
    end: int
    value: str


def find_mentioned_dates(document: Document, published: PartialDate | None) -> tuple[MentionedDate, ...]:
    """The dates that `document`, which was `published` then, speaks of in German or English, in its order.

    A day without a year is the one next to the publication, unless that lies behind it or hangs on the day of a month
    or year. Header, byline and datelines speak of the article itself.
    """
    numbers = list(_numbers(document))
    found = sorted(
        (*_written(document, numbers, published), *_days(document, numbers, published), *_years(document, numbers)),
        key=_place,
    )
    return tuple(
        MentionedDate.trusted(value=each.value, start=each.start, end=each.end, zone=zone)
        for each in _apart(found)
        if (zone := document.zone_at(each.start).zone) not in _ABOUT_ITSELF and not document.in_dateline(each.start)
    )


def _place(found: _Found) -> tuple[int, int]:
    return found.start, -found.end


def _apart(found: Iterable[_Found]) -> Iterator[_Found]:
    """Those that overlap none before them."""
    end = 0
    for each in found:
        if each.start >= end:
            yield each
            end = each.end


class _Number(NamedTuple):
    """A token that begins with a digit. `month` is the token before it that names one; `leads` tells that what follows
    may make it a date."""

    token: int
    month: int | None
    leads: bool


def _numbers(document: Document) -> Iterator[_Number]:
    for token in document.digits:
        before = token - 2 if document.word(token - 1) == "." else token - 1
        following = document.word(token + 1).lower()
        month = before if document.word(before).lower() in MONTHS else None
        yield _Number(token, month, following in _AFTER_DAY or following in MONTHS)


def _written(document: Document, numbers: Iterable[_Number], published: PartialDate | None) -> Iterator[_Found]:
    """Dates with their year. `2011-12` may be a winter, and `3. Mai 15` goes on with fifteen of something."""
    text = document.text
    for start, end, dated, _ in dates_at(text, _first(document, numbers)):
        written = text[start:end]
        short = re.search(r"\D\d\d\Z", written) and dated.precision == "day" and dated.value not in written
        past = published is not None and dated.latest <= published.latest
        if re.fullmatch(r"\d{4}-\d\d", written) is None and (not short or (written[-3] == "." and past)):
            yield _Found(start, end, dated.value)


def _first(document: Document, numbers: Iterable[_Number]) -> Iterator[int]:
    """The offsets at which a date with its year may begin: at a number, or the month before it."""
    for token, month, leads in numbers:
        if month is not None:
            yield document.starts[month]
        if leads:
            yield document.starts[token]


def _days(document: Document, numbers: Iterable[_Number], published: PartialDate | None) -> Iterator[_Found]:
    """Days without a year."""
    for found in matches_at(_DAY, document.text, _openings(document, numbers)):
        form = "us" if found["us"] else "de" if found["day_de"] else "en"
        name = found[f"name_{form}"]
        value = _nearest(MONTHS[name.lower()], int(found[f"day_{form}"]), published) if name[0].isupper() else None
        if value:
            yield _Found(*found.span("us" if form == "us" else 0), value)


def _openings(document: Document, numbers: Iterable[_Number]) -> Iterator[int]:
    """The offsets at which a day may begin: what stands before the month, and the number of the day."""
    for token, month, leads in numbers:
        if month:
            yield document.starts[max(0, month - 2) if document.words[month - 1] == "," else month - 1]
        if leads:
            yield document.starts[token]


def _nearest(month: int, day: int, published: PartialDate | None) -> str | None:
    if published is None or published.value[-1] in "~?%":
        return None
    nearest = {_next_to(moment, month, day) for moment in (published.earliest, published.latest)}
    found = nearest.pop()
    return found.isoformat() if found and not nearest and found <= published.latest else None


def _next_to(moment: date, month: int, day: int) -> date | None:
    """The day of a month that is next to `moment`, before or after; None when those years have no such day."""
    days = []
    for year in range(moment.year - 1, moment.year + 2):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda each: abs(each - moment), default=None)


def _years(document: Document, numbers: Iterable[_Number]) -> Iterator[_Found]:
    """Years that a word tells for what they are; a round number, or one before a unit, may count something."""
    text, starts = document.text, document.starts
    offsets = (starts[number.token] - 1 for number in numbers if len(document.words[number.token]) == _YEAR_DIGITS)
    for found in matches_at(_YEARS, text, (offset for offset in offsets if offset >= 0)):
        before = _BEFORE_YEARS.search(text[max(0, found.start() - _LONGEST_BEFORE) : found.start()])
        counted = (found["next"] or "").strip().casefold() in _COUNTED or found["first"].endswith("00")
        if before and (before["sure"] or not counted):
            names = [name for name in ("first", "second") if found[name]]
            yield from (_Found(*found.span(name), found[name]) for name in names)
