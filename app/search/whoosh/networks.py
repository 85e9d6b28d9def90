"""Who is mentioned next to whom: pairs of entities, counted over masks of documents."""

from collections.abc import Sequence

import numpy as np

from app.domain.annotations import ENTITY_TYPES
from app.domain.counts import Network, NetworkShape, ranked
from app.domain.queries import ArticleQuery
from app.search.counting import UNVERIFIED
from app.search.whoosh.leaf import Leaf, Mask
from app.search.whoosh.mentions import looked_at
from app.search.whoosh.packing import Numbers, distinct

_CHUNK = 1 << 13


def network(leaves: Sequence[Leaf], masks: Sequence[Mask], query: ArticleQuery, shape: NetworkShape) -> Network:
    """The network of those whom the documents of the masks mention."""
    rows = [_mentions(leaf, mask, query, shape) for leaf, mask in zip(leaves, masks, strict=True)]
    counts: dict[str, int] = {}
    for leaf, chosen in zip(leaves, rows, strict=True):
        numbers = distinct(_pairs(leaf, chosen, "docs")) & 0xFFFFFFFF
        found = np.bincount(numbers)
        some = np.flatnonzero(found)
        for name, count in zip(leaf.entity_names(some), found[some].tolist(), strict=True):
            counts[name] = counts.get(name, 0) + count
    known = {name: count for name, count in counts.items() if shape.unverified or not name.startswith(UNVERIFIED)}
    nodes = ranked(known)[: shape.max_nodes]
    names = sorted(name for name, _ in nodes)
    weights = np.zeros((len(names), len(names)), np.int64)
    for leaf, chosen in zip(leaves, rows, strict=True):
        weights += _joint(leaf, chosen, names, shape)
    return Network(nodes=nodes, edges=_edges(weights, names, shape))


def _edges(weights: Numbers, names: Sequence[str], shape: NetworkShape) -> tuple[tuple[str, str, int], ...]:
    first, second = np.nonzero(np.triu(weights >= max(1, shape.min_weight), k=1))
    heavy = weights[first, second].tolist()
    edges = [(names[a], names[b], n) for a, b, n in zip(first.tolist(), second.tolist(), heavy, strict=True)]
    return tuple(sorted(edges, key=lambda edge: (-edge[2], edge[:2])))


def _mentions(leaf: Leaf, mask: Mask, query: ArticleQuery, shape: NetworkShape) -> Numbers:
    """The mentions that may be of nodes, by number."""
    rows = looked_at(leaf, query)
    wanted = np.array([kind in shape.types for kind in ENTITY_TYPES])[leaf.arrays["mention.types"][rows]]
    return rows[wanted & mask[leaf.arrays["mention.docs"][rows]]]


def _pairs(leaf: Leaf, rows: Numbers, unit: str) -> Numbers:
    """The unit and the entity of each mention, in one number."""
    return leaf.arrays[f"mention.{unit}"][rows].astype(np.int64) << 32 | leaf.arrays["mention.entities"][rows]


def _joint(leaf: Leaf, rows: Numbers, names: Sequence[str], shape: NetworkShape) -> Numbers:
    """How many documents mention each two of the names in one unit, as a matrix of which the upper half counts."""
    places = np.full(len(leaf.arrays["entity.starts"]) - 1, -1, np.int64)
    for place, number in enumerate(map(leaf.names["entity"].number, names)):
        if number is not None:
            places[number] = place
    rows = rows[places[leaf.arrays["mention.entities"][rows]] >= 0]
    pairs = distinct(_pairs(leaf, rows, "docs" if shape.within == "article" else f"{shape.within}s"))
    unit, node = pairs >> 32, places[pairs & 0xFFFFFFFF]
    if shape.within == "article":
        return _products(unit, node, len(names))
    return _unit_pairs(leaf.arrays[f"{shape.within}.docs"], unit, node, len(names))


def _products(docs: Numbers, nodes: Numbers, size: int) -> Numbers:
    """Counts of documents with both, by multiplying their matrix of 0 and 1 with itself, some documents at a time."""
    weights = np.zeros((size, size), np.int64)
    _, lines = np.unique(docs, return_inverse=True)
    for start in range(0, int(lines.max(initial=-1)) + 1, _CHUNK):
        low, high = np.searchsorted(lines, [start, start + _CHUNK])
        has = np.zeros((_CHUNK, size), np.float32)  # exact: no sum exceeds 2 ** 24
        has[lines[low:high] - start, nodes[low:high]] = 1
        weights += (has.T @ has).astype(np.int64)
    return weights


def _unit_pairs(unit_docs: Numbers, unit: Numbers, node: Numbers, size: int) -> Numbers:
    """The same where the units are parts of documents: each pair counts once in a document."""
    found: list[Numbers] = [np.zeros(0, np.int64)]
    step = 1
    while step < len(unit) and (same := np.flatnonzero(unit[step:] == unit[:-step])).size:
        low, high = np.minimum(node[same], node[same + step]), np.maximum(node[same], node[same + step])
        found.append(unit_docs[unit[same]].astype(np.int64) * size * size + low * size + high)
        step += 1
    pairs = distinct(np.concatenate(found)) % (size * size) if size else found[0]
    return np.bincount(pairs, minlength=size * size).reshape(size, size)
