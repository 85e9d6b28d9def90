"""The day an article was published, from what stands in its head: never from its body or from lists of links."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from app.domain.annotations import ArticleDate, DateSource, Given, Span, Zone
from app.domain.dates import PartialDate, parse_partial_date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner january jan",
            "februar feber february feb",
            "märz march mär mrz mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w.,/:-])(?=[\djfmasondJFMASOND])(?:
        (?P<iso>\d{{4}}-\d\d(?:-\d\d)?)(?:T(?P<instant>\d\d:\d\d(?::\d\d(?:\.\d{{1,9}})?)?(?:Z|[+-]\d\d:?\d\d)?))?
      | (?P<slashes>\d{{4}}/\d\d/\d\d) | (?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/(?P<year_last>\d{{4}})
      | (?P<day>\d{{1,2}})\.\s?(?:(?P<month>\d{{1,2}})\.\s?|(?P<name>{MONTH})\.?\s)(?P<year>\d{{4}}|\d\d(?=\D|\Z))
      | (?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<name_en>{MONTH})\.?,?\s(?P<year_en>\d{{4}})
      | (?P<name_us>{MONTH})\.?\s(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_us>\d{{4}})
      | (?P<name_only>{MONTH})\.?\s(?P<year_only>\d{{4}})
    )(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT = r"\s?(?P<{}>Uhr|h\b|am\b|pm\b|a\.m\.|p\.m\.)"
_TIME = re.compile(
    rf"""(?<![\d.:])(?:(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d.:])(?:{_UNIT.format("unit")})?
      | (?P<full_hour>[01]?\d|2[0-3]){_UNIT.format("full_unit")})""",
    re.IGNORECASE | re.VERBOSE,
)
_FILLER = re.compile(
    r"""\b(?:mo|di|mi|do|fr|sa|so|mon|tues?|weds?|thurs?|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag
      |samstag|sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|stand|datum|date|veröffentlicht
      |erstveröffentlich(?:t|ung)|erstellt|publiziert|erschienen|aktualisiert|update|updated|published|posted|created
      |first|last|modified|zuletzt|letzte|geändert|änderung|artikel|beitrag|ausgabe|online|seit|since|am|vom|den|on|at|um
      |the|uhr|gmt|utc|cet|cest|mez|mesz|[ecmp][sd]?t|bst|pm)\b|[\W\d_]+""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACED = re.compile(
    r"[^\W\d_][\w-]+(?: [^\W\d_][\w-]+)?, (?:den )?|[^\W\d_a-zäöüß]{2,}(?: [^\W\d_a-zäöüß]{2,}){0,3} [–—-] ", re.UNICODE
)
_UPDATE = re.compile(r"\b(?:aktualisiert|geändert|änderung|updated?|modified)\b", re.IGNORECASE)
_PREFIX = re.compile(r"\s{0,9}date (\d{4}(?:-\d\d(?:-\d\d)?)?)(?![\w-])")
_SAYS_WHEN = (
    r"(?:Stand|Datum|Date|Published|Posted|Created|Updated?|(?:Erstv|V)eröffentlicht|Publiziert|Erschienen"
    r"|Aktualisiert)"
)
_SAID = re.compile(rf"{_SAYS_WHEN}\b|Erstveröffentlichung|(?:Zuletzt|Letzte|Last|First|Artikel vom)\s", re.IGNORECASE)
_YEAR_LINE = re.compile(rf"{_SAYS_WHEN}(?:\s?:\s?|\s)(?P<year>(?:19|20)\d\d)\.?", re.IGNORECASE)
_CELL = re.compile(
    r"[^\n|·]+(?:[|·]\s?\d\d?[:.]\d\d[^\n|·]*)?"
)  # a line, or a cell of a row; a time goes with its date
_LONGEST_LINE = 120
_DIGIT = re.compile(r"\d")
_CAPITAL = r"[^\W\d_a-zäöüß]"
_AGENCY = r"\([\w/ .,-]{2,30}\)"
_DATELINE = re.compile(
    rf"""{_CAPITAL}[{_CAPITAL[1:-1]}-]+(?:[ /]{_CAPITAL}+){{0,2}}\.(?=\s)
      | {_CAPITAL}[\w.-]+(?:(?:\s|\s?/\s?){_CAPITAL}[\w.-]*){{0,3}}(?:,\s{_CAPITAL}[\w.]+)?
        (?P<agency>\s?{_AGENCY})?
        (?:,?\s(?:\d{{1,2}}\.?\s?)?(?:\d\d?\.\s?|(?i:{MONTH})\.?\s?)(?:\d{{1,2}}\b)?(?:,?\s?\d{{4}})?)?
        (?:\s?{_AGENCY})?
        (?:\s?[–—]\s | \s-+\s | (?(agency)[.:]?\s|(?!)))""",
    re.VERBOSE,
)
_DAY = rf"""(?:\d{{1,2}}\.\s?(?:\d\d?\.\s?|(?i:{MONTH})\.?\s) | \d{{1,2}}\s(?i:{MONTH}),?\s
    | (?i:{MONTH})\.?\s\d{{1,2}},?\s)\d{{4}}"""
