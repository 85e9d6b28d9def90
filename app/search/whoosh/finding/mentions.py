"""Which documents of a segment pass the filter by actors; what it means is said in `mentioning`."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import NamedTuple, assert_never

import numpy as np

from app.domain.actors import ActorExpression, AllOf, AnyOf, Anyone, Entities, Not, Reference, Surface
from app.domain.actors import Leaf as Asked
from app.domain.annotations import ACTOR_TYPES, ARTICLE_ZONES, ENTITY_TYPES, ZONES
from app.domain.queries import ArticleQuery
from app.domain.surfaces import spellings
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.native.masks import Mask, cover, intersection
from app.search.whoosh.segments.packing import Numbers, distinct


class _Sought(NamedTuple):
    """What an actor must be found in, and how often: `units` names the column of mentions that says where each is."""

    leaf: Leaf
    zones: frozenset[str]
    role: str | None
    least: int
    units: str
    size: int


def mentioning(actor: ActorExpression, query: ArticleQuery, leaf: Leaf) -> Mask:
    """The documents that pass the filter by `actor`, which is that of the query."""
    sought = _sought(leaf, query)
    units = _satisfied(actor, sought, False)
    if query.actor_within == "article":
        return units
    mask = np.zeros(leaf.size, np.bool_)
    mask[leaf.arrays[f"{query.actor_within}.docs"][units & _units(sought, _looked_at(sought, None))]] = True
    return mask


def looked_at(leaf: Leaf, query: ArticleQuery) -> Numbers:
    """The numbers of the mentions in the zones and the role of a query."""
    return _looked_at(_sought(leaf, query), None)


def actor_rows(leaf: Leaf, mask: Mask, query: ArticleQuery) -> tuple[Numbers, Numbers]:
    """The documents of a mask with the actors that could be asked for as well: each pair once."""
    if is_plain(query):
        docs, entities = leaf.actors
        chosen = np.flatnonzero(mask[docs])
        return docs[chosen], entities[chosen]
    docs, entities = _joint_rows(leaf, mask, query, "entities")
    kept = leaf.are_actors[entities]
    return docs[kept], entities[kept]


def type_rows(leaf: Leaf, mask: Mask, query: ArticleQuery) -> tuple[Numbers, Numbers]:
    """The same with the types of whom could be asked for."""
    if not is_plain(query):
        return _joint_rows(leaf, mask, query, "types")
    found = [np.flatnonzero(mask & _of_types(leaf, frozenset({kind}))) for kind in ENTITY_TYPES]
    return np.concatenate(found), np.repeat(np.arange(len(found)), [len(docs) for docs in found])


def anybody(leaf: Leaf) -> Mask:
    """The documents that mention any actor in the text of the article."""
    return _of_types(leaf, ACTOR_TYPES)


def is_plain(query: ArticleQuery) -> bool:
    """Whether an actor may stand anywhere in the text of the article, once."""
    anywhere = query.actor_within == "article" and query.zones_of_actors == ARTICLE_ZONES
    return anywhere and query.actor_role is None and query.actor_min == 1


def _joint_rows(leaf: Leaf, mask: Mask, query: ArticleQuery, name: str) -> tuple[Numbers, Numbers]:
    """The documents of a mask with what of a column of mentions stands often enough where the actor of a query does."""
    rows = looked_at(leaf, query)
    rows = rows[mask[leaf.arrays["mention.docs"][rows]]]
    near = rows
    if query.actor is not None:
        sought = _sought(leaf, query)
        near = rows[_satisfied(query.actor, sought, False)[leaf.arrays[f"mention.{sought.units}"][rows]]]
    found = distinct(_pairs(leaf, near, name))
    if query.actor_min > 1:
        pairs, counts = np.unique(_pairs(leaf, rows, name), return_counts=True)
        found = np.intersect1d(found, pairs[counts >= query.actor_min], assume_unique=True)
    return found >> 32, found & 0xFFFFFFFF


def spelled(leaf: Leaf, mask: Mask, query: ArticleQuery, ids: Iterable[str]) -> list[str]:
    """How the documents of a mask spell these entities in the zones and the role of a query."""
    rows = _looked_at(_sought(leaf, query), _listed(leaf, "entity", dict.fromkeys(ids)))
    numbers = distinct(leaf.arrays["mention.surfaces"][rows[mask[leaf.arrays["mention.docs"][rows]]]])
    return [leaf.names["surface"].text(number) for number in numbers.tolist()]


def _pairs(leaf: Leaf, rows: Numbers, name: str) -> Numbers:
    return leaf.arrays["mention.docs"][rows].astype(np.int64) << 32 | leaf.arrays[f"mention.{name}"][rows]


def _sought(leaf: Leaf, query: ArticleQuery) -> _Sought:
    within = query.actor_within
    units, size = ("docs", leaf.size) if within == "article" else (f"{within}s", len(leaf.arrays[f"{within}.docs"]))
    return _Sought(leaf, query.zones_of_actors, query.actor_role, query.actor_min, units, size)


def _satisfied(actor: ActorExpression, sought: _Sought, negated: bool) -> Mask:
    """The units in which an expression holds; what is negated need not be mentioned often."""
    match actor:
        case Entities() | Anyone() | Surface():
            return _mentioned(actor, sought, 1 if negated else sought.least)
        case Not(part=part):
            return ~_satisfied(part, sought, True)
        case AllOf(parts=parts):
            masks = [_satisfied(part, sought, negated) for part in parts]
            return intersection(masks) if masks else np.ones(sought.size, np.bool_)
        case AnyOf(parts=parts):
            masks = [_satisfied(part, sought, negated) for part in parts]
            return reduce(or_, masks, np.zeros(sought.size, np.bool_))
        case Reference(name=name):
            raise TypeError(f"{name!r} was not resolved before it was searched for")
        case _:
            assert_never(actor)


def _mentioned(actor: Asked, sought: _Sought, least: int) -> Mask:
    plain = sought.units == "docs" and sought.role is None and sought.zones == ARTICLE_ZONES
    if plain and isinstance(actor, Entities):
        return _in_articles(sought.leaf, actor, least)
    if plain and isinstance(actor, Anyone) and least == 1:
        return _of_types(sought.leaf, actor.types)
    rows = _looked_at(sought, _rows(sought.leaf, actor))
    if least > 1:
        docs = sought.leaf.arrays["mention.docs"][rows]
        rows = rows[np.bincount(docs, minlength=sought.leaf.size)[docs] >= least]
    return _units(sought, rows)


def _of_types(leaf: Leaf, types: frozenset[str]) -> Mask:
    """The documents that mention anybody of these types in the text of the article."""
    key = ("types", types)
    kept: Mask | None = leaf.cache.get(key)
    if kept is None:
        inside = np.array([kind in types for kind in ENTITY_TYPES])[leaf.arrays["mention.types"]]
        inside &= np.array([zone in ARTICLE_ZONES for zone in ZONES])[leaf.arrays["mention.zones"]]
        kept = np.zeros(leaf.size, np.bool_)
        kept[leaf.arrays["mention.docs"][inside]] = True
        leaf.cache.put(key, kept, kept.nbytes)
    return kept


def _in_articles(leaf: Leaf, actor: Entities, least: int) -> Mask:
    """The documents that mention any of the entities in the text of the article."""
    key = ("actors", actor.ids, least)
    kept: Mask | None = leaf.cache.get(key)
    if kept is None:
        kept = _counted_in_articles(leaf, actor, least)
        kept.flags.writeable = False
        leaf.cache.put(key, kept, kept.nbytes)
    return kept


def _counted_in_articles(leaf: Leaf, actor: Entities, least: int) -> Mask:
    runs = list(_runs(leaf, "entity", "entity.articles", dict.fromkeys(actor.ids)))
    if least == 1:
        return cover(leaf.arrays["entity.articles"], runs, leaf.size)
    counts = np.zeros(leaf.size, np.int64)
    for start, end in runs:
        counts[leaf.arrays["entity.articles"][start:end]] += leaf.arrays["entity.articles.counts"][start:end]
    return counts >= least


def _rows(leaf: Leaf, actor: Asked) -> Numbers:
    """The numbers of the mentions of an actor."""
    if isinstance(actor, Entities):
        return _listed(leaf, "entity", dict.fromkeys(actor.ids))
    if isinstance(actor, Anyone):
        return np.flatnonzero(np.array([kind in actor.types for kind in ENTITY_TYPES])[leaf.arrays["mention.types"]])
    rows = _listed(leaf, "surface", spellings(actor.form))
    if actor.type is not None:
        rows = rows[leaf.arrays["mention.types"][rows] == ENTITY_TYPES.index(actor.type)]
    return rows


def _listed(leaf: Leaf, name: str, wanted: Iterable[str]) -> Numbers:
    rows = leaf.arrays[f"{name}.mentions"]
    return np.concatenate(
        [rows[:0], *(rows[start:end] for start, end in _runs(leaf, name, f"{name}.mentions", wanted))]
    )


def _runs(leaf: Leaf, name: str, listed: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the lists of entities or surfaces begin and end."""
    starts = leaf.arrays[f"{listed}.starts"].data
    for number in map(leaf.names[name].number, wanted):
        if number is not None:
            yield starts[number], starts[number + 1]


def _looked_at(sought: _Sought, rows: Numbers | None) -> Numbers:
    """Those of the mentions (None: of all) that are in the zones and the role asked for."""
    arrays = sought.leaf.arrays
    chosen: Numbers | slice = slice(None) if rows is None else rows
    inside = np.array([zone in sought.zones for zone in ZONES])[arrays["mention.zones"][chosen]]
    if sought.role is not None:
        inside &= arrays["mention.speakers"][chosen].view(np.bool_)
    return np.flatnonzero(inside) if rows is None else rows[inside]


def _units(sought: _Sought, rows: Numbers) -> Mask:
    mask = np.zeros(sought.size, np.bool_)
    mask[sought.leaf.arrays[f"mention.{sought.units}"][rows]] = True
    return mask
