"""Conditional random fields that tag the words of a sentence: PER, LOC, ORG, OTH, as BIO, each with its probability.

What is in `data/` is made by `attache train`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, compress
from typing import TYPE_CHECKING, NamedTuple

from app.annotate.crf_features import EDGES, PLACES, Features
from app.annotate.crf_tokens import Token
from app.annotate.crf_weights import unpack
from app.annotate.memory import Memory
from app.annotate.word_clusters import read_clusters

if TYPE_CHECKING:
    import numpy as np

OUTSIDE = "O"
_CACHED = 20_000  # words
_SIDES = PLACES.index("<")  # places of single signs; those of pairs follow


Test = Callable[[Sequence[Token], str], bool]


class Name(NamedTuple):
    """The tokens of a sentence from `first` to before `after`; `confidence` is that of the least sure of them."""

    first: int
    after: int
    label: str
    confidence: float


def _any(_: Sequence[Token], __: str) -> bool:
    return True


class Model:
    """A tagger of sentences in one language. What a word says of itself and its neighbours is added up once."""

    def __init__(self, packed: bytes, language: str) -> None:
        """Takes the bytes that `crf_weights.pack` gives."""
        from app.annotate.crf_decoding import Chain  # noqa: PLC0415  (loads numpy)
        from app.annotate.crf_pairs import Pairs  # noqa: PLC0415

        weights = unpack(packed)
        self._labels, self._common, self._rows = weights.labels, weights.common, weights.rows
        self._outside = self._labels.index(OUTSIDE)
        self._single, self._pairs = weights.table[:, :_SIDES].copy(), Pairs(weights.rows, weights.table[:, _SIDES:])
        self._chain = Chain(weights.transitions)
        self._clusters, self._features = read_clusters(language), Features(language)
        self._told = Memory[tuple[str, str], bytes](self._tell, _CACHED)
        self._edges = [self._record([edge], ()) for edge in EDGES]
        self.common = Memory[str, bool](self._is_common, _CACHED)

    def _is_common(self, word: str) -> bool:
        """Whether a word that is written large is hardly ever a name, or part of one."""
        return self._clusters.path(word) in self._common

    def names(self, sentences: Sequence[Sequence[Token]], worth: Test = _any) -> list[list[Name]]:
        """For each sentence the names in it, in order, that are `worth` it by their tokens and their label."""
        if not sentences:
            return []
        scores, lengths = self._scores(sentences), [len(sentence) for sentence in sentences]
        best, starts = self._chain.best(scores, lengths), [0, *accumulate(lengths)]
        found = [
            self._spans(sentence, best[start : start + len(sentence)], worth)
            for sentence, start in zip(sentences, starts, strict=False)
        ]
        sure = self._probable(scores, lengths, best, [bool(each) for each in found])
        return [
            [Name(first, after, label, min(sure[start + first : start + after])) for first, after, label in each]
            for each, start in zip(found, starts, strict=False)
        ]

    def _spans(self, sentence: Sequence[Token], tags: list[int], worth: Test) -> list[tuple[int, int, str]]:
        if tags.count(self._outside) == len(tags):
            return []
        found = spans([self._labels[tag] for tag in tags])
        return [(first, after, label) for first, after, label in found if worth(sentence[first:after], label)]

    def _probable(self, scores: "np.ndarray", lengths: list[int], tags: list[int], wanted: list[bool]) -> list[float]:
        """How probable the tag of each token is; 0 in sentences that are not wanted."""
        import numpy as np  # noqa: PLC0415

        sure = np.zeros(len(tags))
        if any(wanted):
            kept = np.repeat(wanted, lengths)
            shares = self._chain.probabilities(scores[kept], [*compress(lengths, wanted)])
            sure[kept] = shares[np.arange(len(shares)), np.array(tags)[kept]]
        return sure.tolist()

    def _scores(self, sentences: Sequence[Sequence[Token]]) -> "np.ndarray":
        """A row a token, one sentence below the other, with the score of each tag."""
        import numpy as np  # noqa: PLC0415

        held, size = self._held(sentences), _SIDES * len(self._labels)
        around = held[:, :size].reshape(len(held), _SIDES, -1)
        scores: np.ndarray = around[:, 2] + 0
        scores[2:] += around[:-2, 0]
        scores[1:] += around[:-1, 1]
        scores[:-1] += around[1:, 3]
        scores[:-2] += around[2:, 4]
        self._pairs.add(scores, held[:, size:].view(np.int32))
        lengths = [len(sentence) for sentence in sentences]
        edges = 2 * np.repeat(np.arange(len(lengths)), lengths) + 1  # before each token
        inside: np.ndarray = scores[edges + np.arange(len(edges))]
        return inside

    def _held(self, sentences: Sequence[Sequence[Token]]) -> "np.ndarray":
        """The records of the tokens, and of the edges around each sentence: a row each."""
        import numpy as np  # noqa: PLC0415

        first, last = self._edges
        told: list[bytes] = []
        for sentence in sentences:
            words, _, _, known = zip(*sentence, strict=True)
            told += [first, *map(self._told.__getitem__, zip(words, known, strict=True)), last]
        return np.frombuffer(b"".join(told), np.float32).reshape(len(told), -1)

    def _tell(self, seen: tuple[str, str]) -> bytes:
        word, known = seen
        return self._record(self._features.signs(word, known), self._features.in_pairs(word))

    def _record(self, signs: Iterable[str], in_pairs: Sequence[str]) -> bytes:
        """What a word adds to the scores of the tokens around it, and by which numbers pairs know it."""
        rows = [row for row in map(self._rows.get, signs) if row is not None]
        scores: bytes = self._single[rows].sum(0).tobytes()
        return scores + self._pairs.numbers(in_pairs).tobytes()


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
