"""Several segments as one, array by array: what `build` gives for the documents that are left, in their order.

No text is analysed again, but the forms that documents of a language were deleted from.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.document_sections import name_sections, orders
from app.search.whoosh.segments.mention_sections import inverted, unit_sections
from app.search.whoosh.segments.packing import (
    Numbers,
    distinct,
    look_up,
    narrow,
    numbered,
    pack_strings,
    starts_of,
    unpack_strings,
)
from app.search.whoosh.segments.parts import Part, joined, number_parts
from app.search.whoosh.segments.word_merging import merged_words
from app.search.whoosh.segments.word_sections import base_of

_COLUMNS = (
    *("languages", "earliest", "latest", "estimate.earliest", "estimate.latest"),
    *("clock", "ingested", "updated", "original", "copy", "length"),
)
_SAID = ("said.zones", "said.first", "said.last")
_MENTIONED = ("mention.types", "mention.zones", "mention.speakers")


def merge(segments: Iterable[tuple[Arrays, NDArray[np.bool_]]]) -> Arrays:
    """The arrays of the documents that the masks keep of one or more segments; they must fit in a segment."""
    parts = number_parts(segments)
    columns = _merged_documents(parts)
    return {**columns, **merged_words(parts), **_merged_mentions(parts, len(columns["length"]))}


def _merged_documents(parts: Sequence[Part]) -> Arrays:
    ids = list(chain.from_iterable(compress(unpack_strings(part.arrays, "id"), part.keep) for part in parts))
    columns = {
        **{name: joined(part.column(name) for part in parts) for name in _COLUMNS},
        **pack_strings("id", ids),
        **name_sections("language", _names(parts, "language"), np.uint16),
        **name_sections("source", _names(parts, "source"), np.uint32),
        "said.starts": starts_of(joined(part.sizes("said") for part in parts)),
        **{name: joined(part.listed("said", name) for part in parts) for name in _SAID},
        "passage.starts": starts_of(joined(part.sizes("passage") for part in parts)),
        "passage.zones": joined(part.listed("passage", "passage.zones") for part in parts),
        "passage.positions": narrow(joined(part.listed("passage", "passage.positions") for part in parts)),
        "base": base_of(joined(np.diff(part.arrays["base"])[part.keep] for part in parts)),
    }
    return {**columns, **orders(ids, columns)}


def _names(parts: Sequence[Part], name: str) -> list[str | None]:
    """The name that each document has; none is the first."""
    found: list[str | None] = []
    for part in parts:
        names = [None, *unpack_strings(part.arrays, name)[1:]]
        found += [names[number] for number in part.column(name).tolist()]
    return found


def _merged_mentions(parts: Sequence[Part], count: int) -> Arrays:
    entities, entity_numbers = _merged_names(parts, "entity", "mention.entities")
    surfaces, surface_numbers = _merged_names(parts, "surface", "mention.surfaces")
    docs = joined(part.numbers[part.listed("mention", "mention.docs")] for part in parts).astype(np.uint16)
    rows = {
        "mention.starts": starts_of(joined(part.sizes("mention") for part in parts)),
        "mention.docs": docs,
        "mention.entities": entity_numbers,
        "mention.surfaces": surface_numbers,
        **{name: joined(part.listed("mention", name) for part in parts) for name in _MENTIONED},
        **unit_sections("sentence", joined(_units(part, "sentence") for part in parts), docs, count),
        **unit_sections("paragraph", joined(_units(part, "paragraph") for part in parts), docs, count),
    }
    names = {**pack_strings("entity", entities), **pack_strings("surface", surfaces)}
    return {**rows, **names, **inverted(rows, count, len(entities), len(surfaces))}


def _merged_names(parts: Sequence[Part], name: str, column: str) -> tuple[list[str], Numbers]:
    """The different names that the kept mentions have in a column, in order, and their numbers."""
    columns = [part.listed("mention", column) for part in parts]
    names = [unpack_strings(part.arrays, name) for part in parts]
    used = [distinct(numbers) for numbers in columns]
    merged = numbered(held[number] for held, kept in zip(names, used, strict=True) for number in kept.tolist())
    renumbered = []
    for held, kept, numbers in zip(names, used, columns, strict=True):
        by_former = look_up(merged, [held[number] for number in kept.tolist()], np.uint32)
        renumbered.append(by_former[np.searchsorted(kept, numbers)])
    return list(merged), joined(renumbered)


def _units(part: Part, name: str) -> Numbers:
    """In which sentence or paragraph of its document each kept mention stands."""
    first = np.searchsorted(part.arrays[f"{name}.docs"], np.arange(len(part.keep)))
    docs = part.listed("mention", "mention.docs")
    return part.listed("mention", f"mention.{name}s").astype(np.int64) - first[docs]
