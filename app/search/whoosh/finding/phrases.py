"""Where phrases stand: arithmetic on sorted arrays of ordinals, which number the places of all words of a segment."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.postings import NOTHING, summed, weigh_places
from app.search.whoosh.native.masks import Mask
from app.search.whoosh.native.postings import Postings
from app.search.whoosh.segments.packing import Numbers
from app.search.whoosh.segments.word_sections import FIELDS

_SPARSE = 32


def find_phrase(leaf: Leaf, forms: Sequence[str], distance: int, zones: frozenset[str]) -> Postings:
    """The documents that have a phrase, and the boosts of the zones of its beginnings; see `matching.phrase_starts`."""
    numbers = [number for number in map(leaf.lexicon.number, forms) if number is not None]
    if len(numbers) < len(forms):
        return NOTHING
    parts = []
    for field in (field for field, inside in FIELDS.items() if inside & zones):
        starts = _starts(leaf, field, numbers, distance)
        if len(starts):
            parts.append(weigh_places(leaf, starts, zones))
    return summed(parts)


def _starts(leaf: Leaf, field: str, numbers: Sequence[int], distance: int) -> Numbers:
    places = _places_together(leaf, field, sorted(set(numbers), key=lambda each: _size(leaf, field, each)))
    if not places:
        return np.empty(0, np.int64)
    return _near(places, numbers, len(numbers) + distance) if distance else _in_a_row(places, numbers)


def _in_a_row(places: Mapping[int, Numbers], numbers: Sequence[int]) -> Numbers:
    """The first ordinals of the words in a row: from the rarest word to the most usual one."""
    (step, rarest), *others = sorted(enumerate(numbers), key=lambda each: len(places[each[1]]))
    starts = places[rarest] - step
    for step, number in others:
        wanted = starts + step
        at = np.searchsorted(places[number], wanted)
        starts = starts[places[number].take(at, mode="clip") == wanted]
    return starts


def _near(places: Mapping[int, Numbers], numbers: Sequence[int], reach: int) -> Numbers:
    """Each ordinal of a word from which on the next `reach` words hold them all, each as often as it is asked for."""
    needed = sorted(Counter(numbers).items(), key=lambda each: len(places[each[0]]))
    rarest = needed[0]
    firsts = np.concatenate([_reaching(each, places[rarest[0]], rarest[1], reach) for each in places.values()])
    firsts.sort(kind="stable")
    for number, times in needed[1:]:
        firsts = _reaching(firsts, places[number], times, reach)
    return firsts


def _reaching(firsts: Numbers, places: Numbers, times: int, reach: int) -> Numbers:
    """The ordinals from which on `times` of the places are within reach."""
    last = np.searchsorted(places, firsts) + (times - 1)
    return firsts[(last < len(places)) & (places.take(last, mode="clip") < firsts + reach)]


def _places_together(leaf: Leaf, field: str, numbers: Sequence[int]) -> dict[int, Numbers]:
    """The ordinals of each form in the documents that have them all; nothing when there are none."""
    docs = _docs(leaf, field, numbers[0])
    for number in numbers[1:]:
        docs = docs[_held(leaf, docs, _docs(leaf, field, number))]
    return {number: _ordinals(leaf, field, number, docs) for number in numbers} if len(docs) else {}


def _held(leaf: Leaf, docs: Numbers, others: Numbers) -> Mask:
    """Which of `docs` are among the others."""
    if _SPARSE * len(docs) < len(others):
        held: Mask = others.take(np.searchsorted(others, docs), mode="clip") == docs
        return held
    mask = np.zeros(leaf.size, np.bool_)
    mask[others] = True
    return mask.take(docs)


def _ordinals(leaf: Leaf, field: str, number: int, docs: Numbers) -> Numbers:
    """The ordinals of a form in some of the documents that have it."""
    start, end = _bounds(leaf, f"{field}.starts", number)
    first, last = _bounds(leaf, f"{field}.positions.starts", number)
    counts, positions = leaf.arrays[f"{field}.counts"][start:end], leaf.arrays[f"{field}.positions"][first:last]
    if len(docs) < end - start:
        at = np.searchsorted(_docs(leaf, field, number), docs)
        begins = (np.cumsum(counts, dtype=np.int64) - counts)[at]
        counts = counts[at]
        positions = positions[_ranges(begins, counts)]
    base: Numbers = leaf.arrays["base"]
    ordinals: Numbers = np.repeat(base[docs], counts) + positions.astype(base.dtype)
    return ordinals


def _ranges(begins: Numbers, sizes: Numbers) -> Numbers:
    """The numbers from each of `begins` on, as many as its size."""
    ends = np.cumsum(sizes, dtype=np.int64)
    return np.repeat(begins - ends + sizes, sizes) + np.arange(ends[-1])


def _docs(leaf: Leaf, field: str, number: int) -> Numbers:
    start, end = _bounds(leaf, f"{field}.starts", number)
    docs: Numbers = leaf.arrays[f"{field}.docs"][start:end]
    return docs


def _size(leaf: Leaf, field: str, number: int) -> int:
    start, end = _bounds(leaf, f"{field}.starts", number)
    return end - start


def _bounds(leaf: Leaf, starts: str, number: int) -> tuple[int, int]:
    at = leaf.arrays[starts].data
    return at[number], at[number + 1]
