"""Conditional random fields that tag the words of a sentence: PER, LOC, ORG, OTH, as BIO, each with its probability.

What is in `data/` is made by `attache train`: an xz file of the paths of clusters whose words are hardly ever names, in
one line, and of the weights as CRFsuite writes them.
"""

import lzma
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from app.annotate.crf_features import Features
from app.annotate.crf_tokens import Token
from app.annotate.crf_weights import feature_names
from app.annotate.word_clusters import read_clusters

if TYPE_CHECKING:
    pass

OUTSIDE = "O"


class Name(NamedTuple):
    """The tokens of a sentence from `first` to before `after`; `confidence` is that of the least sure of them."""

    first: int
    after: int
    label: str
    confidence: float


class Model:
    """A tagger of sentences in one language."""

    def __init__(self, packed: bytes, language: str) -> None:
        """Takes the bytes that `pack` gives."""
        from pycrfsuite import Tagger  # noqa: PLC0415

        common, _, weights = lzma.decompress(packed).partition(b"\n")
        self._common = frozenset(common.decode("ascii").split())
        self._weights = weights  # the tagger reads them where they are
        self._lock = Lock()
        self._tagger: Tagger = Tagger()
        self._tagger.open_inmemory(weights)
        self._features = Features(language, {name: name for name in feature_names(weights)})
        self._clusters = read_clusters(language)
        self.is_common = lru_cache(maxsize=20_000)(self._is_common)

    def _is_common(self, word: str) -> bool:
        """Whether a word that is written large is hardly ever a name, or part of one."""
        return self._clusters.path(word) in self._common

    def names(self, sentence: Sequence[Token]) -> list[Name]:
        """The names in a sentence, in order."""
        told = self._features.of(sentence)
        with self._lock:  # the tagger holds one sentence at a time
            self._tagger.set(told)
            tags = self._tagger.tag()
            sure = self._tagger.marginal
            return [
                Name(first, after, label, min(sure(tags[n], n) for n in range(first, after)))
                for first, after, label in spans(tags)
            ]


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The runs of BIO tags: first, after the last, label."""
    first, label = 0, ""
    for number, tag in enumerate([*tags, OUTSIDE]):
        if label and tag != f"I-{label}":
            yield first, number, label
            label = ""
        if tag != OUTSIDE and not label:
            first, label = number, tag[2:]


def pack(weights: bytes, common: Iterable[str]) -> bytes:
    """The file of a model; `common` are the paths of clusters whose words are hardly ever names."""
    return lzma.compress(" ".join(sorted(common)).encode("ascii") + b"\n" + weights)


@lru_cache(maxsize=2)
def read_model(language: str) -> Model:
    """The model of `language` (`de` or `en`) that is shipped."""
    return Model((files(__package__) / "data" / f"crf-{language}.xz").read_bytes(), language)
