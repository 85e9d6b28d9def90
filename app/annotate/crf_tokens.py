"""The sentences of a document as the statistical models read them: hyphened words are one token, `'s` is one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, overload

from app.annotate.document import Document
from app.annotate.extraction import Found

NOTHING = "-"
_JOINING = frozenset("-'")


class Token(NamedTuple):
    """A word and its span; `known` says what the rules found there, `NOTHING` else."""

    word: str
    start: int
    end: int
    known: str


class Sentence(Sequence[Token]):
    """The tokens of a sentence, kept by columns: most are never looked at one by one."""

    __slots__ = ("_places", "known", "words")

    def __init__(self, words: list[str], starts: list[int], ends: list[int], known: list[str]) -> None:
        self.words, self.known = words, known
        self._places = starts, ends

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.words, *self._places, self.known)

    @overload
    def __getitem__(self, number: int) -> Token: ...
    @overload
    def __getitem__(self, number: slice) -> "Sentence": ...
    def __getitem__(self, number: int | slice) -> "Token | Sentence":
        starts, ends = self._places
        if isinstance(number, slice):
            return Sentence(self.words[number], starts[number], ends[number], self.known[number])
        return Token(self.words[number], starts[number], ends[number], self.known[number])


def columns(sentence: Sequence[Token]) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a sentence, and what is known of each."""
    if isinstance(sentence, Sentence):
        return sentence.words, sentence.known
    words, _, _, known = zip(*sentence, strict=True)
    return words, known


def known_words(document: Document, found: Iterable[Found]) -> list[str]:
    """For each word of the document what the rules found there: where several nest, the innermost."""
    known = [NOTHING] * len(document.words)
    for each in found:
        first = bisect_left(document.starts, each.start)
        after = bisect_left(document.starts, each.end, first)
        if first < after and document.starts[first] == each.start:
            known[first] = f"B{each.type}/{each.kind}"
            if after > first + 1:
                known[first + 1 : after] = [f"I{each.type}/{each.kind}"] * (after - first - 1)
    return known


def sentences(document: Document, known: list[str], numbers: Iterable[int] | None = None) -> Iterator[Sentence]:
    """The sentences with these `numbers`, or all; `known` is what `known_words` gives."""
    listed = dict.fromkeys(document.sentence_numbers) if numbers is None else numbers
    inner = _inner(document)
    for number in listed:
        first = bisect_left(document.sentence_numbers, number)
        after = bisect_right(document.sentence_numbers, number, first)
        here = inner[bisect_left(inner, first + 1) : bisect_left(inner, after)]
        yield _joined(document, known, range(first, after), here)


def _inner(document: Document) -> list[int]:
    """The tokens that go on with the word before them, ascending."""
    words, glued, marks = document.words, document.glued, document.of(_JOINING)
    beside = sorted({*marks, *[mark + 1 for mark in marks]})
    return [n for n in beside if 0 < n < len(words) and glued[n] and _clings(words[n - 1], words[n])]


def _joined(document: Document, known: list[str], tokens: range, inner: list[int]) -> Sentence:
    """The sentence of these tokens, of which the `inner` ones go on with the word before."""
    if not inner:
        here = slice(tokens.start, tokens.stop)
        return Sentence(document.words[here], document.starts[here], document.ends[here], known[here])
    words, starts, ends, told = list[str](), list[int](), list[int](), list[str]()
    place = tokens.start
    for first, after in _runs(inner):
        words += document.words[place:first]
        words.append("".join(document.words[first:after]))
        starts += document.starts[place : first + 1]
        ends += document.ends[place:first]
        ends.append(document.ends[after - 1])
        told += known[place:first]
        told.append(_known_in(known[first:after]))
        place = after
    rest = slice(place, tokens.stop)
    return Sentence(
        words + document.words[rest], starts + document.starts[rest], ends + document.ends[rest], told + known[rest]
    )


def _runs(inner: list[int]) -> Iterator[tuple[int, int]]:
    """The words that these tokens go on with: the first token of each, and the one behind its last."""
    first = inner[0] - 1
    for number, following in pairwise([*inner, -1]):
        if following != number + 1:
            yield first, number + 1
            first = following - 1


def _clings(left: str, right: str) -> bool:
    if right == "-":
        return left[0].isalnum()
    return left in {"-", "'"} and right[0].isalnum()


def _known_in(parts: list[str]) -> str:
    """What the rules found in a word of several parts; a plus sign tells that there is more in it."""
    told = next((part for part in parts if part != NOTHING), NOTHING)
    return told if NOTHING not in parts or told == NOTHING else told + "+"
