"""Documents are counted as plain loops of Python count them."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.search.whoosh.native.counting import DocumentSets, Lists, Tally, Values, largest
from app.search.whoosh.native.library import WORD
from app.search.whoosh.native.masks import sets_of
from tests.unit.search.whoosh.native.drawing import seeds, sizes, some, some_mask


@given(seeds, st.lists(sizes, min_size=1, max_size=3), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))
def test_lists_are_tallied(seed: int, several: list[int], frequent: int, begin: int, end: int) -> None:
    dice = np.random.default_rng(seed)
    masks = [some_mask(dice, size) if dice.random() < 0.8 else np.ones(size, np.bool_) for size in several]
    lists = [[some(dice, size, dice.choice([0.01, 0.5, 1])) for _ in range(4)] for size in several]
    sets = [
        sets_of([np.isin(np.arange(size), docs) for docs in each[:frequent]], size)
        for each, size in zip(lists, several, strict=True)
    ]
    tally, chosen = Tally([rows(each) for each in lists], sets), DocumentSets(sets_of(masks, max(several)))
    wanted = [
        sum(int(mask[each[number]].sum()) for mask, each in zip(masks, lists, strict=True)) for number in range(4)
    ]
    assert tally.count(chosen, min(begin, end), end).tolist() == wanted[min(begin, end) : end]


@given(seeds, st.lists(st.integers(0, 100), max_size=40), st.integers(1, 45))
def test_the_largest_lists_are_tallied(seed: int, lengths: list[int], most: int) -> None:
    dice = np.random.default_rng(seed)
    mask = some_mask(dice, 100)
    lists = [np.sort(dice.permutation(100)[:length]).astype(np.uint16) for length in sorted(lengths, reverse=True)]
    sizes = np.array([len(each) for each in lists], np.int64)
    tally = Tally([rows([np.zeros(0, np.uint16), *lists])], [sets_of([mask], 100)])
    counts = tally.count_largest(DocumentSets(sets_of([mask], 100)), 1, sizes, most).tolist()
    wanted = [int(mask[each].sum()) for each in lists]
    assert counts == wanted[: len(counts)]
    assert len(counts) == len(lists) or sorted(counts)[-most] > len(lists[len(counts)])


@given(seeds, st.lists(sizes, min_size=1, max_size=3), st.sampled_from([np.uint32, np.int64]))
def test_values_are_counted_at_their_places(seed: int, several: list[int], dtype: Any) -> None:
    dice = np.random.default_rng(seed)
    masks = [some_mask(dice, size) for size in several]
    sets = sets_of(masks, max(several))
    chosen = DocumentSets(sets)
    rows_of_places = dice.integers(0, 5, (len(masks), WORD * sets.shape[1])).astype(np.uint32)
    counts = np.ones(5, np.int64)
    chosen.place(rows_of_places, counts)
    placed = np.concatenate([row[: len(mask)][mask] for row, mask in zip(rows_of_places, masks, strict=True)])
    assert counts.tolist() == (np.bincount(placed, minlength=5) + 1).tolist()
    for number, (mask, size) in enumerate(zip(masks, several, strict=True)):
        starts = np.concatenate(([0], np.cumsum(dice.integers(0, 4, size)))).astype(dtype)
        values, at = dice.integers(0, 9, starts[-1]).astype(np.uint32), dice.integers(0, 5, 9).astype(np.uint32)
        counts = np.ones(5, np.int64)
        chosen.place_each(number, Values(starts, values, at), counts)
        kept = np.repeat(mask, np.diff(starts))
        assert counts.tolist() == (np.bincount(at[values[kept]], minlength=5) + 1).tolist()


def rows(lists: list[NDArray[np.uint16]]) -> Lists:
    ends = np.cumsum([len(each) for each in lists])
    return Lists(np.concatenate(lists), ends - [len(each) for each in lists], ends)


@given(seeds, st.lists(st.integers(0, 5), max_size=300), st.none() | st.integers(0, 310))
def test_the_largest_counts_are_found(seed: int, drawn: list[int], most: int | None) -> None:
    ranks, counts = np.random.default_rng(seed).permutation(1000)[: len(drawn)], np.array(drawn, np.int64)
    wanted = sorted((-count, rank) for count, rank in zip(drawn, ranks.tolist(), strict=True) if count)
    assert largest(counts, ranks, most) == [(rank, -count) for count, rank in wanted[:most]]
