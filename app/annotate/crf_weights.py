"""The file of a model: what was learnt, as JSON in an xz file.

`labels` are the tags, `transitions` the scores of going from each to each, `common` the paths of clusters whose words
are hardly ever names, and `weights` has for each sign, by the place where it holds, the scores by the numbers of tags.
"""

import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from app.annotate.crf_features import PLACES

if TYPE_CHECKING:
    import numpy as np

_DIGITS = 3


class Weights(NamedTuple):
    """What a model knows; `table` is of signs (by number, see `rows`), places and tags."""

    labels: list[str]
    common: frozenset[str]
    rows: dict[str, int]
    transitions: "np.ndarray"
    table: "np.ndarray"


def pack(
    states: Mapping[tuple[str, str], float], transitions: Mapping[tuple[str, str], float], common: Iterable[str]
) -> bytes:
    """The file of a model: weights by feature and tag, scores by tag and next tag; equal ones give equal bytes."""
    labels = sorted({label for pair in transitions for label in pair} | {label for _, label in states})
    weights: dict[str, dict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for (feature, label), weight in sorted(states.items()):
        sign, _, place = feature.rpartition("@")
        if round(weight, _DIGITS):
            weights[sign][place][labels.index(label)] = round(weight, _DIGITS)
    held = {
        "labels": labels,
        "common": sorted(common),
        "transitions": [[round(transitions.get((one, next_), 0), _DIGITS) for next_ in labels] for one in labels],
        "weights": weights,
    }
    return lzma.compress(json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Weights:
    """What `pack` has packed."""
    import numpy as np  # noqa: PLC0415

    held: dict[str, Any] = json.loads(lzma.decompress(packed))
    labels, weights = held["labels"], held["weights"]
    table = np.zeros((len(weights), len(PLACES), len(labels)), np.float32)
    for row, told in enumerate(weights.values()):
        for place, scores in told.items():
            for label, score in scores.items():
                table[row, PLACES.index(place), int(label)] = score
    rows = {sign: row for row, sign in enumerate(weights)}
    return Weights(labels, frozenset(held["common"]), rows, np.array(held["transitions"], np.float32), table)
