"""Who is mentioned next to whom: pairs of entities, counted over masks of documents; `app.search.networks` says how."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import ranked
from app.domain.networks import Neighbor, Neighborhood, Network, NetworkShape
from app.domain.queries import ArticleQuery
from app.search.networks import UNVERIFIED
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.mentions import looked_at
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.segments.packing import Numbers, distinct

_CHUNK = 1 << 13
_LOW = (1 << 32) - 1


class Part(NamedTuple):
    """A segment, which of its documents are looked at, and the number of the article that each of them counts as."""

    leaf: Leaf
    mask: Mask
    articles: Numbers


def parts_of(leaves: Sequence[Leaf], masks: Sequence[Mask], query: ArticleQuery) -> list[Part]:
    """The segments, where copies have one number if they are collapsed."""
    if query.duplicates == "collapse":
        texts = distinct(_joined(leaf.arrays["original"][mask] for leaf, mask in zip(leaves, masks, strict=True)))
        numbers = [np.searchsorted(texts, leaf.arrays["original"]) for leaf in leaves]
    else:
        ends = np.cumsum([0, *(leaf.size for leaf in leaves)])
        numbers = [np.arange(leaf.size) + start for leaf, start in zip(leaves, ends.tolist(), strict=False)]
    return [Part(*each) for each in zip(leaves, masks, numbers, strict=True)]


def network(parts: Sequence[Part], query: ArticleQuery, shape: NetworkShape) -> Network:
    """The network of those whom the documents mention."""
    rows = [_mentions(part, query, shape) for part in parts]
    known: dict[str, int] = {}
    met = [
        _met(part, chosen, _numbered(part.leaf, chosen, known, shape)) for part, chosen in zip(parts, rows, strict=True)
    ]
    every = ranked(dict(zip(known, _counted(met, len(known)).tolist(), strict=True)))
    nodes = every[: shape.max_nodes]
    names = sorted(name for name, _ in nodes)
    if shape.within == "article":
        placed = [_met(part, chosen, _placed(part.leaf, names)) for part, chosen in zip(parts, rows, strict=True)]
        weights = _products(distinct(_joined(placed)), len(names))
    else:
        pairs = [_unit_pairs(part, chosen, names, shape.within) for part, chosen in zip(parts, rows, strict=True)]
        weights = _weights(distinct(_joined(pairs)), len(names))
    return Network(
        total=_total(parts), nodes=nodes, edges=_edges(weights, names, shape), others=len(every) - len(nodes)
    )


def neighborhood(parts: Sequence[Part], query: ArticleQuery, entity: str, shape: NetworkShape) -> Neighborhood:
    """Who is mentioned next to an entity in the documents."""
    known: dict[str, int] = {}
    own, met, joined, days = list[Numbers](), list[Numbers](), list[Numbers](), list[Numbers]()
    for part in parts:
        rows = _mentions(part, query, shape)
        numbers = _numbered(part.leaf, rows, known, shape)
        beside, owner = _beside(part, query, entity, shape.within)
        near = rows[beside[part.leaf.arrays[_units(shape.within)][rows]]]
        near = near[part.leaf.arrays["mention.entities"][near] != owner]
        own.append(part.articles[_docs(part.leaf, np.flatnonzero(beside), shape.within)])
        met.append(_met(part, rows, numbers))
        joined.append(_met(part, near, numbers))
        days.append(_days(part.leaf, near, numbers))
    articles, weights = (_counted(each, len(known)) for each in (met, joined))
    first, last = _first_and_last(_joined(days).reshape(-1, 3), len(known))
    found = [
        Neighbor(id=name, articles=articles[at], weight=weights[at], first=_date(first[at]), last=_date(last[at]))
        for name, at in known.items()
        if weights[at] >= max(1, shape.min_weight)
    ]
    heavy = tuple(sorted(found, key=lambda each: (-each.weight, each.id)))
    return Neighborhood(total=_total(parts), articles=len(distinct(_joined(own))), neighbors=heavy)


def _mentions(part: Part, query: ArticleQuery, shape: NetworkShape) -> Numbers:
    """The mentions that may be of nodes, by number."""
    rows = looked_at(part.leaf, query)
    wanted = np.array([kind in shape.types for kind in ENTITY_TYPES])[part.leaf.arrays["mention.types"][rows]]
    return rows[wanted & part.mask[part.leaf.arrays["mention.docs"][rows]]]


def _numbered(leaf: Leaf, rows: Numbers, known: dict[str, int], shape: NetworkShape) -> Numbers:
    """For each entity of a segment its number in `known`, which grows; -1 for those that are no nodes."""
    numbers = np.full(len(leaf.arrays["entity.starts"]) - 1, -1, np.int64)
    some = np.flatnonzero(np.bincount(leaf.arrays["mention.entities"][rows], minlength=len(numbers)))
    for entity, name in zip(some.tolist(), leaf.entity_names(some), strict=True):
        if shape.unverified or not name.startswith(UNVERIFIED):
            numbers[entity] = known.setdefault(name, len(known))
    return numbers


def _placed(leaf: Leaf, names: Sequence[str]) -> Numbers:
    """For each entity of a segment its place among the names, or -1."""
    places = np.full(len(leaf.arrays["entity.starts"]) - 1, -1, np.int64)
    for place, number in enumerate(map(leaf.names["entity"].number, names)):
        if number is not None:
            places[number] = place
    return places


def _met(part: Part, rows: Numbers, numbers: Numbers) -> Numbers:
    """The article and the node of each mention, in one number."""
    nodes = numbers[part.leaf.arrays["mention.entities"][rows]]
    articles = part.articles[part.leaf.arrays["mention.docs"][rows]]
    return distinct((articles << 32 | nodes)[nodes >= 0])


def _counted(met: Sequence[Numbers], size: int) -> Numbers:
    """How many articles each node is in."""
    return np.bincount(distinct(_joined(met)) & _LOW, minlength=size)


def _products(met: Numbers, size: int) -> Numbers:
    """Counts of articles with both, by multiplying their matrix of 0 and 1 with itself, some articles at a time."""
    weights = np.zeros((size, size), np.int64)
    _, lines = np.unique(met >> 32, return_inverse=True)
    for start in range(0, int(lines.max(initial=-1)) + 1, _CHUNK):
        low, high = np.searchsorted(lines, [start, start + _CHUNK])
        has = np.zeros((_CHUNK, size), np.float32)  # exact: no sum exceeds 2 ** 24
        has[lines[low:high] - start, met[low:high] & _LOW] = 1
        weights += (has.T @ has).astype(np.int64)
    return weights


def _unit_pairs(part: Part, rows: Numbers, names: Sequence[str], within: str) -> Numbers:
    """The article and the two nodes of each pair that stands in one sentence or paragraph, in one number."""
    arrays, size = part.leaf.arrays, len(names)
    nodes = _placed(part.leaf, names)[arrays["mention.entities"][rows]]
    units = arrays[_units(within)][rows].astype(np.int64)
    pairs = distinct((units << 32 | nodes)[nodes >= 0])
    unit, node = pairs >> 32, pairs & _LOW
    found: list[Numbers] = []
    step = 1
    while step < len(unit) and (same := np.flatnonzero(unit[step:] == unit[:-step])).size:
        articles = part.articles[_docs(part.leaf, unit[same], within)]
        low, high = np.minimum(node[same], node[same + step]), np.maximum(node[same], node[same + step])
        found.append(articles * (size * size) + low * size + high)
        step += 1
    return distinct(_joined(found))


def _weights(pairs: Numbers, size: int) -> Numbers:
    return np.bincount(pairs % max(1, size * size), minlength=size * size).reshape(size, size)


def _edges(weights: Numbers, names: Sequence[str], shape: NetworkShape) -> tuple[tuple[str, str, int], ...]:
    first, second = np.nonzero(np.triu(weights >= max(1, shape.min_weight), k=1))
    heavy = weights[first, second].tolist()
    edges = [(names[a], names[b], n) for a, b, n in zip(first.tolist(), second.tolist(), heavy, strict=True)]
    return tuple(sorted(edges, key=lambda edge: (-edge[2], edge[:2])))


def _beside(part: Part, query: ArticleQuery, entity: str, within: str) -> tuple[Mask, int]:
    """The units that mention an entity, and its number."""
    arrays = part.leaf.arrays
    rows = looked_at(part.leaf, query)
    number = part.leaf.names["entity"].number(entity)
    mask = np.zeros(part.leaf.size if within == "article" else len(arrays[f"{within}.docs"]), np.bool_)
    if number is not None:
        rows = rows[(arrays["mention.entities"][rows] == number) & part.mask[arrays["mention.docs"][rows]]]
        mask[arrays[_units(within)][rows]] = True
    return mask, -1 if number is None else number


def _units(within: str) -> str:
    return "mention.docs" if within == "article" else f"mention.{within}s"


def _docs(leaf: Leaf, units: Numbers, within: str) -> Numbers:
    return units if within == "article" else leaf.arrays[f"{within}.docs"][units]


def _days(leaf: Leaf, rows: Numbers, numbers: Numbers) -> Numbers:
    """The node, the first and the last day of each mention in a dated document, one after the other."""
    nodes, docs = numbers[leaf.arrays["mention.entities"][rows]], leaf.arrays["mention.docs"][rows]
    columns = [nodes, leaf.arrays["earliest"][docs].astype(np.int64), leaf.arrays["latest"][docs].astype(np.int64)]
    return np.stack(columns, axis=1)[(nodes >= 0) & (columns[2] > 0)].reshape(-1)


def _first_and_last(days: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The first and the last day of each node, 0 for those without one."""
    first, last = np.full(size, date.max.toordinal()), np.zeros(size, np.int64)
    np.minimum.at(first, days[:, 0], days[:, 1])
    np.maximum.at(last, days[:, 0], days[:, 2])
    return first * (last > 0), last


def _date(day: int) -> date | None:
    return date.fromordinal(day) if day else None


def _total(parts: Sequence[Part]) -> int:
    return len(distinct(_joined(part.articles[part.mask] for part in parts)))


def _joined(arrays: Iterable[Numbers]) -> Numbers:
    return np.concatenate([np.zeros(0, np.int64), *arrays])
