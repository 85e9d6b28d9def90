"""A segment opened for searching."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.caches import Cache
from app.domain.annotations import ACTOR_TYPES, ENTITY_TYPES
from app.search.whoosh.finding.documents import Documents
from app.search.whoosh.finding.lexicon import Lexicon, Names
from app.search.whoosh.native.counting import Lists
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.native.phrases import Places
from app.search.whoosh.native.postings import Columns
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers

Weights = NDArray[np.float32]
"""Sums of boosts and factors, which are binary fractions: exact below 2 to the power of 21."""

PRECISIONS = (None, "day", "month", "year", "interval")
"""How precise a date is; None is undated."""

_EPOCH = date(1970, 1, 1).toordinal()
_ROOM = 1 << 10
_LEAST_ROOM = 1 << 20


class Leaf:
    """The arrays of a segment and what finds something in them; many threads may use it, as a segment never changes.

    `cache` holds at most 1 KiB for each document (of a small segment 1 MiB).
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.size = len(arrays["length"])
        self.lexicon = Lexicon(arrays)
        self.names = {name: Names(arrays, name) for name in ("entity", "surface")}
        self.documents = Documents(arrays)
        self.cache = Cache(max(_LEAST_ROOM, _ROOM * self.size))
        self._columns: dict[frozenset[str], Columns] = {}
        self._places: dict[frozenset[str], Places] = {}

    def columns(self, zones: frozenset[str], make: Callable[["Leaf", frozenset[str]], Columns]) -> Columns:
        """The columns of these zones, made once."""
        found = self._columns.get(zones)
        if found is None:
            found = self._columns[zones] = make(self, zones)
        return found

    def places(self, zones: frozenset[str], make: Callable[["Leaf", frozenset[str]], Places]) -> Places:
        """The places of words in these zones, made once."""
        found = self._places.get(zones)
        if found is None:
            found = self._places[zones] = make(self, zones)
        return found

    @cached_property
    def every(self) -> Mask:
        """All documents."""
        return np.ones(self.size, np.bool_)

    @cached_property
    def undated(self) -> Mask:
        """The documents without a date."""
        undated: Mask = self.arrays["latest"] == 0
        return undated

    @cached_property
    def dated(self) -> Mask:
        """The documents with a date."""
        return ~self.undated

    @cached_property
    def unguessed(self) -> Mask:
        """The documents without a date, and without a guess of it."""
        unguessed: Mask = self.arrays["estimate.latest"] == 0
        return self.undated & unguessed

    @cached_property
    def precisions(self) -> Numbers:
        """How precise the date of each document is, by its number in `PRECISIONS`; see `counts.span_value`."""
        first, last = (self.arrays[name].astype(np.int64) - _EPOCH for name in ("earliest", "latest"))
        found = np.full(self.size, PRECISIONS.index("interval"), np.int64)
        for unit, code in (("month", "M"), ("year", "Y")):
            units = first.astype("datetime64[D]").astype(f"datetime64[{code}]")
            begins, ends = (each.astype("datetime64[D]").astype(np.int64) for each in (units, units + 1))
            found[(first == begins) & (last + 1 == ends)] = PRECISIONS.index(unit)
        found[first == last] = PRECISIONS.index("day")
        found[self.undated] = PRECISIONS.index(None)
        return found

    @cached_property
    def passage_docs(self) -> Numbers:
        """The document of each passage."""
        return np.repeat(np.arange(self.size, dtype=np.uint16), np.diff(self.arrays["passage.starts"]))

    @cached_property
    def passage_ordinals(self) -> Numbers:
        """The first ordinal of each passage."""
        base: Numbers = self.arrays["base"]
        ordinals: Numbers = base[self.passage_docs] + self.arrays["passage.positions"].astype(base.dtype)
        return ordinals

    @cached_property
    def actor_docs(self) -> Numbers:
        """The document of each entity in `actors.entities`."""
        return np.repeat(np.arange(self.size, dtype=np.uint16), np.diff(self.arrays["actors.starts"]))

    @cached_property
    def entity_types(self) -> Numbers:
        """The type of each entity: that of its first mention."""
        first = self.arrays["entity.mentions"][self.arrays["entity.mentions.starts"][:-1]]
        return self.arrays["mention.types"][first]

    @cached_property
    def are_actors(self) -> Mask:
        """Which entities are actors."""
        actors: Mask = np.array([kind in ACTOR_TYPES for kind in ENTITY_TYPES])[self.entity_types]
        return actors

    @cached_property
    def actors(self) -> tuple[Numbers, Numbers]:
        """The documents and the actors in their text: each pair once."""
        kept = self.are_actors[self.arrays["actors.entities"]]
        return self.actor_docs[kept], self.arrays["actors.entities"][kept]

    @cached_property
    def listed_actors(self) -> tuple[Numbers, Lists]:
        """The actors in the text of any document, and the documents of each."""
        starts = self.arrays["entity.articles.starts"].astype(np.int64)
        actors = np.flatnonzero(self.are_actors & (np.diff(starts) > 0))
        return actors, Lists(self.arrays["entity.articles"], starts[actors], starts[actors + 1])

    @cached_property
    def actor_counts(self) -> Numbers:
        """How many actors are in the text of each document."""
        return np.bincount(self.actors[0], minlength=self.size).astype(np.uint16)

    @cached_property
    def months(self) -> tuple[Numbers, Numbers]:
        """The months, by `bucket_number`, of the first and the last day of each document."""
        days = [self.arrays[name].astype(np.int64) - _EPOCH for name in ("earliest", "latest")]
        months = [each.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32) for each in days]
        return months[0] + 12 * 1970, months[1] + 12 * 1970

    def entity_names(self, numbers: Numbers) -> list[str]:
        """The ids of entities."""
        names = self._entities
        return [names[number] for number in numbers.tolist()]

    @cached_property
    def _entities(self) -> list[str]:
        """The ids of all entities."""
        return self.names["entity"].texts(range(len(self.entity_types)))

    @cached_property
    def said_docs(self) -> Numbers:
        """The document of each date that is mentioned."""
        return np.repeat(np.arange(self.size, dtype=np.uint16), np.diff(self.arrays["said.starts"]))
