"""What the statistical models see of a word: its letters, its shape, its clusters, what lists and rules say of it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.annotate.crf_tokens import Token
from app.annotate.name_words import NameWords, read_name_words
from app.annotate.word_clusters import read_clusters

PLACES = ("-2", "-1", "0", "1", "2", "<", ">")
"""Where a sign holds: so many tokens from here; or for a pair, that it begins or ends here."""

EDGES = ("r=first", "r=last")
"""The signs of what stands before and after a sentence."""

JOINT = "|"
"""What joins the two parts of the sign of a pair; as a token it stands alone."""

IN_PAIRS = 3
"""So many parts a word gives to pairs."""

_REPEATED = re.compile(r"(.)\1+")
_SIMPLE = re.compile("[A-ZÄÖÜ]?[a-zäöüß]+")
_AROUND = (-2, -1, 1, 2)
_STEPS = (6, 8, 10, 12)  # so many signs of a path are told beside the whole of it: two name the language
_PREFIXES = tuple((f"p{length}=", length) for length in range(1, 5))
_SUFFIXES = tuple((f"e{length}=", length) for length in range(1, 8))
_COMPOUND, _SHORTEST_TAIL = 7, 4  # letters of a word that may be a compound, and of the last part of it
_LONGEST_TAIL = 64  # letters: the clusters know no longer word
_CACHED, _PATHS = 2_000, 20_000  # words, and paths: there are a few thousand
_PATH_IN_PAIRS = 10  # signs


class _Seen(NamedTuple):
    """The signs of a word, how many of them, from the first on, its neighbours see, and what it gives to a pair."""

    signs: list[str]
    beside: int
    small: str
    path: str
    form: str


class Features:
    """Tells what the models see of words: the signs of each, and those of each two that stand side by side."""

    def __init__(self, language: str) -> None:
        self._language, self._other = (language, "en" if language == "de" else "de")
        self._words = read_name_words(frozenset())
        self._seen = lru_cache(maxsize=_CACHED)(self._see)

    def signs(self, word: str, known: str) -> list[str]:
        """The signs of a word of which the rules say `known`."""
        return [f"r={known}", *self._seen(word).signs]

    def in_pairs(self, word: str) -> tuple[str, ...]:
        """What a word gives to the signs of a pair, of which each joins one of the left word and one of the right."""
        seen = self._seen(word)
        return seen.small, seen.path, seen.form

    def _pairs(self, sentence: Sequence[Token]) -> Iterator[tuple[int, str]]:
        """The signs of each two tokens side by side, with the number of the left one."""
        given = [self.in_pairs(token.word) for token in sentence]
        for number, sides in enumerate(pairwise(given)):
            yield from ((number, f"{left}{JOINT}{right}") for left, right in zip(*sides, strict=True))

    def of(self, sentence: Sequence[Token]) -> list[list[str]]:
        """For each token what holds of it and around it, each as the sign, `@`, and the place: for training."""
        held = [[f"{sign}@0" for sign in self.signs(token.word, token.known)] for token in sentence]
        beside = [[f"r={token.known}", *self._beside(token.word)] for token in sentence]
        for offset in _AROUND:
            for names, signs in zip(held[max(0, -offset) :], beside[max(0, offset) :], strict=False):
                names.extend(f"{sign}@{offset}" for sign in signs if abs(offset) == 1 or not sign.startswith("r="))
        held[0].append(f"{EDGES[0]}@-1")
        held[-1].append(f"{EDGES[1]}@1")
        for number, pair in self._pairs(sentence):
            held[number].append(f"{pair}@<")
            held[number + 1].append(f"{pair}@>")
        return held

    def _beside(self, word: str) -> list[str]:
        seen = self._seen(word)
        return seen.signs[: seen.beside]

    def _see(self, word: str) -> _Seen:
        small, form = word.lower(), shape(word)
        path, other = self._path(word, self._language), self._path(word, self._other)
        steps, others = _steps(path), _steps(other)
        beside = [f"l={small}", f"s={form}", *steps[:4], *others[:2]]
        own = [f"w={word}", *_letters(word), *steps[4:], *others[2:]]
        if self._language == "de":  # held out, English gained nothing by either
            beside += _listed(word, self._words)
            own += self._of_tail(word, path)
        return _Seen([*beside, *own], len(beside), small, path[:_PATH_IN_PAIRS], form[:5])

    def _of_tail(self, word: str, path: str) -> list[str]:
        """The clusters of the longest known word with which an unknown long one ends: `Aluminiumproduzent`."""
        if path[2:] != "?" or len(word) < _COMPOUND or not word[0].isalpha():
            return []
        last, clusters = word.rpartition("-")[2], read_clusters(self._language)
        longest = max(1, len(last) - _LONGEST_TAIL)
        tails = (last[start:] for start in range(longest, len(last) - _SHORTEST_TAIL + 1))
        known = (clusters.path(tail.capitalize() if last[0].isupper() else tail) for tail in tails)
        return [f"t={step}" for step in _steps(next(filter(None, known), "?"))]

    def _path(self, word: str, language: str) -> str:
        """The path of a word, or of the last part of it, with the language whose words it is among."""
        clusters = read_clusters(language)
        path = clusters.path(word) or (clusters.path(word.rpartition("-")[2]) if "-" in word else None)
        return f"{language}{path or '?'}"


def shape(word: str) -> str:
    """`Nato` as `Xx`, `G20` as `Xd`, `EU-Rat` as `X-Xx`."""
    if _SIMPLE.fullmatch(word):
        return "x" if word[0].islower() else "Xx"
    signs = ("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word)
    return _REPEATED.sub(r"\1", "".join(signs))


def _listed(word: str, words: NameWords) -> list[str]:
    """Whether a word is a given name, a role, a title, or a part of names."""
    told = ["g=given"] if word in words.given else []
    if word in words.unsure:
        told.append("g=unsure")
    if word.endswith("s") and word[:-1] in words.given:
        told.append("g=givens")
    if words.is_role(word):
        told.append("g=role")
    if word in words.titles:
        told.append("g=title")
    if word in words.particles:
        told.append("g=part")
    return told


def _letters(word: str) -> list[str]:
    """How a word begins and ends, and the first and the last part of one with hyphens."""
    small, told = word.lower(), len(word) - 1  # a word is longer than what is told of it
    names = [name + word[:length] for name, length in _PREFIXES[:told]]
    names += [name + small[-length:] for name, length in _SUFFIXES[:told]]
    if "-" in word:
        names += [f"h={word.partition('-')[0]}", f"t={word.rpartition('-')[2].lower()}"]
    return names


@lru_cache(maxsize=_PATHS)
def _steps(path: str) -> list[str]:
    return [path, *(f"{path[:steps]}*" for steps in _STEPS if len(path) > steps)]
