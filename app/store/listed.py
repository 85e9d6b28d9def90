"""What lists show of articles, read without a session: one query for the rows, one for names that are not known yet."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence

import orjson

from app.domain.annotations import ACTOR_TYPES
from app.domain.listed import (
    NAMED,
    ListedArticle,
    ListedMention,
    ListedText,
    ListedZone,
    Stretch,
    read_listing,
    split_listing,
    write_label,
)

_LISTINGS = """
SELECT l.article_id, l.json
FROM json_each(?) AS wanted CROSS JOIN listings AS l ON l.article_id = wanted.value
"""
_TEXTS = """
SELECT a.id, a.text, a.language, a.rights, a.excerpt_start, a.excerpt_end, a.zones
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

_MANY = 20_000  # entities: some megabytes

_Labels = Mapping[bytes, bytes | None]


class Labels:
    """What actors are called, as `write_label` writes it, remembered until anything is written: by their ids as JSON.

    `version` gives a number that is another after every commit. Safe to use from several threads.
    """

    def __init__(self, version: Callable[[], int]) -> None:
        self.version = version
        self._found: tuple[int, dict[bytes, bytes | None]] = (0, {})

    def find(self, connection: sqlite3.Connection, ids: set[bytes], version: int) -> _Labels:
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


def find_listed(connection: sqlite3.Connection, ids: Sequence[str], known: Labels) -> list[ListedArticle]:
    """The articles of these ids that there are, in the order asked for."""
    version = known.version()
    rows = connection.execute(_LISTINGS, (_as_json(ids),))
    listings = [(name, split_listing(stored)) for name, stored in rows]
    labels = known.find(connection, {entity for _, pieces in listings for entity in pieces[NAMED::2]}, version)
    return [read_listing(name, pieces, labels) for name, pieces in listings]


def find_listed_texts(connection: sqlite3.Connection, ids: Sequence[str]) -> list[ListedText]:
    """The texts of these articles, of those that there are, in the order asked for."""
    return [
        ListedText(name, text, language, rights, None if start is None else Stretch(start, end), _zones(zones))
        for name, text, language, rights, start, end, zones in connection.execute(_TEXTS, (_as_json(ids),))
    ]


def find_listed_mentions(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, list[ListedMention]]:
    """The mentions of each of these articles, sorted by start, longest first."""
    found: dict[str, list[ListedMention]] = {name: [] for name in ids}
    for name, *mention in connection.execute(_MENTIONS, (_as_json(ids),)):
        found[name].append(ListedMention._make(mention))
    return found


def _labels(connection: sqlite3.Connection, ids: Iterable[bytes]) -> dict[bytes, bytes]:
    """What an actor is called, of those of these entities that are one."""
    found = connection.execute(_LABELS, (f"[{b','.join(ids).decode()}]",))
    return {orjson.dumps(row[0]): write_label(*row) for row in found if row[2] in ACTOR_TYPES}


def _zones(raw: str) -> tuple[ListedZone, ...]:
    return tuple(ListedZone(**zone) for zone in orjson.loads(raw))


def _as_json(ids: Sequence[str]) -> str:
    return orjson.dumps(ids).decode()
