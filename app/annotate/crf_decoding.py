"""The names in sentences that a linear chain finds most worth telling, and how probable each is.

Not the best tags are looked for, but the best names: to tell one makes the measure F greater when it is more probable
than half of F, even where no name at all is a little more probable still. Scores have a row a token, one sentence below
the other, and a column a tag.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from app.annotate.native import kernels

_LEAST = 0.38  # half of the F that the models reach


class Chain:
    """Scores of going from a tag to another, and the kinds of names by the tags they begin and go on with."""

    def __init__(self, transitions: np.ndarray, kinds: Sequence[tuple[int, int]]) -> None:
        """Takes for each kind the numbers of two tags, the second -1 where names of the kind have but one token."""
        if len(transitions) > kernels.MOST_TAGS:
            raise ValueError(f"{len(transitions)} tags are more than {kernels.MOST_TAGS}")
        factors = np.exp(transitions, dtype=np.float32)
        self._ways = kernels.Ways(factors, np.array(kinds, np.int32).reshape(-1, 2))

    def names(
        self, scores: kernels.Floats, lengths: Sequence[int], least: float = _LEAST
    ) -> Iterator[tuple[int, int, int, int, float]]:
        """Sentence, first token, that behind the last, kind and probability of each name; none less than `least`."""
        here = np.exp(scores - scores.max(1, keepdims=True))
        found, sure = kernels.names(here, lengths, self._ways, least)
        return ((*name, each) for name, each in zip(found.tolist(), sure.tolist(), strict=True))
