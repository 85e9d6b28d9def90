"""Documents that are drawn."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

sizes = st.sampled_from([1, 7, 8, 63, 64, 65, 1000, 1 << 16])
seeds = st.integers(0, 1 << 16)


def some(dice: np.random.Generator, size: int, share: float | None = None) -> NDArray[np.uint16]:
    return np.flatnonzero(dice.random(size) < (dice.random() if share is None else share)).astype(np.uint16)


def some_mask(dice: np.random.Generator, size: int) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = dice.random(size) < dice.random()
    return found
