"""What the statistical models see of a word: its letters, its shape, its clusters, and what the rules say of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.annotate.crf_tokens import Token
from app.annotate.word_clusters import read_clusters

_REPEATED = re.compile(r"(.)\1+")
_AROUND = (-2, -1, 1, 2)
_STEPS = (6, 8, 10, 12)  # so many signs of a path are told beside the whole of it: two name the language
_PREFIXES, _SUFFIXES = range(1, 5), range(1, 8)
_CACHED = 20_000  # words
_IN_PAIRS = 10  # signs of a path


class _Seen(NamedTuple):
    """Names of what holds of a word, of the words around it by their offset, and what it gives to a pair."""

    own: list[str]
    around: dict[int, list[str]]
    small: str
    path: str
    form: str


class Features:
    """Tells of each token of a sentence, by names, what holds of it and of those around it.

    With `known`, only the names in it are told, as the strings that it maps them to.
    """

    def __init__(self, language: str, known: Mapping[str, str] | None = None) -> None:
        self._known = known
        self._pairs = None if known is None else frozenset(name[1:] for name in known if "|" in name)
        self._language, self._other = (language, "en" if language == "de" else "de")
        self._seen = lru_cache(maxsize=_CACHED)(self._see)
        self._told = lru_cache(maxsize=_CACHED)(self._tell)

    def of(self, sentence: Sequence[Token]) -> list[list[str]]:
        """For each token the names of what holds of it."""
        seen = [self._seen(token.word) for token in sentence]
        told = [token.known for token in sentence]
        known = [self._told(*three) for three in zip(["first", *told], told, [*told[1:], "last"], strict=False)]
        held = [word.own + more for word, more in zip(seen, known, strict=True)]
        for offset in _AROUND:
            for names, word in zip(held[max(0, -offset) :], seen[max(0, offset) :], strict=False):
                names.extend(word.around[offset])
        for (left, right), (before, after) in zip(pairwise(seen), pairwise(held), strict=True):
            for pair in (f"{left.small}|{right.small}", f"{left.path}|{right.path}", f"{left.form}|{right.form}"):
                if self._pairs is None or pair in self._pairs:
                    before.extend(self._kept((f"+{pair}",)))
                    after.extend(self._kept((f"-{pair}",)))
        return held

    def _tell(self, before: str, here: str, after: str) -> list[str]:
        return self._kept([f"r={here}", f"-r={before}", f"+r={after}"])

    def _see(self, word: str) -> _Seen:
        small, form = word.lower(), shape(word)
        path, other = self._path(word, self._language), self._path(word, self._other)
        own = [f"w={word}", f"l={small}", f"s={form}", *_letters(word), *_steps(path), *_steps(other)]
        beside = [f"l={small}", f"s={form}", *_steps(path)[:4], _steps(other)[-1]]
        around = {offset: self._kept(f"{offset}{name}" for name in beside) for offset in _AROUND}
        return _Seen(self._kept(own), around, small, path[:_IN_PAIRS], form[:5])

    def _path(self, word: str, language: str) -> str:
        """The path of a word, or of the last part of it, with the language whose words it is among."""
        clusters = read_clusters(language)
        return f"{language}{clusters.path(word) or clusters.path(word.rpartition('-')[2]) or '?'}"

    def _kept(self, names: Iterable[str]) -> list[str]:
        known = self._known
        return list(names) if known is None else [known[name] for name in names if name in known]


def shape(word: str) -> str:
    """`Nato` as `Xx`, `G20` as `Xd`, `EU-Rat` as `X-Xx`."""
    signs = ("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word)
    return _REPEATED.sub(r"\1", "".join(signs))


def _letters(word: str) -> list[str]:
    """How a word begins and ends, and the first and the last part of one with hyphens."""
    small, (first, hyphen, last) = word.lower(), (word.partition("-")[0], *word.rpartition("-")[1:])
    names = [f"p{n}={word[:n]}" for n in _PREFIXES if len(word) > n]
    names += [f"e{n}={small[-n:]}" for n in _SUFFIXES if len(word) > n]
    return [*names, f"h={first}", f"t={last.lower()}"] if hyphen else names


def _steps(path: str) -> list[str]:
    return [path, *(f"{path[:steps]}*" for steps in _STEPS if len(path) > steps)]
