"""The inner loops in C give what plain loops give."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate.crf_decoding import Chain
from app.annotate.native import kernels, loading
from app.annotate.native.words import token_spans

TAGS = 4
seeds = st.integers(0, 1 << 16)
sizes = st.lists(st.integers(1, 4), min_size=1, max_size=4)


def _ways(scores: np.ndarray, transitions: np.ndarray) -> dict[tuple[int, ...], float]:
    """What each way through a sentence comes to."""
    return {
        way: sum(scores[n, tag] for n, tag in enumerate(way)) + sum(transitions[pair] for pair in pairwise(way))
        for way in product(range(TAGS), repeat=len(scores))
    }


def _tagged(way: tuple[int, ...]) -> set[tuple[int, int, int]]:
    """The names on a way, of which tag 0 is outside and each kind begins with an odd tag and goes on with the next."""
    names, first = set(), 0
    for after in range(1, len(way) + 1):
        going = (
            after < len(way) and way[after] and way[after] % 2 == 0 and way[after - 1] in {way[after], way[after] - 1}
        )
        if not going:
            if way[first] % 2:
                names.add((first, after, way[first] // 2))
            first = after
    return names


def _choices(names: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """All choices of names of which no two overlap."""
    if not names:
        yield []
        return
    first, *others = names
    yield from _choices(others)
    apart = [each for each in others if each[0] >= first[1] or each[1] <= first[0]]
    yield from ([first, *choice] for choice in _choices(apart))


@given(seeds, sizes, st.sampled_from([0.1, 0.38, 0.5]))
def test_names_gain_most_and_are_as_probable_as_all_ways_tell(seed: int, lengths: list[int], least: float) -> None:
    dice = np.random.default_rng(seed)
    transitions, scores = (dice.normal(0, 1, (size, TAGS)).astype(np.float32) for size in (TAGS, sum(lengths)))
    found = [*Chain(transitions, [(1, 2), (3, -1)]).names(scores, lengths, least)]
    assert [each[:2] for each in found] == sorted(each[:2] for each in found)
    start = 0
    for number, length in enumerate(lengths):
        ways = _ways(scores[start : start + length].astype(float), transitions.astype(float))
        factors, shares = (
            {way: np.exp(total) for way, total in ways.items()},
            defaultdict[tuple[int, int, int], float](float),
        )
        for way, factor in factors.items():
            for name in _tagged(way):
                shares[name] += factor / sum(factors.values())
        told = {each[1:4]: each[4] for each in found if each[0] == number}
        assert told == {name: pytest.approx(shares[name], abs=1e-5) for name in told}
        best = max(sum(shares[name] - least for name in choice) for choice in _choices([*shares]))
        assert sum(shares[name] - least for name in told) == pytest.approx(best, abs=1e-5)
        start += length


def test_no_more_tags_are_taken_than_there_is_room_for() -> None:
    with pytest.raises(ValueError, match="33 tags"):
        Chain(np.zeros((33, 33), np.float32), [])


_TOKEN = re.compile("[^\\W_][\\w\u0300-\u036f]*(?:\u00ad\\w[\\w\u0300-\u036f]*)*|\\S")


@given(st.text(st.one_of(st.characters(), st.sampled_from("a_1 \u00ad\u0300\u2028'-🙂")), max_size=60))
def test_tokens_are_words_and_single_signs(text: str) -> None:
    starts, ends = token_spans(text)
    assert [*zip(starts, ends, strict=True)] == [found.span() for found in _TOKEN.finditer(text)]


@given(seeds, st.integers(4, 30))
def test_the_least_hash_of_each_permutation_is_found(seed: int, count: int) -> None:
    dice = np.random.default_rng(seed)
    hashes = dice.integers(0, 1 << 32, count, np.uint32)
    factors, summands = dice.integers(0, 1 << 63, (2, 8), np.uint64)
    one_by_one = [kernels.least(hashes[first : first + 4], 4, factors, summands) for first in range(count - 3)]
    assert kernels.least(hashes, 4, factors, summands).tolist() == np.min(one_by_one, axis=0).tolist()


def test_without_the_library_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loading, "_HERE", tmp_path)
    with pytest.raises(FileNotFoundError, match="make install"):
        loading.library.__wrapped__()
