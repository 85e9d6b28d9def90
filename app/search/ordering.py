"""What adapters know of an article beside its words: by that it is filtered, counted, ordered and paged here."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import NamedTuple

from app.domain.counts import precision, span_value
from app.domain.dates import DateInterval
from app.domain.index_documents import IndexDocument
from app.domain.ports import Hit, Hits, SortKey
from app.domain.queries import ArticleQuery, Sort
from app.errors import CursorInvalidError, Flaw

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Facts(NamedTuple):
    """An article without its words. `days` are its earliest and latest day, `estimate` those of a
    guess where there are none; `length` is its number of words.

    `dates` are those that it mentions, as in `IndexDocument`; `ingested` and `updated` are in UTC. `original` is the
    id that all copies of a text share. The keys ascend in the order of their sort.
    """

    id: str
    language: str | None
    source: str | None
    days: tuple[date, date] | None
    estimate: tuple[date, date] | None
    length: int
    dates: tuple[tuple[str, date, date], ...]
    ingested: datetime
    updated: datetime
    original: str
    newest_first: SortKey
    oldest_first: SortKey
    last_ingested_first: SortKey


class Page(NamedTuple):
    """Which of the hits are asked for; see `SearchIndex.search`."""

    limit: int | None
    offset: int = 0
    after: SortKey | None = None


Found = tuple[Facts, float | None]
"""An article and, for a query with words, its score."""


def facts_of(document: IndexDocument, length: int) -> Facts:
    """The facts of a document that has `length` words."""
    ingested = _in_utc(document.ingested_at)
    return Facts(
        id=document.id,
        language=document.language,
        source=document.source,
        days=_days(document),
        estimate=document.estimate,
        length=length,
        dates=document.dates,
        ingested=ingested,
        updated=_in_utc(document.updated_at),
        original=document.duplicate_of or document.id,
        newest_first=_date_key(document, -1),
        oldest_first=_date_key(document, 1),
        last_ingested_first=(-((ingested - _EPOCH) // _MICROSECOND), document.id),
    )


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _days(document: IndexDocument) -> tuple[date, date] | None:
    if document.earliest is None or document.latest is None:
        return None
    return document.earliest, document.latest


def _date_key(document: IndexDocument, sign: int) -> SortKey:
    """Dated before undated; then by latest, earliest and time of day in the direction of `sign`; then by id."""
    days = _days(document)
    if days is None:
        return (1, document.id)
    clock = clock_time(document.published_at)
    timed = (0, 0) if clock is None else (sign, sign * clock)
    return (0, sign * days[1].toordinal(), sign * days[0].toordinal(), *timed, document.id)


def clock_time(published_at: str | None) -> int | None:
    """The time of a `published_at` (RFC 3339 or `HH:MM`) in microseconds from the midnight, in UTC, of its day.

    A time without an offset counts as UTC. None when there is no time, or it cannot be read.
    """
    try:
        moment = time.fromisoformat((published_at or "").replace("T", " ").split(" ")[-1])
    except ValueError:
        return None
    local = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    return (local - (moment.utcoffset() or timedelta())) // _MICROSECOND


def answer(found: Iterable[Found], query: ArticleQuery, page: Page, seq: int) -> Hits:
    """The hits of a query among the articles that have its words and actors: the rest of its filters, order, page.

    Raises `CursorInvalidError` when `page.after` is no key of this order.
    """
    check_key(page, query.sort)
    passed = [each for each in found if _passes(each[0], query)]
    matched = [each for each in passed if _in_time(_days_asked(each[0], query), query)]
    shown = _shown(matched, query)
    dated = (each for each in shown if _as_dated(each[0], query))
    rows = sorted(((_key(facts, query.sort, score), score) for facts, score in dated), key=itemgetter(0))
    return Hits(
        total=len(rows),
        undated=len(_shown([each for each in passed if _days_asked(each[0], query) is None], query)),
        collapsed=len(matched) - len(shown),
        hits=tuple(Hit(id=str(key[-1]), key=key, score=score) for key, score in _cut(rows, page)),
        seq=seq,
    )


def passes(facts: Facts, query: ArticleQuery) -> bool:
    """Whether an article passes all filters that do not ask for its words, its actors, or other articles."""
    in_time = _in_time(_days_asked(facts, query), query)
    return in_time and _passes(facts, query) and _as_dated(facts, query)


def _passes(facts: Facts, query: ArticleQuery) -> bool:
    """Whether an article passes all filters but that by its own date."""
    return (
        query.sources.holds(facts.source)
        and query.languages.holds(facts.language)
        and (query.duplicates != "only" or facts.original != facts.id)
        and _holds(query.ingested, facts.ingested)
        and _holds(query.updated, facts.updated)
        and (query.mentioned is None or _mentions(facts, query.mentioned, query.zones))
    )


def _holds(interval: DateInterval | None, moment: datetime) -> bool:
    return interval is None or interval.holds(moment.date(), moment.date(), "within")


def _mentions(facts: Facts, interval: DateInterval, zones: frozenset[str]) -> bool:
    return any(zone in zones and interval.holds(first, last, "overlaps") for zone, first, last in facts.dates)


def _shown(found: list[Found], query: ArticleQuery) -> list[Found]:
    """What is shown of what was found: one article of each text when copies are collapsed, the eldest."""
    if query.duplicates != "collapse":
        return found
    eldest_last = sorted(found, key=lambda each: (each[0].ingested, each[0].id), reverse=True)
    return list({each[0].original: each for each in eldest_last}.values())


def _as_dated(facts: Facts, query: ArticleQuery) -> bool:
    """Whether the own date of an article that is shown is as it is asked for."""
    within = query.date_within
    return query.date_precision.holds(precision(span_value(*facts.days)) if facts.days else None) and (
        within is None or (facts.days is not None and within.holds(*facts.days, "within"))
    )


def _cut(rows: list[tuple[SortKey, float | None]], page: Page) -> list[tuple[SortKey, float | None]]:
    behind = 0 if page.after is None else bisect_right(rows, tuple(page.after), key=itemgetter(0))
    first = behind + page.offset
    return rows[first : None if page.limit is None else first + page.limit]


def _days_asked(facts: Facts, query: ArticleQuery) -> tuple[date, date] | None:
    """The days by which an article is filtered."""
    return facts.days or (facts.estimate if query.estimates else None)


def _in_time(days: tuple[date, date] | None, query: ArticleQuery) -> bool:
    if days is None:
        return query.undated != "exclude"
    if query.undated == "only":
        return False
    return query.interval is None or query.interval.holds(*days, query.date_match)


def _key(facts: Facts, sort: Sort, score: float | None) -> SortKey:
    match sort:
        case "-date":
            return facts.newest_first
        case "date":
            return facts.oldest_first
        case "-ingested":
            return facts.last_ingested_first
        case "relevance":
            return (0.0 - (score or 0.0), facts.id)


def check_key(page: Page, sort: Sort) -> None:
    """Raise `CursorInvalidError` when `page.after` is no key of this order."""
    if page.after is not None and not _is_key(page.after, sort):
        raise CursorInvalidError("The cursor is damaged.", Flaw("damaged", parameter="cursor"))


def _is_key(key: SortKey, sort: Sort) -> bool:
    """Whether a key that came from outside compares with the keys of this order: numbers, then an id."""
    *numbers, name = key or (None,)
    dated = sort in {"-date", "date"}
    whole = dated and numbers[:1] == [0]
    right = len(numbers) == (5 if whole else 1) and (whole or not dated or numbers == [1])
    return right and isinstance(name, str) and all(type(number) in {int, float} for number in numbers)
