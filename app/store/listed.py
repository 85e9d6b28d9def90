"""Articles as lists show them, read without a session: one query for the rows, one for names that are not known yet."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from app.domain.annotations import ACTOR_TYPES
from app.domain.listed import (
    ListedActor,
    ListedArticle,
    ListedDate,
    ListedDay,
    ListedEstimate,
    ListedMention,
    ListedZone,
    Stretch,
)

_ROWS = """
SELECT a.id, a.text, a.text_version, a.title, a.kicker, a.language, a.source, a.url, a.author, a.rights, a.metadata,
    a.date_value, a.date_precision, a.date_earliest, a.date_latest, a.date_source, a.date_confidence, a.date_evidence,
    a.published_at, a.date_estimate, a.excerpt_start, a.excerpt_end, a.named, a.duplicate_of, a.revision,
    a.ingested_at, a.updated_at{zones}
FROM json_each(?) AS wanted CROSS JOIN articles AS a ON a.id = wanted.value
"""
_MENTIONS = """
SELECT m.article_id, m.entity_id, m.start, m.end, m.type, m.zone
FROM json_each(?) AS wanted CROSS JOIN mentions AS m ON m.article_id = wanted.value
ORDER BY wanted.key, m.start, m.end DESC, m.id
"""
_LABELS = """
SELECT e.id, e.label, e.type, e.wikidata_id
FROM json_each(?) AS wanted CROSS JOIN entities AS e ON e.id = wanted.value
"""

_ZONED, _UNZONED = _ROWS.format(zones=", a.zones"), _ROWS.format(zones="")
_new = tuple.__new__  # half the time of `ListedActor()`
_MANY = 20_000  # entities: some megabytes

_Named = Sequence[tuple[str, int, int]]
_Labels = Mapping[str, tuple[Any, ...] | None]


class Labels:
    """What actors are called, remembered until anything is written. Safe to use from several threads.

    `version` gives a number that is another after every commit.
    """

    def __init__(self, version: Callable[[], int]) -> None:
        self.version = version
        self._found: tuple[int, dict[str, tuple[Any, ...] | None]] = (0, {})

    def find(self, connection: sqlite3.Connection, ids: set[str], version: int) -> _Labels:
        """Those of these entities, None for who is no actor; `connection` sees `version`, or what was written since."""
        if version != self.version():
            return _labels(connection, ids)
        of, found = self._found
        if of != version or len(found) > _MANY:
            found = {}
            self._found = version, found
        if missing := ids.difference(found):
            found.update(dict.fromkeys(missing) | _labels(connection, missing))
        return found


def find_listed(connection: sqlite3.Connection, ids: Sequence[str], known: Labels, zoned: bool) -> list[ListedArticle]:
    """The articles of these ids that there are, in the order asked for; their zones are left out unless `zoned`."""
    version = known.version()
    rows = connection.execute(_ZONED if zoned else _UNZONED, (orjson.dumps(ids).decode(),)).fetchall()
    named: list[_Named] = [orjson.loads(row[22]) for row in rows]
    labels = known.find(connection, {entity for each in named for entity, _, _ in each}, version)
    return [_article(row, _actors(each, labels)) for row, each in zip(rows, named, strict=True)]


def find_listed_mentions(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[ListedMention]]:
    """The mentions of each of these articles, sorted by start, longest first."""
    found: dict[str, list[ListedMention]] = {name: [] for name in ids}
    for name, *mention in connection.execute(_MENTIONS, (orjson.dumps(ids).decode(),)):
        found[name].append(ListedMention._make(mention))
    return found


def _labels(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """What an actor is called, of those of these entities that are one."""
    found = connection.execute(_LABELS, (orjson.dumps(list(ids)).decode(),))
    return {row[0]: row for row in found if row[2] in ACTOR_TYPES}


def _actors(named: _Named, labels: _Labels) -> tuple[ListedActor, ...]:
    find = labels.get
    return tuple(
        [_new(ListedActor, (*label, times, first)) for entity, times, first in named if (label := find(entity))]
    )


def _article(row: Sequence[Any], actors: tuple[ListedActor, ...]) -> ListedArticle:
    start, end, _, duplicate_of, revision, ingested_at, updated_at, *zones = row[20:]
    metadata = json.loads(row[10]) if row[10] != "{}" else {}
    excerpt = None if start is None else Stretch(start, end)
    tiles = tuple(ListedZone(**zone) for zone in orjson.loads(zones[0])) if zones else ()
    stood = (duplicate_of, revision, _instant(ingested_at), _instant(updated_at))
    return ListedArticle._make((*row[:10], metadata, _date(row[11:20]), excerpt, tiles, actors, *stood))


def _date(row: Sequence[Any]) -> ListedDate:
    value, precision, earliest, latest, source, confidence, evidence, published_at, estimate = row
    day = ListedDay(value, precision, date.fromisoformat(earliest), date.fromisoformat(latest)) if value else None
    return ListedDate(day, source, confidence, _stretch(evidence), published_at, _estimate(estimate))


def _estimate(raw: str | None) -> ListedEstimate | None:
    if raw is None:
        return None
    guessed = orjson.loads(raw)
    evidence = guessed["evidence"]
    return ListedEstimate(guessed["value"], Stretch(**evidence) if evidence else None)


def _stretch(raw: str | None) -> Stretch | None:
    return None if raw is None else Stretch(**orjson.loads(raw))


def _instant(raw: str) -> datetime:
    return datetime.fromisoformat(f"{raw}+00:00")
