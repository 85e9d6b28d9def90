"""The day an article was published, from what stands in its head: never from its body or from lists of links."""

import re
from collections.abc import Iterator
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
        (?P<iso>\d{{4}}-\d\d(?:-\d\d)?)(?:T(?P<instant>\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?))?
      | (?P<day>\d{{1,2}})\.\s?(?:(?P<month>\d{{1,2}})\.\s?|(?P<name>{MONTH})\.?\s)(?P<year>\d{{4}}|\d\d(?=\D|\Z))
      | (?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<name_en>{MONTH})\.?,?\s(?P<year_en>\d{{4}})
      | (?P<name_us>{MONTH})\.?\s(?P<day_us>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year_us>\d{{4}})
      | (?P<name_only>{MONTH})\.?\s(?P<year_only>\d{{4}})
    )(?![\w/-])""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?(?![\d.:])\s?(Uhr|h\b|am\b|pm\b|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"""\b(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag
      |sonnabend|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday|stand|datum|date|veröffentlicht|erstellt
      |publiziert|erschienen|aktualisiert|update|updated|published|posted|last|modified|zuletzt|geändert|am|vom|den|on|at|um|the
      |uhr|gmt|utc|cet|cest|mez|mesz|est|edt|et|bst|pm)\b|[\W\d_]+""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACED = re.compile(r"[^\W\d_][\w-]+(?: [^\W\d_][\w-]+)?, (?:den )?", re.UNICODE)
_UPDATE = re.compile(r"\b(?:aktualisiert|geändert|updated?|modified)\b", re.IGNORECASE)
_PREFIX = re.compile(r"\s{0,9}date (\d{4}(?:-\d\d(?:-\d\d)?)?)(?![\w-])")
_SAYS_WHEN = r"(?:Stand|Datum|Date|Published|Posted|Updated?|Veröffentlicht|Publiziert|Erschienen|Aktualisiert)"
_SAID = re.compile(rf"{_SAYS_WHEN}\b|(?:Zuletzt|Last)\s", re.IGNORECASE)
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


class Found(NamedTuple):
    """A date as written: its span, what it says, and the time of day written in it."""

    start: int
    end: int
    date: PartialDate
    time: str | None


def _value(found: re.Match[str]) -> str:
    part = found.groupdict()
    if part["iso"]:
        return str(part["iso"])
    year = part["year"] or part["year_en"] or part["year_us"] or part["year_only"]
    name = part["name"] or part["name_en"] or part["name_us"] or part["name_only"]
    month = MONTHS[name.lower()] if name else int(part["month"])
    day = part["day"] or part["day_en"] or part["day_us"]
    short = f"{2000 + int(year) if len(year) == 2 else int(year):04}-{month:02}"
    return f"{short}-{int(day):02}" if day else short


def dates_in(text: str, start: int, end: int) -> Iterator[Found]:
    """The dates written in `text[start:end]`, German or English; days that no calendar has are passed over."""
    for found in _DATE.finditer(text, start, end):
        try:
            date = parse_partial_date(_value(found))
        except ValueError:
            continue
        instant = found["instant"]
        yield Found(found.start(), found.end(), date, f"{found['iso']}T{instant}" if instant else None)


def header_prefix(text: str) -> Span | None:
    """The span of a prefix like ` date 2016-12 ` before the first word, or None."""
    found = _PREFIX.match(text)
    try:
        return Span(start=0, end=found.end()) if found and parse_partial_date(found[1]) else None
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
    found = _DATELINE.match(text, start, min(end, start + 90))
    return Span(start=start, end=found.end()) if found and text[start].isupper() else None


def _time(text: str, found: Found, end: int) -> str | None:
    if found.time:
        return found.time
    clock = _TIME.search(text, found.end, min(end, found.end + 24))
    if not clock or (clock[3] or "").lower().startswith(("p", "a")):
        return None
    return f"{int(clock[1]):02}:{clock[2]}"


def _article_date(text: str, found: Found, end: int, source: DateSource, confidence: float) -> ArticleDate:
    return ArticleDate(
        date=found.date,
        source=source,
        confidence=confidence,
        evidence=Span(start=found.start, end=found.end),
        published_at=_time(text, found, end),
    )


def _years_in(text: str, start: int, end: int) -> Iterator[Found]:
    line = text[start:end].strip()
    found = _YEAR_LINE.fullmatch(line)
    if found:
        begin = text.index(line, start) + found.start("year")
        yield Found(begin, begin + 4, parse_partial_date(found["year"]), None)


def _in_header(text: str, zones: tuple[Zone, ...]) -> ArticleDate | None:
    spans = [
        (line.start(), line.end())
        for zone in zones
        if zone.zone in {"header", "byline"}
        for line in _CELL.finditer(text, zone.start, min(zone.end, zone.start + 2000))
    ]
    spans.sort(key=lambda span: bool(_UPDATE.search(text, *span)))
    for start, end in spans:
        for found in chain(dates_in(text, start, end), _years_in(text, start, end)):
            return _article_date(text, found, end, "header", 0.95)
    return None


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
            return _article_date(text, dated, line.end, "dateline", 0.9)
    return found or ArticleDate(published_at=given.published_at)
