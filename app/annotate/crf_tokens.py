"""The sentences of a document as the statistical models read them: hyphened words are one token, `'s` is one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
            what = f"{each.type}/{each.kind}"
            known[first:after] = [f"B{what}", *[f"I{what}"] * (after - first - 1)]
    return known


def sentences(document: Document, known: list[str], numbers: Iterable[int] | None = None) -> Iterator[Sentence]:
    """The sentences with these `numbers`, or all; `known` is what `known_words` gives."""
    listed = dict.fromkeys(document.sentence_numbers) if numbers is None else numbers
    for number in listed:
        first = bisect_left(document.sentence_numbers, number)
        after = bisect_right(document.sentence_numbers, number, first)
        words = document.words[first:after]
        if _JOINING.isdisjoint(words):
            yield Sentence(words, document.starts[first:after], document.ends[first:after], known[first:after])
        else:
            yield Sentence(*map(list, zip(*_joined(document, known, first, after), strict=True)))


def _joined(document: Document, known: list[str], first: int, after: int) -> Iterator[Token]:
    words, glued, starts, ends = document.words, document.glued, document.starts, document.ends
    for number in range(first + 1, after + 1):
        if number < after and glued[number] and _clings(words[number - 1], words[number]):
            continue
        if number == first + 1:
            yield Token(words[first], starts[first], ends[first], known[first])
        else:
            word = "".join(words[first:number])
            yield Token(word, starts[first], ends[number - 1], _known_in(known[first:number]))
        first = number


def _clings(left: str, right: str) -> bool:
    if right == "-":
        return left[0].isalnum()
    return left in {"-", "'"} and right[0].isalnum()


def _known_in(parts: list[str]) -> str:
    """What the rules found in a word of several parts; a plus sign tells that there is more in it."""
    told = next((part for part in parts if part != NOTHING), NOTHING)
    return told if NOTHING not in parts or told == NOTHING else told + "+"
