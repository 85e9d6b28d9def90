"""What the statistical models know of two words side by side, looked up for all the words of a text at once."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from app.annotate.crf_features import IN_PAIRS, JOINT

_BOUNDS = range(IN_PAIRS + 1)


class Pairs:
    """The weights of pairs. Of each word a pair knows a few parts, by numbers; 0 is a part that no pair has."""

    def __init__(self, rows: Mapping[str, int], table: np.ndarray) -> None:
        """Takes `table`, by sign (numbered by `rows`), side and tag; of the signs only the pairs have weights there."""
        weighed = np.any(table, (1, 2)).tolist()
        parts = [(_parted(sign), row) for sign, row in rows.items() if weighed[row]]
        sides = dict.fromkeys(side for pair, _ in parts for side in pair)
        self._numbers = {side: number for number, side in enumerate(sides, start=1)}
        self._size = len(sides) + 1
        keys = np.array([self._numbers[left] * self._size + self._numbers[right] for (left, right), _ in parts], int)
        order = keys.argsort()
        self._keys = np.append(keys[order], self._size**2)
        nothing = np.zeros((1, *table.shape[1:]), table.dtype)
        self._table = np.concatenate([table[[row for _, row in parts]][order], nothing])

    def numbers(self, sides: Sequence[str]) -> list[int]:
        """The numbers of the parts of a word; nought for those that no pair has, and for an edge without any."""
        return [self._numbers.get(side, 0) for side in sides] or [0] * IN_PAIRS

    def add(self, scores: np.ndarray, numbers: np.ndarray) -> None:
        """Adds to the scores of tokens, a row each, what is known of each two in a row; `numbers` has their parts."""
        wanted = numbers[:-1].astype(int) * self._size + numbers[1:]
        wanted[numbers[1:] == 0] = 0
        parts, tokens = (self._size < wanted.T).nonzero()
        wanted = wanted[tokens, parts]
        places = self._keys.searchsorted(wanted)
        known = self._keys[places] == wanted
        parts, tokens, added = parts[known], tokens[known], self._table[places[known]]
        bounds = parts.searchsorted(_BOUNDS).tolist()
        for first, after in pairwise(bounds):
            here = tokens[first:after]
            scores[here] += added[first:after, 0]
            scores[here + 1] += added[first:after, 1]


def _parted(sign: str) -> tuple[str, str]:
    """The two parts of the sign of a pair; either may be the joint itself."""
    joint = sign.index(JOINT, 1)
    return sign[:joint], sign[joint + 1 :]
