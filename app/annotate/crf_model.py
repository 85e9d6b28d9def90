"""Conditional random fields that tag the words of a sentence: PER, LOC, ORG, OTH, as BIO, each with its probability.

What is in `data/` is made by `attache train`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from app.annotate.crf_features import EDGES, PLACES, Features
from app.annotate.crf_tokens import NOTHING, Token
from app.annotate.crf_weights import unpack
from app.annotate.word_clusters import read_clusters

if TYPE_CHECKING:
    import numpy as np

OUTSIDE = "O"
_CACHED = 20_000  # words
_LEFT, _RIGHT = PLACES.index("<"), PLACES.index(">")


class Name(NamedTuple):
    """The tokens of a sentence from `first` to before `after`; `confidence` is that of the least sure of them."""

    first: int
    after: int
    label: str
    confidence: float


class Model:
    """A tagger of sentences in one language. What a word says of itself and its neighbours is added up once."""

    def __init__(self, packed: bytes, language: str) -> None:
        """Takes the bytes that `crf_weights.pack` gives."""
        from app.annotate.crf_decoding import Chain  # noqa: PLC0415  (loads numpy)

        weights = unpack(packed)
        self._labels, self._common, self._rows, self._table = (
            weights.labels,
            weights.common,
            weights.rows,
            weights.table,
        )
        self._chain = Chain(weights.transitions)
        self._clusters, self._features = read_clusters(language), Features(language)
        self._edges = [self._table[self._known([edge])].sum(0) for edge in EDGES]
        self._told = lru_cache(maxsize=_CACHED)(self._tell)
        self.is_common = lru_cache(maxsize=_CACHED)(self._is_common)

    def _is_common(self, word: str) -> bool:
        """Whether a word that is written large is hardly ever a name, or part of one."""
        return self._clusters.path(word) in self._common

    def names(self, sentences: Sequence[Sequence[Token]], *, unlisted: bool = False) -> Iterator[list[Name]]:
        """For each sentence the names in it, in order; with `unlisted` those of which the rules know nothing."""
        scores = self._scores(sentences) if sentences else []
        for sentence, held, best in zip(sentences, scores, self._chain.best(scores) if scores else (), strict=True):
            found = list(spans([self._labels[tag] for tag in best]))
            if unlisted:
                found = [span for span in found if {token.known for token in sentence[span[0] : span[1]]} == {NOTHING}]
            sure = self._chain.probabilities(held) if found else held
            yield [Name(*span, min(float(sure[n, best[n]]) for n in range(*span[:2]))) for span in found]

    def _scores(self, sentences: Sequence[Sequence[Token]]) -> "list[np.ndarray]":
        """For each sentence a row a token, with the score of each tag."""
        import numpy as np  # noqa: PLC0415

        first, last = self._edges
        told: list[np.ndarray] = []
        lefts, rows, starts = list[int](), list[int](), list[int]()
        for sentence in sentences:
            starts.append(len(told) + 1)
            for place, row in self._pairs(sentence):
                lefts.append(starts[-1] + place)
                rows.append(row)
            told += [first, *(self._told(token.word, token.known) for token in sentence), last]
        around = np.array(told)
        scores: np.ndarray = around[:, 2].copy()
        scores[2:] += around[:-2, 0]
        scores[1:] += around[:-1, 1]
        scores[:-1] += around[1:, 3]
        scores[:-2] += around[2:, 4]
        places = np.array(lefts, np.intp)
        np.add.at(scores, places, self._table[rows, _LEFT])
        np.add.at(scores, places + 1, self._table[rows, _RIGHT])
        return [scores[start : start + len(sentence)] for start, sentence in zip(starts, sentences, strict=True)]

    def _pairs(self, sentence: Sequence[Token]) -> Iterator[tuple[int, int]]:
        for place, pair in self._features.pairs(sentence):
            row = self._rows.get(pair)
            if row is not None:
                yield place, row

    def _tell(self, word: str, known: str) -> "np.ndarray":
        told: np.ndarray = self._table[self._known(self._features.signs(word, known))].sum(0)
        return told

    def _known(self, signs: Iterable[str]) -> list[int]:
        return [self._rows[sign] for sign in signs if sign in self._rows]


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The runs of BIO tags: first, after the last, label."""
    first, label = 0, ""
    for number, tag in enumerate([*tags, OUTSIDE]):
        if label and tag != f"I-{label}":
            yield first, number, label
            label = ""
        if tag != OUTSIDE and not label:
            first, label = number, tag[2:]


@lru_cache(maxsize=2)
def read_model(language: str) -> Model:
    """The model of `language` (`de` or `en`) that is shipped."""
    return Model((files(__package__) / "data" / f"crf-{language}.xz").read_bytes(), language)