_PLACE = rf"{_CAPITAL}[\w.-]+(?:[\s/]{_CAPITAL}[\w.-]*){{0,3}}"
_DATED_LINE = re.compile(
    rf"""\({_PLACE},\s(?:den\s)?{_DAY}\)\s
      | {_PLACE}(?:,\sden|\s?{_AGENCY}\s?[–—-]+)\s{_DAY}(?:\s?{_AGENCY})?\s?[–—-]+\s""",
    re.VERBOSE,
)


class Found(NamedTuple):
    """A date as written: its span, what it says, and the time of day written in it."""

    start: int
    end: int
    date: PartialDate
    time: str | None


def _value(found: re.Match[str]) -> str:
    part = found.groupdict()
    if part["iso"] or part["slashes"]:
        return str(part["iso"] or part["slashes"].replace("/", "-"))
    if part["first"]:
        return _from_slashes(int(part["first"]), int(part["second"]), part["year_last"])
    year = part["year"] or part["year_en"] or part["year_us"] or part["year_only"]
    name = part["name"] or part["name_en"] or part["name_us"] or part["name_only"]
    month = MONTHS[name.lower()] if name else int(part["month"])
    day = part["day"] or part["day_en"] or part["day_us"]
    short = f"{2000 + int(year) if len(year) == 2 else int(year):04}-{month:02}"
    return f"{short}-{int(day):02}" if day else short


def _from_slashes(first: int, second: int, year: str) -> str:
    """Britons write the day first, Americans the month: a date that both could mean raises `ValueError`."""
    if first <= 12 and second <= 12 and first != second:
        raise ValueError(f"{first}/{second}/{year} may be two days")
    return f"{year}-{min(first, second):02}-{max(first, second):02}"


def dates_in(text: str, start: int, end: int) -> Iterator[Found]:
    """The dates written in `text[start:end]`, German or English; days that no calendar has are passed over."""
    for found in _DATE.finditer(text, start, end):
        yield from _read(found)


def dates_at(text: str, offsets: Iterable[int]) -> Iterator[Found]:
    """The dates that begin at these ascending offsets, as `dates_in` reads them."""
    for found in matches_at(_DATE, text, offsets):
        yield from _read(found)


