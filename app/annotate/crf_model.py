"""Conditional random fields that tag the words of a sentence: PER, LOC, ORG, OTH, as BIO, each with its probability.

What is in `data/` is made by `attache train`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, chain, compress
from typing import TYPE_CHECKING, NamedTuple

from app.annotate.crf_features import EDGES, PLACES, Features
from app.annotate.crf_tokens import Token, columns
from app.annotate.crf_weights import unpack
from app.annotate.memory import Memory
from app.annotate.word_clusters import read_clusters

if TYPE_CHECKING:
    import numpy as np

OUTSIDE = "O"
_CACHED = 20_000  # words
_SIDES = PLACES.index("<")  # places of single signs; those of pairs follow


_Span = tuple[int, int, str]  # as in a name
_Seen = tuple[Sequence[str], Sequence[str]]  # the words of a sentence, and what the rules say of each
Test = Callable[[Sequence[Token], _Span], bool]


class Name(NamedTuple):
    """The tokens of a sentence from `first` to before `after`; `confidence` is that of the least sure of them."""

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
        self._outside = self._labels.index(OUTSIDE)
        single, self._pairs = weights.table[:, :_SIDES], Pairs(weights.rows, weights.table[:, _SIDES:])
        self._single = np.concatenate([single, np.zeros_like(single[:1])])  # the last row is of signs without weights
        self._chain = Chain(weights.transitions)
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
        scores = self._scores(sentences, lengths)
        tags = self._chain.best(scores, lengths)
        found: list[list[_Span]] = [[] for _ in sentences]
        for number, span in self._spans(tags, lengths):
            if worth(sentences[number], span):
                found[number].append(span)
        sure = self._probable(scores, lengths, tags, [bool(each) for each in found])
        return [
            [Name(first, after, label, min(sure[start + first : start + after])) for first, after, label in each]
            for each, start in zip(found, accumulate(lengths, initial=0), strict=False)
        ]

    def _spans(self, tags: "np.ndarray", lengths: Sequence[int]) -> Iterator[tuple[int, _Span]]:
        """The names in sentences of these lengths, each with the number of its sentence."""
        import numpy as np  # noqa: PLC0415

        ends = [end + number for number, end in enumerate(accumulate(lengths))]  # a gap between each two
        places = np.repeat(np.arange(len(lengths)), lengths) + np.arange(len(tags))
        marked = (tags != self._outside).nonzero()[0]
        labels = [self._labels[tag] for tag in tags[marked].tolist()]
        for first, after, label in spans(labels, places[marked].tolist()):
            number = bisect_left(ends, after)
            start = ends[number] - lengths[number]
            yield number, (first - start, after - start, label)

    def _probable(
        self, scores: "np.ndarray", lengths: list[int], tags: "np.ndarray", wanted: list[bool]
    ) -> list[float]:
        """How probable the tag of each token is; 0 in sentences that are not wanted."""
        import numpy as np  # noqa: PLC0415

        sure = np.zeros(len(tags))
        if any(wanted):
            kept = np.repeat(wanted, lengths)
            shares = self._chain.probabilities(scores[kept], [*compress(lengths, wanted)])
            sure[kept] = shares[np.arange(len(shares)), tags[kept]]
        return sure.tolist()

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


def spans(tags: Iterable[str], places: Iterable[int] | None = None) -> Iterator[_Span]:
    """The runs of BIO tags: first, after the last, label. They stand at these ascending places, or side by side."""
    first, after, label = 0, 0, ""
    for number, tag in enumerate(tags) if places is None else zip(places, tags, strict=True):
        if tag == OUTSIDE:
            continue
        if number == after and tag == f"I-{label}":
            after += 1
            continue
        if label:
            yield first, after, label
        first, after, label = number, number + 1, tag[2:]
    if label:
        yield first, after, label


@lru_cache(maxsize=2)
def read_model(language: str) -> Model:
    """The model of `language` (`de` or `en`) that is shipped."""
    return Model((files(__package__) / "data" / f"crf-{language}.xz").read_bytes(), language)
