"""The inner loops give what plain loops of Python give, for documents of any number."""

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
from app.search.whoosh.native import kernels
from app.search.whoosh.native.kernels import AND, NOT, OR, Column, Columns, Lists, Postings, Program, Scoring, listed

sizes = st.sampled_from([1, 7, 8, 63, 64, 65, 1000, 1 << 16])
seeds = st.integers(0, 1 << 16)
FACTORS = np.array([[1, 1, 1, 1], [0, 0.5, 0, 0.5], [0, 0, 0.25, 0.5]], np.float32)


def some(dice: np.random.Generator, size: int, share: float | None = None) -> NDArray[np.uint16]:
    return np.flatnonzero(dice.random(size) < (dice.random() if share is None else share)).astype(np.uint16)


def postings(dice: np.random.Generator, size: int) -> Postings:
    docs = some(dice, size)
    bits = None
    if dice.random() < 0.5:
        mask = np.zeros(-(-size // 64) * 64, np.uint8)
        mask[docs] = 1
        bits = np.packbits(mask, bitorder="little").view(np.uint64)
    return listed(docs, (dice.integers(1, 5, len(docs)) / 4).astype(np.float32), bits)


def column(dice: np.random.Generator, size: int, dtype: Any, starts: Any, times: float) -> Column:
    lists = [some(dice, size, share) for share in (0.01, 0.9, 0, 0.3)]
    docs = np.concatenate(lists)
    begins = np.cumsum([0, *map(len, lists)]).astype(starts)
    return Column(docs, dice.integers(1, 200, len(docs)).astype(dtype), begins, times)


def mask_of(dice: np.random.Generator, size: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = dice.random(size) < dice.random()
    return found


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
        found = Columns(columns, languages, FACTORS).gather(forms)
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
    assert kernels.mask_of(lists[0], size).tolist() == one.tolist()


@given(seeds, sizes)
def test_masks_are_joined_and_counted(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    one, two, three = (mask_of(dice, size) for _ in range(3))
    before = one.tolist()
    assert kernels.common(one, two) == np.count_nonzero(one & two)
    assert kernels.intersection([one, two, three]).tolist() == (one & two & three).tolist()
    assert kernels.intersection([one]) is one
    assert one.tolist() == before


@given(seeds, sizes, st.integers(0, 9), st.integers(0, 9))
def test_pairs_within_bounds(seed: int, size: int, low: int, high: int) -> None:
    dice = np.random.default_rng(seed)
    first, last = (dice.integers(0, 10, size).astype(np.int32) for _ in range(2))
    wanted = (first >= low) & (first <= 7) & (last >= 2) & (last <= high)
    assert kernels.within(first, last, (low, 2), (7, high)).tolist() == wanted.tolist()


@given(seeds, sizes, st.sampled_from([0, 1, 2, 20, 1 << 16]), st.integers(0, 3))
def test_the_best_are_those_of_a_sort(seed: int, size: int, room: int, number: int) -> None:
    dice = np.random.default_rng(seed)
    lists = [(float(dice.integers(1, 9)) / 3, postings(dice, size)) for _ in range(number)]
    damped = np.array([damping(int(length), 3.0) for length in dice.integers(1, 4, size)])
    mask, ranks = mask_of(dice, size), dice.permutation(size).astype(np.uint16)
    scoring = Scoring(lists, damped, K1 + 1)
    weights = [dict(zip(each.docs.tolist(), each.weights.tolist(), strict=True)) for _, each in lists]
    scores = {
        doc: bm25([(rare, had[doc]) for (rare, _), had in zip(lists, weights, strict=True) if doc in had], damped[doc])
        for doc in np.flatnonzero(mask).tolist()
    }
    ranked = sorted(scores, key=lambda doc: (-scores[doc], ranks[doc]))
    docs, best = kernels.top(scoring, mask, ranks, None, room)
    assert docs.tolist() == ranked[:room]
    assert best.tolist() == [scores[doc] for doc in ranked[:room]]
    assert kernels.score(scoring, mask).tolist() == [scores.get(doc, 0.0) for doc in range(size)]
    for at in range(0, len(ranked), 1 + len(ranked) // 3):
        last = ranked[at]
        docs, _ = kernels.top(scoring, mask, ranks, (scores[last], int(ranks[last]) + 1), room)
        assert docs.tolist() == ranked[at + 1 :][:room]


def test_a_library_that_was_not_compiled_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kernels.c").write_text("int changed;")
    monkeypatch.setattr(kernels, "_HERE", tmp_path)
    with pytest.raises(IndexUnavailableError, match="make install"):
        kernels._library.__wrapped__()


@given(seeds, sizes)
def test_lists_are_tallied(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    mask, lists = mask_of(dice, size), [some(dice, size) for _ in range(3)]
    ends = np.cumsum([len(each) for each in lists])
    begins = ends - [len(each) for each in lists]
    tallied = kernels.tally(mask, Lists(np.concatenate(lists), begins[::2].copy(), ends[::2].copy()))
    assert tallied.tolist() == [int(mask[each].sum()) for each in lists[::2]]
