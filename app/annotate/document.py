"""A text prepared once for all extractors: tokens, sentences, paragraphs, zones."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.annotate.language import analysed
from app.annotate.sentences import sentence_starts
from app.annotate.zones import Layout
from app.domain.annotations import Span, Zone

_SOFT_HYPHEN = "\u00ad"
_TOKEN = re.compile(rf"[^\W_](?:[\w\u0300-\u036f]|{_SOFT_HYPHEN}(?=\w))*|\S")
_PLAIN = {"’": "'", "‘": "'", "‐": "-", "‑": "-"}

_LONGEST_OPENING = 4  # quotation marks and brackets before the first word of a sentence


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words and the single signs of `text`, each with its span.

    Apostrophes and hyphens are the plain ones; the soft hyphens in a word belong to its span alone.
    """
    found = ((each[0].replace(_SOFT_HYPHEN, "") or each[0], each.span()) for each in _TOKEN.finditer(text))
    return [(_PLAIN.get(word, word), *span) for word, span in found]


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its tokens. The lists from `words` to `glued` have one item a token.

    `folded` holds the words with those in capitals written small (`BERLIN` as `Berlin`); `glued` tells that no space
    stands before the token. `languages` are those to be analysed; `sentences` and `paragraphs` are ascending offsets.
    """

    text: str
    languages: tuple[str, ...]
    zones: tuple[Zone, ...]
    datelines: tuple[Span, ...]
    sentences: Sequence[int]
    paragraphs: Sequence[int]
    words: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    glued: list[bool]

    def word(self, number: int) -> str:
        """The token `number`, or an empty string before the first and after the last."""
        return self.words[number] if 0 <= number < len(self.words) else ""

    def zone_at(self, offset: int) -> Zone:
        """The zone in which `offset` stands."""
        return self.zones[max(0, bisect_right(self.zones, offset, key=lambda zone: zone.start) - 1)]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence in which `offset` stands."""
        return max(0, bisect_right(self.sentences, offset) - 1)

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph in which `offset` stands."""
        return max(0, bisect_right(self.paragraphs, offset) - 1)

    def together(self, first: int, last: int) -> bool:
        """Whether the tokens `first` and `last` stand in one paragraph."""
        return self.paragraph_at(self.starts[first]) == self.paragraph_at(self.starts[last])

    def opens(self, number: int) -> bool:
        """Whether no word of the same sentence stands before the token `number`."""
        before = number - 1
        while before >= 0 and not self.words[before][0].isalnum() and number - before < _LONGEST_OPENING:
            before -= 1
        return before < 0 or self.sentence_at(self.starts[before]) != self.sentence_at(self.starts[number])

    def in_dateline(self, offset: int) -> bool:
        """Whether `offset` stands in a dateline."""
        return any(span.start <= offset < span.end for span in self.datelines)


def prepare(text: str, language: str, layout: Layout) -> Document:
    """The `Document` of `text`, which is written in `language` and laid out as `layout` says."""
    found = tokens(text)
    words = [word for word, _, _ in found]
    starts, ends = [start for _, start, _ in found], [end for _, _, end in found]
    return Document(
        text=text,
        languages=analysed(language),
        zones=layout.zones,
        datelines=layout.datelines,
        sentences=sentence_starts(text, list(layout.blocks)),
        paragraphs=[block.start for block in layout.blocks],
        words=words,
        folded=[word.capitalize() if len(word) > 3 and word.isupper() else word for word in words],
        starts=starts,
        ends=ends,
        glued=[start == end for start, end in zip(starts, [-1, *ends], strict=False)],
    )
