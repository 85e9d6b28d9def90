"""What the statistical models know of two words side by side."""

from collections.abc import Mapping, Sequence

import numpy as np

from app.annotate.crf_features import IN_PAIRS, JOINT
from app.annotate.native.kernels import PairTable


class Pairs:
    """The weights of pairs. Of each word a pair knows a few parts, by numbers; 0 is a part that no pair has."""

    def __init__(self, rows: Mapping[str, int], table: np.ndarray) -> None:
        """Takes `table`, by sign (numbered by `rows`), side and tag; of the signs only the pairs have weights there."""
        weighed = np.any(table, (1, 2)).tolist()
        parts = [(_parted(sign), row) for sign, row in rows.items() if weighed[row]]
        sides = dict.fromkeys(side for pair, _ in parts for side in pair)
        self._numbers = {side: number for number, side in enumerate(sides, start=1)}
        lefts, rights = np.array([[self._numbers[side] for side in pair] for pair, _ in parts], int).reshape(-1, 2).T
        order = np.lexsort((rights, lefts))
        weights = table[[row for _, row in parts]][order]
        self.table = PairTable(lefts[order], rights[order], weights, len(sides) + 1)

    def numbers(self, sides: Sequence[str]) -> list[int]:
        """The numbers of the parts of a word; nought for those that no pair has, and for an edge without any."""
        return [self._numbers.get(side, 0) for side in sides] or [0] * IN_PAIRS


def _parted(sign: str) -> tuple[str, str]:
    """The two parts of the sign of a pair; either may be the joint itself."""
    joint = sign.index(JOINT, 1)
    return sign[:joint], sign[joint + 1 :]
