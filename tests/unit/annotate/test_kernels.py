"""The inner loops in C give what plain loops give."""

import re
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate.crf_decoding import Chain
from app.annotate.native import kernels, loading
from app.annotate.native.words import token_spans

TAGS = 3
seeds = st.integers(0, 1 << 16)
sizes = st.lists(st.integers(1, 5), min_size=1, max_size=4)


def _ways(scores: np.ndarray, transitions: np.ndarray) -> dict[tuple[int, ...], float]:
    """What each way through a sentence comes to."""
    return {
        way: sum(scores[n, tag] for n, tag in enumerate(way)) + sum(transitions[pair] for pair in pairwise(way))
        for way in product(range(TAGS), repeat=len(scores))
    }


@given(seeds, sizes)
def test_tags_are_the_best_and_as_probable_as_all_ways_tell(seed: int, lengths: list[int]) -> None:
    dice = np.random.default_rng(seed)
    transitions, scores = (dice.normal(0, 2, (size, TAGS)).astype(np.float32) for size in (TAGS, sum(lengths)))
    chain, start = Chain(transitions), 0
    tags, shares = chain.best(scores, lengths).tolist(), chain.probabilities(scores, lengths)
    for length in lengths:
        sentence = slice(start, start + length)
        ways = _ways(scores[sentence].astype(float), transitions.astype(float))
        assert ways[tuple(tags[sentence])] == pytest.approx(max(ways.values()), abs=1e-4)
        factors = {way: np.exp(total) for way, total in ways.items()}
        for number, tag in product(range(length), range(TAGS)):
            through = sum(factor for way, factor in factors.items() if way[number] == tag)
            assert shares[start + number, tag] == pytest.approx(through / sum(factors.values()), abs=1e-5)
        start += length


def test_no_more_tags_are_taken_than_there_is_room_for() -> None:
    with pytest.raises(ValueError, match="33 tags"):
        Chain(np.zeros((33, 33), np.float32))


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
