"""The forms of a word are those that plain dictionaries of Python give."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.whoosh.native.families import Families, Hashed, word

SIZE = 100
LARGE = (1 << 64) - 3
HASHES = [number * 5 if number % 2 else LARGE - number for number in range(SIZE)]
"""Of each form the hash, in no order."""

rows = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(1, 2)), max_size=60)
families = st.dictionaries(st.sampled_from([1, 2, LARGE - 1, LARGE]), rows.map(sorted), max_size=4)
wanted_keys = st.lists(st.sampled_from([1, 2, 3, LARGE]), max_size=3, unique=True)


def opened(keys: dict[int, list[tuple[int, int]]]) -> Families:
    ordered, every = sorted(range(SIZE), key=HASHES.__getitem__), [row for key in sorted(keys) for row in keys[key]]
    hashes, key_hashes = np.array(sorted(HASHES), np.uint64), np.array(sorted(keys), np.uint64)
    starts = np.array([0, *accumulate(len(keys[key]) for key in sorted(keys))], np.uint32)
    numbers, kinds = (np.array([row[at] for row in every], kind) for at, kind in enumerate((np.uint32, np.uint8)))
    return Families(Hashed(hashes, np.array(ordered, np.uint32), key_hashes, starts, numbers, kinds))


@given(families, st.integers(-1, SIZE - 1), wanted_keys)
def test_a_word_stands_for_its_family(keys: dict[int, list[tuple[int, int]]], own: int, wanted: list[int]) -> None:
    ways: dict[int, int] = {}
    for scale, key in zip((1, 3, 9), wanted, strict=False):
        first = dict(reversed(keys.get(key, [])))  # of several kinds of a form the first
        ways = {form: ways.get(form, 0) + first.get(form, 0) * scale for form in {*ways, *first}}
    if own >= 0:
        ways[own] = 0
    asked = word(HASHES[own] if own >= 0 else 3, list(zip(wanted, (1, 3, 9), strict=False)))
    runs = opened(keys).family(asked).tolist()
    found = [(form, way) for first, end, way in zip(*[iter(runs)] * 3, strict=True) for form in range(first, end)]
    assert found == sorted(ways.items(), key=lambda row: (row[0] != own, row[0]))


@given(st.lists(st.integers(0, SIZE - 1), max_size=5))
def test_forms_are_found_by_their_hashes(forms: list[int]) -> None:
    hashes = np.array([*(HASHES[form] for form in forms), 3], np.uint64)
    assert opened({}).forms(hashes.tobytes()) == [*forms, -1]
