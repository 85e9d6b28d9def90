"""The sentences of a document as the statistical models read them: hyphened words are one token, `'s` is one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

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


_token = partial(tuple.__new__, Token)  # a sixth of the time


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


def sentences(document: Document, known: list[str], numbers: Iterable[int] | None = None) -> Iterator[list[Token]]:
    """The sentences with these `numbers`, or all; `known` is what `known_words` gives."""
    listed = dict.fromkeys(document.sentence_numbers) if numbers is None else numbers
    for number in listed:
        first = bisect_left(document.sentence_numbers, number)
        yield list(_tokens(document, known, first, bisect_right(document.sentence_numbers, number, first)))


def _tokens(document: Document, known: list[str], first: int, after: int) -> Iterator[Token]:
    words, glued, starts, ends = document.words, document.glued, document.starts, document.ends
    if _JOINING.isdisjoint(words[first:after]):
        columns = (column[first:after] for column in (words, starts, ends, known))
        yield from map(_token, zip(*columns, strict=True))
        return
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
