"""The best documents, and the first ones in an order."""

import random
from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.ranking import best
from app.search.whoosh.segments.building import build
from tests.contract.search.documents import article

SIZE = 700
seeds = st.integers(0, 1 << 16)


@cache
def leaf() -> Leaf:
    names = [f"a{number:03}" for number in range(SIZE)]
    random.Random(1).shuffle(names)
    return Leaf(build([article(name) for name in names]))


@given(seeds, st.sampled_from([2, 40, 1 << 20]), st.integers(1, 30), st.sampled_from([0.1, 0.5, 1]))
def test_the_best_are_those_of_a_sort(seed: int, different: int, room: int, share: float) -> None:
    dice = np.random.default_rng(seed)
    mask = dice.random(SIZE) < share
    scores = dice.integers(different, size=SIZE) / 4 * mask
    docs = mask.nonzero()[0]
    ranked = sorted(docs.tolist(), key=lambda doc: (-scores[doc], leaf().documents.ids.text(doc)))
    assert best(leaf(), docs, scores[docs], room)[0].tolist() == ranked[:room]
    assert best(leaf(), docs, scores[docs], None)[0].tolist() == ranked
