"""The best tags of sentences in a linear chain, and how probable each tag is: Viterbi, forward and backward sums.

Both are found alike: what the ways from the left and those from the right have come to at each token. Scores have a row
a token, one sentence below the other, and a column a tag.
"""

from collections.abc import Sequence

import numpy as np

from app.annotate.native import kernels


class Chain:
    """Scores of going from a tag to another."""

    def __init__(self, transitions: np.ndarray) -> None:
        if len(transitions) > kernels.MOST_TAGS:
            raise ValueError(f"{len(transitions)} tags are more than {kernels.MOST_TAGS}")
        scores = np.ascontiguousarray(transitions, np.float32)
        self._scores = scores, np.ascontiguousarray(scores.T)
        self._factors = np.exp(self._scores[0]), np.exp(self._scores[1])

    def best(self, scores: kernels.Floats, lengths: Sequence[int]) -> np.ndarray:
        """For each token its tag on the best way through its sentence; the sentences have these `lengths`."""
        return kernels.best(scores, lengths, *self._scores)

    def probabilities(self, scores: kernels.Floats, lengths: Sequence[int]) -> np.ndarray:
        """For each token the probability of each tag, over all ways through its sentence."""
        return kernels.probable(np.exp(scores - scores.max(1, keepdims=True)), lengths, *self._factors)
