"""Timelines: how many of the articles that a query finds are from when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.actors import ActorExpression, Entities, Surface, as_lists, wanted_leaves
from app.domain.counts import (
    INTERVALS,
    Interval,
    Timeline,
    bucket,
    bucket_days,
    bucket_number,
    bucket_span,
    first_day,
    precision,
)
from app.domain.dates import DateInterval
from app.domain.narrowing import meeting, to_actor, to_days, to_precision
from app.domain.queries import ArticleQuery
from app.errors import Flaw, QueryTooCostlyError
from app.services import Services
from app.services.actors import ResolvedActor
from app.services.facets import actor_leaves, both, check_room, count_actors, written_leaf

MAX_BUCKETS = 10_000
MAX_SERIES = 10


@dataclass(frozen=True)
class Slot:
    """A day, week, month or year, and how many articles are from it.

    `within` are those of its days that the query itself lies within; None when these are all of them.
    """

    key: str
    earliest: date
    latest: date
    count: int
    within: DateInterval | None


@dataclass(frozen=True)
class Imprecise:
    """A date that lies in no single slot, how many articles have it, and what finds them."""

    value: str
    count: int
    query: ArticleQuery


@dataclass(frozen=True)
class Series:
    """A timeline of what `query` finds, its actors named by id: the sum of all counts is the number of these articles.

    `key` and `label` say whose it is, None of a timeline that is not split; `undated` are found by `without`.
    """

    key: str | None
    label: str | None
    query: ArticleQuery
    slots: tuple[Slot, ...]
    imprecise: tuple[Imprecise, ...]
    undated: int
    without: ArticleQuery

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self.undated + sum(slot.count for slot in self.slots) + sum(each.count for each in self.imprecise)


@dataclass(frozen=True)
class _Asked:
    """Whose timeline is asked for, as it is searched for and as it is written."""

    key: str | None
    label: str | None
    resolved: ArticleQuery
    written: ArticleQuery


def find_timeline(
    services: Services, query: ArticleQuery, actor: ResolvedActor | None, interval: Interval, split: bool
) -> list[Series]:
    """The timeline of what `query` finds, whose actors are resolved to `actor`; or, if it is `split`, one for each.

    These are the actors that are asked for by name, else those that most articles mention. All have slots from the
    first to the last that holds an article of any. Raises `IndexUnavailableError`, `QueryTooCostlyError`, also for more
    than `MAX_BUCKETS`; and `InvalidParameterError` when the actor filter is too large to be split.
    """
    resolved, written = both(query, actor)
    asked = _split(services, resolved, written) if split else [_Asked(None, None, resolved, written)]
    timelines = [services.index.timeline(each.resolved, interval) for each in asked]
    numbers = _numbers(timelines, interval)
    return [_series(each, timeline, interval, numbers) for each, timeline in zip(asked, timelines, strict=True)]


def _split(services: Services, resolved: ArticleQuery, written: ArticleQuery) -> list[_Asked]:
    asked = list(_named(services, resolved, written)) or list(_frequent(services, resolved, written))
    check_room(written, [each.written for each in asked], "split=actor")
    return asked


def _named(services: Services, resolved: ArticleQuery, written: ArticleQuery) -> Iterator[_Asked]:
    """The actors that are asked for by name or spelling."""
    leaves, names = (list(wanted_leaves(each.actor)) if each.actor else [] for each in (resolved, written))
    found: dict[str, tuple[ActorExpression, ActorExpression]] = {}
    for leaf, name in zip(leaves, names, strict=True):
        if key := _key(leaf):
            found.setdefault(key, (leaf, name))
    labels = services.store.labels(list(found))
    for key, (asked, asked_so) in found.items():
        label = labels[key].label if key in labels else key
        yield _Asked(key, label, to_actor(resolved, asked), to_actor(written, asked_so))


def _key(leaf: ActorExpression) -> str | None:
    """What a series is called; None when nobody is named."""
    if isinstance(leaf, Entities):
        return leaf.ids[0] if leaf.ids else None
    return str(as_lists(leaf)) if isinstance(leaf, Surface) else None


def _frequent(services: Services, resolved: ArticleQuery, written: ArticleQuery) -> Iterator[_Asked]:
    """The actors that most articles mention."""
    names = [name for name, _ in count_actors(services, resolved, MAX_SERIES).buckets[:MAX_SERIES]]
    leaves, labels = actor_leaves(services, resolved, names), services.store.labels(names)
    for name in (each for each in names if each in labels):
        asked = to_actor(written, written_leaf(name, labels[name]))
        yield _Asked(name, labels[name].label, to_actor(resolved, leaves[name]), asked)


def _numbers(timelines: Sequence[Timeline], interval: Interval) -> range:
    """The numbers of the slots that all series have; raises `QueryTooCostlyError` when they are too many."""
    ends = [key for timeline in timelines for key, _ in (*timeline.buckets[:1], *timeline.buckets[-1:])]
    if not ends:
        return range(0)
    first, last = bucket_span(min(ends))[0], bucket_span(max(ends))[1]
    slots = {each: range(bucket_number(first, each), bucket_number(last, each) + 1) for each in INTERVALS}
    if len(slots[interval]) * len(timelines) > MAX_BUCKETS:
        fitting = [each for each in INTERVALS if len(slots[each]) * len(timelines) <= MAX_BUCKETS]
        raise _too_many(f"from {min(ends)} to {max(ends)}", len(slots[interval]) * len(timelines), interval, fitting)
    return slots[interval]


def _too_many(when: str, number: int, interval: Interval, fitting: Sequence[Interval]) -> QueryTooCostlyError:
    detail = (
        f"interval: {when} there are {number:,} buckets; at most {MAX_BUCKETS:,} come. Ask for longer ones or less."
    )
    more = {"value": interval, "maximum": MAX_BUCKETS, "did_you_mean": list(fitting[:1])}
    return QueryTooCostlyError(detail, Flaw("too-many", parameter="interval", more=more))


def _series(asked: _Asked, timeline: Timeline, interval: Interval, numbers: range) -> Series:
    counts = dict(timeline.buckets)
    return Series(
        key=asked.key,
        label=asked.label,
        query=asked.written,
        slots=tuple(_slots(asked.written.date_within, counts, interval, numbers)),
        imprecise=tuple(_imprecise(asked.written, value, count) for value, count in timeline.imprecise),
        undated=timeline.undated,
        without=to_precision(asked.written, [None]),
    )


def _slots(
    within: DateInterval | None, counts: Mapping[str, int], interval: Interval, numbers: range
) -> Iterator[Slot]:
    for number in numbers:
        first = first_day(number, interval)
        key = bucket(first, interval)
        last = first if interval == "day" else bucket_span(key)[1]
        cut = meeting(within, DateInterval(earliest=first, latest=last)) if within else None
        yield Slot(key, first, last, counts.get(key, 0), cut)


def _imprecise(written: ArticleQuery, value: str, count: int) -> Imprecise:
    return Imprecise(value, count, to_precision(to_days(written, bucket_days(value)), [precision(value)]))
