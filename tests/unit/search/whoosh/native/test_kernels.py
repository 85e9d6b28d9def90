"""The inner loops give what plain loops of Python give, for documents of any number."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.errors import IndexUnavailableError
from app.search.scoring import K1, damping
from app.search.scoring import score as bm25
from app.search.whoosh.native import library
from app.search.whoosh.native.masks import AND, NOT, OR, Program, cover, intersection, mask_of, set_of, within
from app.search.whoosh.native.postings import Column, Columns, Postings, Rated, impacts_of, listed
from app.search.whoosh.native.searching import Chosen, Clocks, Ids, Query, Segments, Selected, ask, ordered, segment
from tests.unit.search.whoosh.native.drawing import seeds, sizes, some, some_mask

FACTORS = np.array([[1, 1, 1, 1], [0, 0.5, 0, 0.5], [0, 0, 0.25, 0.5]], np.float32)


def postings(dice: np.random.Generator, size: int) -> Postings:
    docs = some(dice, size)
    bits = None
    if dice.random() < 0.5:
        mask = np.zeros(-(-size // 64) * 64, np.uint8)
        mask[docs] = 1
        bits = np.packbits(mask, bitorder="little").view(np.uint64)
    return listed(docs, (dice.integers(1, dice.choice([5, 400]), len(docs)) / 4).astype(np.float32), bits)


def column(dice: np.random.Generator, size: int, dtype: Any, starts: Any, times: float) -> Column:
    lists = [some(dice, size, share) for share in (0.01, 0.9, 0, 0.3)]
    docs = np.concatenate(lists)
    begins = np.cumsum([0, *map(len, lists)]).astype(starts)
    return Column(docs, dice.integers(1, 200, len(docs)).astype(dtype), begins, times)


@given(seeds, sizes)
def test_forms_are_counted_together(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    languages = dice.integers(0, 4, size).astype(np.uint8)
    columns = [column(dice, size, np.uint8, np.uint32, 1.0), column(dice, size, np.uint16, np.int64, -4.0)]
    columns.append(column(dice, size, np.uint32, np.uint32, 2.0))
    forms = [(0, 2, 0), (3, 4, 1), (1, 3, 2)]
    sums = np.zeros(size)
    for docs, values, starts, times in columns:
        for first, end, way in forms:
            for at in range(int(starts[first]), int(starts[end])):
                sums[docs[at]] += float(values[at]) * times * FACTORS[way][languages[docs[at]]]
    for _ in range(2):  # what is calculated in is left clean
        found = Columns(columns, languages, FACTORS).gather(array("q", chain.from_iterable(forms)))
        assert found.docs.tolist() == np.flatnonzero(sums > 0).tolist()
        assert found.weights.tolist() == sums[sums > 0].tolist()
        if found.bits is not None:
            bits = np.unpackbits(found.bits.view(np.uint8), bitorder="little")
            assert np.flatnonzero(bits).tolist() == found.docs.tolist()


@given(seeds, sizes)
def test_programs_choose(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    lists = [postings(dice, size) for _ in range(3)]
    one, two, three = (np.isin(np.arange(size), each.docs) for each in lists)
    for steps, wanted in (
        ([0], one),
        ([0, NOT], ~one),
        ([0, 1, AND, 2, OR], one & two | three),
        ([0, 1, 2, OR, NOT, AND], one & ~(two | three)),
    ):
        assert Program(steps).match(lists, size).tolist() == wanted.tolist()
    assert mask_of(lists[0], size).tolist() == one.tolist()


@given(seeds, sizes)
def test_masks_are_joined(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    one, two, three = (some_mask(dice, size) for _ in range(3))
    before = one.tolist()
    assert intersection([one, two, three]).tolist() == (one & two & three).tolist()
    assert intersection([one]) is one
    assert one.tolist() == before


@given(seeds, sizes, st.integers(0, 9), st.integers(0, 9))
def test_pairs_within_bounds(seed: int, size: int, low: int, high: int) -> None:
    dice = np.random.default_rng(seed)
    first, last = (dice.integers(0, 10, size).astype(np.int32) for _ in range(2))
    wanted = (first >= low) & (first <= 7) & (last >= 2) & (last <= high)
    assert within(first, last, (low, 2), (7, high)).tolist() == wanted.tolist()


@given(
    seeds,
    st.lists(sizes, min_size=1, max_size=3),
    st.sampled_from([0, 1, 2, 20, 1 << 16]),
    st.sampled_from([0, 1, 2, 3, 9]),
)
def test_the_best_are_those_of_a_sort(seed: int, several: list[int], room: int, number: int) -> None:
    dice = np.random.default_rng(seed)
    rarities = [float(dice.integers(0, 9)) / 3 for _ in range(number)]
    damped = [np.array([damping(int(length), 3.0) for length in dice.integers(1, 4, size)]) for size in several]
    lists = [[rated(dice, each, rare) for rare in rarities] for each in damped]
    masks, undated = ([some_mask(dice, size) for size in several] for _ in range(2))
    timely = [some_mask(dice, size) if seed % 2 else None for size in several]
    names = drawn_names(dice, several)
    segments = [segment(undated[at], damped[at], ids_of(names[at]), None) for at in range(len(several))]
    passing, in_time = ([each if each is None else set_of(each) for each in some] for some in (masks, timely))
    query = Query(ask(Segments(segments), Chosen(Program([]), lists, passing, in_time, [0] * len(segments)), K1 + 1))
    first = query.search(None, room)
    ranked = []
    for at, (found, every) in enumerate(zip(first[0], timely, strict=True)):
        scores = brute_force(lists[at], masks[at] if every is None else masks[at] & every, damped[at])
        ranked += [(-score, names[at][doc], at, doc) for doc, score in scores.items()]
        assert (found.total, found.undated) == (len(scores), np.count_nonzero(masks[at] & undated[at]))
    ranked.sort()
    assert page(*first) == [(-value, at, doc) for value, _, at, doc in ranked[:room]]
    value, last, *_ = ranked[len(ranked) // 2] if ranked else (0.0, b"", 0, 0)
    behind = query.search([(-value, bisect_right(sorted(own), last)) for own in names], room)
    rest = [row for row in ranked if row[:2] > (value, last)]
    assert page(*behind) == [(-value, at, doc) for value, _, at, doc in rest[:room]]


def drawn_names(dice: np.random.Generator, several: Sequence[int]) -> list[list[bytes]]:
    """Ids that no two documents share; some begin as others do."""
    every = iter(dice.permutation(sum(several)).tolist())
    return [[f"{next(every):x}".encode() for _ in range(size)] for size in several]


def ids_of(names: Sequence[bytes]) -> Ids:
    ranks = np.argsort(np.argsort(np.array(names, object))).astype(np.uint16)
    starts = np.cumsum([0, *map(len, names)]).astype(np.uint32)
    return Ids(np.frombuffer(b"".join(names), np.uint8), starts, ranks)


def page(found: Sequence[Selected], turns: Sequence[int]) -> list[tuple[float, int, int]]:
    """The score, the segment and the number of each document."""
    rows = [iter(zip(each.scores.tolist(), each.docs.tolist(), strict=True)) for each in found]
    shown = [(at, *next(rows[at])) for at in turns]
    assert not any(list(rest) for rest in rows)
    return [(score, at, doc) for at, score, doc in shown]


def rated(dice: np.random.Generator, damped: NDArray[np.float64], rarity: float) -> Rated:
    """A list whose impacts are known, or are not."""
    found = postings(dice, len(damped))
    return Rated(found, rarity, impacts_of(found, damped) if dice.random() < 0.7 else None)


def brute_force(lists: Sequence[Rated], mask: NDArray[np.bool_], damped: Any) -> dict[int, float]:
    weights = [dict(zip(each.docs.tolist(), each.weights.tolist(), strict=True)) for each, *_ in lists]
    return {
        doc: bm25(
            [(rare, had[doc]) for (_, rare, _), had in zip(lists, weights, strict=True) if doc in had and rare],
            damped[doc],
        )
        for doc in np.flatnonzero(mask).tolist()
    }


@given(
    seeds,
    st.lists(sizes, min_size=1, max_size=3),
    st.sampled_from([0, 1, 20, 1 << 16]),
    st.integers(0, 70),
    st.sampled_from([1, -1]),
)
def test_the_first_ones_of_an_order(seed: int, several: list[int], room: int, skipped: int, direction: int) -> None:
    dice = np.random.default_rng(seed)
    heights = [dice.choice([1.0, 2.0, np.inf], size) for size in several]
    clocks = [Clocks(dice.choice([-(2**63), -3, 0, 7], size), direction) for size in several]
    names = drawn_names(dice, several)
    keys = [
        [(high, when if high < np.inf else 0, name) for high, when, name in zip(*each, strict=True)]
        for each in zip(heights, map(timed, clocks), names, strict=True)
    ]
    orders = [np.array(sorted(range(len(each)), key=each.__getitem__), np.uint16) for each in keys]
    lists = [[Rated(postings(dice, size), rarity) for rarity in (0.0, 1.5, 0.7)] for size in several]
    damped = [np.array([damping(int(length), 3.0) for length in dice.integers(1, 4, size)]) for size in several]
    masks = [[some_mask(dice, size), late(dice, order)] for size, order in zip(several, orders, strict=True)]
    wanted = [
        (one & two & ~np.isin(np.arange(len(one)), had[0][0].docs))
        for (one, two), had in zip(masks, lists, strict=True)
    ]
    scores = [brute_force(*each) for each in zip(lists, wanted, damped, strict=True)]
    rows = [
        segment(mask[0], damped[at], ids_of(names[at]), ordered(orders[at], heights[at], clocks[at]))
        for at, mask in enumerate(masks)
    ]
    passing, every = [set_of(intersection(each)) for each in masks], [None for _ in masks]
    starts = [int(dice.integers(0, 1 + np.argmax(each[1][order]))) for each, order in zip(masks, orders, strict=True)]
    query = Query(ask(Segments(rows), Chosen(Program([0, NOT]), lists, passing, every, starts), K1 + 1))
    for skip in (skipped, 0, skipped):  # what is chosen for the first page is kept for the others
        found, turns = query.search([(0.0, skip) for _ in several], room)
        rest = [(keys[at][doc], at, doc) for at, order in enumerate(orders) for doc in order[skip:] if wanted[at][doc]]
        assert page(found, turns) == [(scores[at][doc], at, doc) for _, at, doc in sorted(rest)[:room]]
        for each, shown in zip(found, wanted, strict=True):
            assert each.total == each.undated == np.count_nonzero(shown)


def timed(clocks: Clocks) -> list[int]:
    """What ascends as those come that are of one day."""
    return [0 if each == -(2**63) else clocks.direction * (each + 100) for each in clocks.times.tolist()]


def late(dice: np.random.Generator, order: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """What comes in an order from some place on."""
    mask = np.zeros(len(order), np.bool_)
    mask[order[dice.integers(0, len(order)) :]] = True
    return mask


@given(seeds, sizes)
def test_lists_are_covered(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    lists = [some(dice, size) for _ in range(3)]
    ends = np.cumsum([0, *map(len, lists)]).tolist()
    covered = cover(np.concatenate(lists), [*pairwise(ends)][::2], size)
    assert np.flatnonzero(covered).tolist() == sorted({doc for each in lists[::2] for doc in each.tolist()})


def test_a_library_that_was_not_compiled_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_HERE", tmp_path)
    with pytest.raises(IndexUnavailableError, match="make install"):
        library.library.__wrapped__()
