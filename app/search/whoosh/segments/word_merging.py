"""The words of several segments as those of one: a lexicon of them all, to which their lists are renumbered."""

from collections.abc import Iterator, Sequence
from itertools import chain, compress, repeat
from typing import NamedTuple

import numpy as np

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.lexicon_merging import Renumbered, merged_keys, merged_spellings
from app.search.whoosh.segments.packing import Numbers, narrow, pack_bytes, starts_of, unpack_bytes
from app.search.whoosh.segments.parts import Part, joined, sizes_of
from app.search.whoosh.segments.word_sections import FIELDS, SHORT_FIELDS, hash_sections


class _Lists(NamedTuple):
    """Lists of a part: the new number of the form of each, its size, and columns of what is in all of them."""

    numbers: Numbers
    sizes: Numbers
    columns: Arrays


def merged_words(parts: Sequence[Part]) -> Arrays:
    """The sections of words of the documents to keep."""
    alive = [_alive(part) for part in parts]
    lexicon, numbers = _merged_lexicon(parts, alive)
    count = len(lexicon["form.hash"])
    fields = (_merged_field(parts, numbers, name, count) for name in (*FIELDS, *SHORT_FIELDS))
    return {
        **lexicon,
        **merged_spellings(parts, numbers, count),
        **merged_keys(parts, numbers, count),
        **dict(chain.from_iterable(field.items() for field in fields)),
    }


def _alive(part: Part) -> Numbers:
    """For each form whether a kept document has it."""
    found = np.zeros(len(part.arrays["form.hash"]), bool)
    for name in FIELDS:
        found |= _sizes_among(_kept(part, name), part.arrays[f"{name}.starts"]) > 0
    return found


def _kept(part: Part, name: str) -> Numbers | None:
    """Which postings of a field are of kept documents; None for all."""
    return None if part.whole else part.keep[part.arrays[f"{name}.docs"]]


def _sizes_among(chosen: Numbers | None, starts: Numbers) -> Numbers:
    """How many of the chosen are in each list."""
    return sizes_of(starts if chosen is None else np.concatenate(([0], np.cumsum(chosen)))[starts])


def _merged_lexicon(parts: Sequence[Part], alive: Sequence[Numbers]) -> tuple[Arrays, Renumbered]:
    forms = list(chain.from_iterable(map(_chosen_forms, parts, alive)))
    hashes = joined(_by_form(part)[living] for part, living in zip(parts, alive, strict=True))
    order = np.array(sorted(range(len(forms)), key=forms.__getitem__), np.int64)
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.diff(hashes[order]) != 0
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.cumsum(fresh) - 1
    first = order[fresh]
    columns = {
        name: joined(part.arrays[name][living] for part, living in zip(parts, alive, strict=True))[first]
        for name in ("form.size", "form.letters")
    }
    lexicon = {
        **pack_bytes("form", [forms[each] for each in first.tolist()]),
        **hash_sections(hashes[first]),
        **columns,
    }
    return lexicon, list(_split(numbers, alive))


def _chosen_forms(part: Part, chosen: Numbers) -> Iterator[bytes]:
    return compress(unpack_bytes(part.arrays, "form"), chosen.tolist())


def _by_form(part: Part) -> Numbers:
    """The hash of each form."""
    hashes = np.empty_like(part.arrays["form.hash"])
    hashes[part.arrays["form.hashed"]] = part.arrays["form.hash"]
    return hashes


def _split(numbers: Numbers, alive: Sequence[Numbers]) -> Iterator[Numbers]:
    start = 0
    for living in alive:
        renumbered = np.full(len(living), -1)
        end = start + int(np.count_nonzero(living))
        renumbered[living] = numbers[start:end]
        start = end
        yield renumbered


def _merged_field(parts: Sequence[Part], numbers: Renumbered, name: str, count: int) -> Arrays:
    starts, columns = _interleaved(list(map(_postings, parts, numbers, repeat(name))), count)
    counted = {f"{name}.{each}": narrow(columns[each]) for each in columns if each != "docs"}
    postings = {f"{name}.starts": starts, f"{name}.docs": columns["docs"], **counted}
    if name in SHORT_FIELDS:
        return postings
    starts, columns = _interleaved(list(map(_positions, parts, numbers, repeat(name))), count)
    return {**postings, f"{name}.positions.starts": starts, f"{name}.positions": narrow(columns["positions"])}


def _postings(part: Part, numbers: Numbers, name: str) -> _Lists:
    kept = _kept(part, name)
    columns = {each: f"{name}.{each}" for each in ("docs", "counts", "weights") if f"{name}.{each}" in part.arrays}
    chosen = {each: _chosen(kept, part.arrays[section]) for each, section in columns.items()}
    docs = part.numbers[chosen["docs"]].astype(np.uint16)
    return _Lists(numbers, _sizes_among(kept, part.arrays[f"{name}.starts"]), {**chosen, "docs": docs})


def _positions(part: Part, numbers: Numbers, name: str) -> _Lists:
    kept = _kept(part, name)
    inside = None if kept is None else np.repeat(kept, part.arrays[f"{name}.counts"])
    sizes = _sizes_among(inside, part.arrays[f"{name}.positions.starts"])
    return _Lists(numbers, sizes, {"positions": _chosen(inside, part.arrays[f"{name}.positions"])})


def _chosen(chosen: Numbers | None, column: Numbers) -> Numbers:
    return column if chosen is None else column[chosen]


def _interleaved(lists: Sequence[_Lists], count: int) -> tuple[Numbers, dict[str, Numbers]]:
    """Where the list of each of `count` forms begins, and the columns: in each list, that of one part after another."""
    totals = np.zeros(count, np.int64)
    for numbers, sizes, _ in lists:
        totals[numbers[sizes > 0]] += sizes[sizes > 0]
    starts = starts_of(totals)
    kinds = {name: np.result_type(*(each.columns[name] for each in lists)) for name in lists[0].columns}
    merged = {name: np.empty(int(starts[-1]), kind) for name, kind in kinds.items()}
    free = starts[:-1].astype(np.int64)
    for each in lists:
        goals, sizes = each.numbers[each.sizes > 0], each.sizes[each.sizes > 0]
        places = np.repeat(free[goals] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        free[goals] += sizes
        for name, column in each.columns.items():
            merged[name][places] = column
    return starts, merged
