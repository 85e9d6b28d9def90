"""The words of many texts at once, as numbers: what `WORD` finds one after another, found in arrays.

Two words are told apart by a sum of their characters, each times a factor of its place (multilinear hashing: Lemire and
Kaser, "Strongly universal string hashing is fast", 2014). The factors are drawn anew in each process, so that nobody
can make two words that share a sum; by chance that happens to two of 100,000 words once in 10^9 times.
"""

import os
import re
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from app.domain.annotations import ZONES
from app.domain.index_documents import IndexDocument
from app.domain.words import MARKS, MAX_WORD, SOFT_HYPHEN
from app.search.whoosh.segments.packing import Numbers

_CHUNK = 1 << 21
"""How many characters are looked at together: more would not stay in the caches of a processor."""

_LETTER, _MARK, _HYPHEN = 1, 2, 3
_FACTORS = np.frombuffer(os.urandom(8 * (MAX_WORD + 1)), np.int64)
_ZONE_NUMBERS: dict[str, int] = {zone: number for number, zone in enumerate(ZONES)}


class Vocabulary(dict[str, int]):
    """The different words as they are spelled, numbered as they come."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


@dataclass
class Words:
    """The words of documents, collected: their numbers in the vocabulary in the order of the text, and the passages."""

    passage_zones: list[int] = field(default_factory=list)
    passages: list[int] = field(default_factory=list)
    _vocabulary: Vocabulary = field(default_factory=Vocabulary)
    _numbers: list[Numbers] = field(default_factory=list)
    _sizes: list[Numbers] = field(default_factory=list)
    _texts: list[str] = field(default_factory=list)
    _waiting: int = 0

    def add(self, document: IndexDocument) -> None:
        """Take in the words of the next document."""
        for zone, text in document.passages:
            self._texts.append(text)
            self._waiting += len(text)
            self.passage_zones.append(_ZONE_NUMBERS[zone])
        self.passages.append(len(document.passages))
        if self._waiting > _CHUNK:
            self._take_in()

    def spelled(self) -> list[str]:
        """The vocabulary."""
        self._take_in()
        return list(self._vocabulary)

    def numbers(self) -> Numbers:
        """The number of each word."""
        self._take_in()
        self._numbers = [np.concatenate([np.zeros(0, np.int32), *self._numbers])]
        return self._numbers[0]

    def passage_sizes(self) -> Numbers:
        """How many words each passage has."""
        self._take_in()
        return np.concatenate([np.zeros(0, np.int64), *self._sizes])

    def _take_in(self) -> None:
        if not self._texts:
            return
        text = "\n".join(self._texts)
        ends = np.cumsum(np.fromiter(map(len, self._texts), np.int64, len(self._texts)) + 1)
        starts, numbers = self._numbered(text)
        self._numbers.append(numbers)
        self._sizes.append(np.diff(np.searchsorted(starts, ends), prepend=0))
        self._texts, self._waiting = [], 0

    def _numbered(self, text: str) -> tuple[Numbers, Numbers]:
        """Where each word of a text begins, and its number."""
        points = code_points(text)
        starts, ends = find_words(points)
        sums = _sums(points, starts, ends)
        order = np.argsort(sums)
        fresh = np.diff(sums[order], prepend=~sums[order[:1]]) != 0
        first = order[fresh]
        spelled = [text[start:end] for start, end in zip(starts[first].tolist(), ends[first].tolist(), strict=True)]
        known = np.fromiter(map(self._vocabulary.__getitem__, spelled), np.int32, len(spelled))
        numbers = np.empty(len(order), np.int32)
        numbers[order] = known[np.cumsum(fresh) - 1]
        return starts, numbers


def code_points(text: str) -> Numbers:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)


def find_words(points: Numbers) -> tuple[Numbers, Numbers]:
    """Where the words of a text begin and end: the spans of `WORD`, by the code points of the text."""
    kinds = np.zeros(len(points) + 2, np.uint8)
    kinds[1:-1] = _kinds()[points]
    letters = kinds == _LETTER
    if kinds.max() == _LETTER:
        edges = np.flatnonzero(letters[1:] != letters[:-1])
        return edges[::2], edges[1::2]
    hyphens = kinds == _HYPHEN
    hyphens[:-1] &= letters[1:]
    inside = letters | hyphens | (kinds == _MARK)
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return _from_letters(edges[::2], edges[1::2], np.flatnonzero(letters[1:-1]))


def _from_letters(starts: Numbers, ends: Numbers, letters: Numbers) -> tuple[Numbers, Numbers]:
    """Each run from its first letter on; those without one are no words."""
    first = np.append(letters, np.iinfo(np.int64).max)[np.searchsorted(letters, starts)]
    words = first < ends
    return first[words], ends[words]


def _sums(points: Numbers, starts: Numbers, ends: Numbers) -> Numbers:
    """A number for each word, the same for the same word; those of more than `MAX_WORD` characters need not differ."""
    sizes = ends - starts
    first: Numbers = np.cumsum(sizes) - sizes
    places = np.arange(int(sizes.sum()), dtype=np.int32)
    within = np.repeat((starts - first).astype(np.int32), sizes) + places
    places -= np.repeat(first.astype(np.int32), sizes)
    np.minimum(places, MAX_WORD, out=places)
    if not len(first):
        return first
    terms = points[within] * _FACTORS[places]
    sums: Numbers = np.add.reduceat(terms, first)
    return sums


@cache
def _kinds() -> Numbers:
    """What each code point is in a word."""
    kinds = np.zeros(0x110000, np.uint8)
    kinds[list(map(ord, MARKS))] = _MARK
    kinds[ord(SOFT_HYPHEN)] = _HYPHEN
    every = np.arange(len(kinds), dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for run in re.finditer(r"[^\W_]+", every):
        kinds[run.start() : run.end()] = _LETTER
    return kinds
