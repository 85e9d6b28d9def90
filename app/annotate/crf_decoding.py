"""The best tags of sentences in a linear chain, and how probable each tag is: Viterbi, forward and backward sums.

Both are found alike: what the ways from the left and those from the right have come to at each token, all sentences
taking their steps together. Scores have a row a token, one sentence below the other, and a column a tag.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

_AT_ONCE = 64  # sentences
_SUMMED = 4  # steps after which sums are made small again


class _Lanes(NamedTuple):
    """Where the tokens of some sentences stand that are laid side by side: `from_left` and `from_right` tell the step,
    `lane` the sentence, of each; `shape` is steps and sentences."""

    from_left: np.ndarray
    from_right: np.ndarray
    lane: np.ndarray
    shape: tuple[int, int]

    def laid(self, rows: np.ndarray) -> np.ndarray:
        """The rows by step, tag, direction and sentence."""
        steps, sentences = self.shape
        laid = np.zeros((steps, rows.shape[1], 2, sentences), np.float32)
        laid[self.from_left, :, 0, self.lane] = rows
        laid[self.from_right, :, 1, self.lane] = rows
        return laid

    def taken(self, laid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows again, of those from the left and of those from the right."""
        return laid[self.from_left, :, 0, self.lane], laid[self.from_right, :, 1, self.lane]


class Chain:
    """Scores of going from a tag to another."""

    def __init__(self, transitions: np.ndarray) -> None:
        size = len(transitions)
        self._transitions = np.stack([transitions, transitions.T], 2)[:, :, :, None]
        factors = np.zeros((size, 2, size, 2), np.float32)
        factors[:, 0, :, 0], factors[:, 1, :, 1] = np.exp(transitions.T), np.exp(transitions)
        self._factors = factors.reshape(2 * size, 2 * size)

    def best(self, scores: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
        """For each token its tag on the best way through its sentence; the sentences have these `lengths`."""
        tags: list[np.ndarray] = []
        for lanes, rows in _side_by_side(scores, lengths):
            left, right = lanes.taken(self._most(lanes.laid(rows)))
            tags.append((left + right - rows).argmax(1))
        return np.concatenate(tags)

    def _most(self, scores: np.ndarray) -> np.ndarray:
        """What the best way comes to with each token, from either side; takes the place of the scores."""
        steps, size, _, sentences = scores.shape
        transitions = np.repeat(self._transitions, sentences, 3).reshape(size, size, -1)
        ways, most = np.empty_like(transitions), scores.reshape(steps, size, -1)
        for before, here in zip(most[:, :, None], most[1:], strict=False):
            np.add(before, transitions, out=ways)
            np.add(here, np.maximum.reduce(ways, 0), out=here)
        return scores

    def probabilities(self, scores: np.ndarray, lengths: Sequence[int]) -> np.ndarray:
        """For each token the probability of each tag, over all ways through its sentence."""
        shares: list[np.ndarray] = []
        for lanes, rows in _side_by_side(scores - scores.max(1, keepdims=True), lengths):
            left, right = lanes.taken(self._sums(np.exp(lanes.laid(rows))))
            ways = left * right * np.exp(rows)
            shares.append(ways / ways.sum(1, keepdims=True))
        return np.concatenate(shares)

    def _sums(self, factors: np.ndarray) -> np.ndarray:
        """What all ways come to before each token, from either side, but for a factor."""
        sums = factors.reshape(len(factors), len(self._factors), -1)
        reached = np.ones_like(sums)
        for step in range(1, len(sums)):
            np.dot(self._factors, sums[step - 1], out=reached[step])
            if not step % _SUMMED:
                each_way = reached[step].reshape(factors.shape[1], -1)
                each_way /= each_way.max(0)
            sums[step] *= reached[step]
        return reached.reshape(factors.shape)


def _side_by_side(scores: np.ndarray, lengths: Sequence[int]) -> Iterator[tuple[_Lanes, np.ndarray]]:
    """The rows of some sentences at a time, and how these are laid."""
    begin = 0
    for first in range(0, len(lengths), _AT_ONCE):
        some = np.array(lengths[first : first + _AT_ONCE])
        lane, ends = np.repeat(np.arange(len(some)), some), some.cumsum()
        from_right = ends[lane] - 1 - np.arange(ends[-1])
        lanes = _Lanes(some[lane] - 1 - from_right, from_right, lane, (int(some.max()), len(some)))
        yield lanes, scores[begin : begin + len(lane)]
        begin += len(lane)
