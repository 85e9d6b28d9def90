"""The best tags of sentences in a linear chain, and how probable each tag is: Viterbi, forward and backward sums."""

from collections.abc import Sequence

import numpy as np


class Chain:
    """Scores of going from a tag to another. The scores of a sentence have a row a token and a column a tag."""

    def __init__(self, transitions: np.ndarray) -> None:
        self._transitions, self._factors = transitions, np.exp(transitions)

    def best(self, sentences: Sequence[np.ndarray]) -> list[list[int]]:
        """The tags of the best way through each sentence; all take their steps together, the longest first."""
        order = sorted(range(len(sentences)), key=lambda number: -len(sentences[number]))
        lengths = [len(sentences[number]) for number in order]
        scores = np.zeros((lengths[0], len(order), len(self._transitions)), np.float32)
        for place, number in enumerate(order):
            scores[: lengths[place], place] = sentences[number]
        back = np.zeros(scores.shape, np.int8)
        running = len(order)
        for step in range(1, lengths[0]):
            while lengths[running - 1] <= step:
                running -= 1
            ways = scores[step - 1, :running, :, None] + self._transitions
            back[step, :running] = ways.argmax(1)
            scores[step, :running] += ways.max(1)
        tags: list[list[int]] = [[]] * len(order)
        for place, number in enumerate(order):
            last = lengths[place] - 1
            tags[number] = _followed(int(scores[last, place].argmax()), back[1 : last + 1, place].tolist())
        return tags

    def probabilities(self, scores: np.ndarray) -> np.ndarray:
        """The probability of each tag of each token, over all ways."""
        factors = np.exp(scores - scores.max(1, keepdims=True))
        before, after = factors.copy(), np.ones_like(factors)
        for number in range(1, len(factors)):
            reached = before[number - 1] @ self._factors
            before[number] *= reached / reached.sum()
        for number in range(len(factors) - 1, 0, -1):
            reached = self._factors @ (after[number] * factors[number])
            after[number - 1] = reached / reached.sum()
        both = before * after
        shares: np.ndarray = both / both.sum(1, keepdims=True)
        return shares


def _followed(last: int, back: list[list[int]]) -> list[int]:
    tags = [last]
    for came in reversed(back):
        tags.append(came[tags[-1]])
    return tags[::-1]