def matches_at(pattern: re.Pattern[str], text: str, offsets: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches that begin at these ascending offsets, none overlapping another."""
    free = 0
    for offset in offsets:
        found = pattern.match(text, offset) if offset >= free else None
        if found:
            yield found
            free = found.end()


def _read(found: re.Match[str]) -> Iterator[Found]:
    try:
        date = parse_partial_date(_value(found))
    except ValueError:
        return
    instant = found["instant"]
    yield Found(found.start(), found.end(), date, f"{found['iso']}T{instant}" if instant else None)


def header_prefix(text: str) -> Span | None:
    """The span of a prefix like ` date 2016-12 ` before the first word, or None."""
    found = _PREFIX.match(text)
    try:
        return Span.trusted(start=0, end=found.end()) if found and parse_partial_date(found[1]) else None
    except ValueError:
        return None


def is_date_line(line: str) -> bool:
    """Whether a line says nothing but when: `Stand: 10.02.2024, 14:30 Uhr`, `Rom, den 3. Mai 2012`, `Stand: 2009`."""
    if len(line) > _LONGEST_LINE or not _DIGIT.search(line):
        return False
    if not _DATE.search(line):
        return bool(_YEAR_LINE.fullmatch(line))
    placed = _PLACED.match(line)
    rest = _TIME.sub(" ", _DATE.sub(" ", line[placed.end() :] if placed and _DATE.match(line, placed.end()) else line))
    return not _FILLER.sub("", rest)


def says_when(line: str) -> bool:
    """Whether a line of a date says that it is the article's: `Stand: Mai 2020`, `Published 3 March 2022`."""
    return is_date_line(line) and bool(_SAID.match(line))


def without_dates(line: str) -> str:
    """What stands before the first date of a line, else after it; the line itself when there is none."""
    found = _DATE.search(line)
    return (line[: found.start()].strip(" ,|·–—-") or line[found.end() :]) if found else line


def find_dateline(text: str, start: int, end: int) -> Span | None:
    """The span of the dateline that opens the paragraph `text[start:end]` (`BERLIN. `, `Kiew (dpa) – `), or None."""
    last = min(end, start + 90)
    found = _DATED_LINE.match(text, start, last)
    if found is None and text[start].isupper():
        found = _DATELINE.match(text, start, last)
    return Span.trusted(start=start, end=found.end()) if found else None


def _time(text: str, found: Found, start: int, end: int) -> str | None:
    """The time of day beside a date: behind it, or else before it."""
    if found.time:
        return found.time
    clock = _TIME.search(text, found.end, min(end, found.end + 24)) or _TIME.search(
        text, max(start, found.start - 24), found.start
    )
    return _clock(clock) if clock else None


def _clock(found: re.Match[str]) -> str | None:
    """`HH:MM`; None for an hour that no clock of twelve has."""
    hour, unit = int(found["hour"] or found["full_hour"]), (found["unit"] or found["full_unit"] or "")[:1].lower()
    if unit in {"a", "p"}:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if unit == "p" else 0)
    return f"{hour:02}:{found['minute'] or '00'}"


def _article_date(text: str, found: Found, line: Span, source: DateSource, confidence: float) -> ArticleDate:
    return ArticleDate(
        date=found.date,
        source=source,
        confidence=confidence,
        evidence=Span.trusted(start=found.start, end=found.end),
        published_at=_time(text, found, line.start, line.end),
    )


def _years_in(text: str, start: int, end: int) -> Iterator[Found]:
    line = text[start:end].strip()
    found = _YEAR_LINE.fullmatch(line)
    if found:
        begin = text.index(line, start) + found.start("year")
        yield Found(begin, begin + 4, parse_partial_date(found["year"]), None)


def _in_header(text: str, zones: tuple[Zone, ...]) -> ArticleDate | None:
    """The first date of header and byline that is no update, else the first."""
    lines = [
        Span.trusted(start=line.start(), end=line.end())
        for zone in zones
        if zone.zone in {"header", "byline"}
        for line in _CELL.finditer(text, zone.start, min(zone.end, zone.start + 2000))
    ]
    update = None
    for line in lines:
        before = line.start
        for found in chain(dates_in(text, line.start, line.end), _years_in(text, line.start, line.end)):
            dated = _article_date(text, found, line, "header", 0.95)
            if not _UPDATE.search(text, before, found.start):
                return dated
            update = update or dated
            before = found.end
    return update


def find_date(text: str, zones: tuple[Zone, ...], datelines: tuple[Span, ...], given: Given) -> ArticleDate:
    """When `text` was published: what the sender says, else a header prefix, a line of the head, or a dateline."""
    if given.date:
        return ArticleDate(date=given.date, source="metadata", confidence=1.0, published_at=given.published_at)
    prefix = header_prefix(text)
    if prefix:
        date = parse_partial_date(text[: prefix.end].rsplit(maxsplit=1)[-1])
        return ArticleDate(date=date, source="header", confidence=1.0, evidence=prefix, published_at=given.published_at)
    found = _in_header(text, zones)
    for line in datelines if found is None else ():
        for dated in dates_in(text, line.start, line.end):
            return _article_date(text, dated, line, "dateline", 0.9)
    return found or ArticleDate(published_at=given.published_at)
