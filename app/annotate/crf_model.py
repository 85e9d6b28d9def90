"""Conditional random fields that tag the words of a sentence: PER, LOC, ORG, OTH, as BIO. Told is what gains by it.

What is in `data/` is made by `attache train`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from app.annotate.crf_features import EDGES, PLACES, Features
from app.annotate.crf_tokens import Token, columns
from app.annotate.crf_weights import unpack
from app.annotate.memory import Memory
from app.annotate.word_clusters import read_clusters

if TYPE_CHECKING:
    import numpy as np

OUTSIDE = "O"
TOLD = ("PER", "LOC", "ORG")
"""The labels of the names that are told; OTH only says that a name is none of these."""

_CACHED = 20_000  # words
_SIDES = PLACES.index("<")  # places of single signs; those of pairs follow


_Span = tuple[int, int, str]  # as in a name
_Seen = tuple[Sequence[str], Sequence[str]]  # the words of a sentence, and what the rules say of each
Test = Callable[[Sequence[Token], _Span], bool]


class Name(NamedTuple):
    """The tokens of a sentence from `first` to before `after`; `confidence` is how probable just this name is."""

    first: int
    after: int
    label: str
    confidence: float


def _any(_: Sequence[Token], __: _Span) -> bool:
    return True


class Model:
    """A tagger of sentences in one language. What a word says of itself and its neighbours is added up once."""

    def __init__(self, packed: bytes, language: str) -> None:
        """Takes the bytes that `crf_weights.pack` gives."""
        import numpy as np  # noqa: PLC0415

        from app.annotate.crf_decoding import Chain  # noqa: PLC0415  (loads numpy)
        from app.annotate.crf_pairs import Pairs  # noqa: PLC0415

        weights = unpack(packed)
        self._labels, self._common, self._rows = weights.labels, weights.common, weights.rows
        single, self._pairs = weights.table[:, :_SIDES], Pairs(weights.rows, weights.table[:, _SIDES:])
        self._single = np.concatenate([single, np.zeros_like(single[:1])])  # the last row is of signs without weights
        self._kinds = [label for label in TOLD if f"B-{label}" in weights.labels]
        self._chain = Chain(weights.transitions, [_kind(label, weights.labels) for label in self._kinds])
        self._clusters, self._features = read_clusters(language), Features(language)
        self._edges = self._records([[edge] for edge in EDGES], [() for _ in EDGES])
        self._told: dict[tuple[str, str], bytes] = {}
        self.common = Memory[str, bool](self._is_common, _CACHED)

    def _is_common(self, word: str) -> bool:
        """Whether a word that is written large is hardly ever a name, or part of one."""
        return self._clusters.path(word) in self._common

    def names(self, sentences: Sequence[Sequence[Token]], worth: Test = _any) -> list[list[Name]]:
        """For each sentence the names in it, in order, that are `worth` it by their tokens and their label.

        `worth` is given the sentence, the number of the first token, that behind the last, and the label.
        """
        if not sentences:
            return []
        lengths = [len(sentence) for sentence in sentences]
        found: list[list[Name]] = [[] for _ in sentences]
        for number, first, after, kind, sure in self._chain.names(self._scores(sentences, lengths), lengths):
            name = Name(first, after, self._kinds[kind], sure)
            if worth(sentences[number], name[:3]):
                found[number].append(name)
        return found

    def _scores(self, sentences: Sequence[Sequence[Token]], lengths: Sequence[int]) -> "np.ndarray":
        """A row a token, one sentence below the other, with the score of each tag."""
        from app.annotate.native.kernels import add_up  # noqa: PLC0415

        seen = [columns(sentence) for sentence in sentences]
        try:
            told = self._recalled(seen, self._told)
        except KeyError:
            told = self._recalled(seen, self._learnt(seen))
        return add_up(b"".join(told), lengths, len(self._labels), self._pairs.table)

    def _recalled(self, seen: Iterable[_Seen], told: Mapping[tuple[str, str], bytes]) -> list[bytes]:
        """The records of the tokens and of the edges around each sentence; raises `KeyError` for what is not `told`."""
        first, last = self._edges
        records: list[bytes] = []
        for words, known in seen:
            records.append(first)
            records += map(told.__getitem__, zip(words, known, strict=True))
            records.append(last)
        return records

    def _learnt(self, seen: Iterable[_Seen]) -> Mapping[tuple[str, str], bytes]:
        """The records of words, these among them: the new ones are worked out at once, too many are forgotten."""
        told = self._told if len(self._told) < _CACHED else {}
        words = chain.from_iterable(zip(*each, strict=True) for each in seen)
        new = {each: None for each in words if each not in told}
        signs = [self._features.signs(*each) for each in new]
        told.update(zip(new, self._records(signs, [self._features.in_pairs(word) for word, _ in new]), strict=True))
        self._told = told
        return told

    def _records(self, signs: Sequence[Sequence[str]], in_pairs: Sequence[Sequence[str]]) -> list[bytes]:
        """What each word adds to the scores of the tokens around it, and by which numbers pairs know it."""
        import numpy as np  # noqa: PLC0415

        get, nothing = self._rows.get, len(self._rows)
        rows = [get(sign, nothing) for sign in chain.from_iterable(signs)]
        scores = np.add.reduceat(self._single[rows], [0, *accumulate(map(len, signs))][:-1])
        numbers = np.array([self._pairs.numbers(each) for each in in_pairs], np.int32)
        records = np.concatenate([scores.reshape(len(signs), -1).view(np.int32), numbers], 1)
        return [record.tobytes() for record in records]


def _kind(label: str, labels: Sequence[str]) -> tuple[int, int]:
    """The numbers of the tags with which names of a label begin and go on; the second is -1 where there is none."""
    inside = f"I-{label}"
    return labels.index(f"B-{label}"), labels.index(inside) if inside in labels else -1


@lru_cache(maxsize=2)
def read_model(language: str) -> Model:
    """The model of `language` (`de` or `en`) that is shipped."""
    return Model((files(__package__) / "data" / f"crf-{language}.xz").read_bytes(), language)
