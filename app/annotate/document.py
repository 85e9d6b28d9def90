"""A text prepared once for all extractors: tokens, sentences, paragraphs, zones."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import eq

from app.annotate.language import analysed
from app.annotate.memory import Memory
from app.annotate.native.words import token_spans
from app.annotate.sentences import sentence_starts
from app.annotate.zones import Layout
from app.domain.annotations import Span, Zone

_SOFT_HYPHEN = "\u00ad"
_WITHIN_WORDS = (_SOFT_HYPHEN, "_")
_PLAIN = {"’": "'", "‘": "'", "‐": "-", "‑": "-"}

_CAPITAL, _FOLDED, _INITIAL, _DIGIT = 1, 2, 4, 8
_BLANKS = [""] * 16  # before the first word and after the last: nobody looks farther
_LONGEST_OPENING = 4  # quotation marks and brackets before the first word of a sentence


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The words and the single signs of `text`, each with its span.

    Apostrophes and hyphens are the plain ones; the soft hyphens in a word belong to its span alone.
    """
    return list(zip(*_tokens(text), strict=True))


def _tokens(text: str) -> tuple[list[str], list[int], list[int]]:
    for sign, simple in _PLAIN.items():
        text = text.replace(sign, simple)
    starts, ends = token_spans(text)
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if _SOFT_HYPHEN in text:
        words = [word.replace(_SOFT_HYPHEN, "") or word for word in words]
    return words, starts, ends


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its tokens. The lists from `words` to `paragraph_numbers` have one item a token.

    `folded` holds the words with those in capitals written small (`BERLIN` as `Berlin`); `glued` tells that no space
    stands before the token. `languages` are those to be analysed; `sentences` and `paragraphs` are ascending offsets;
    `capitals` are the tokens that begin with a capital letter, `initials` those that are nothing else, `digits` those
    that begin with one; `places` has the tokens of each word, `vocabulary` all
    words, `folds` the tokens of those that are folded. `word` gives a token by its number, and an empty string up to
    16 tokens before the first and after the last.
    """

    text: str
    languages: tuple[str, ...]
    zones: tuple[Zone, ...]
    zone_starts: Sequence[int]
    datelines: tuple[Span, ...]
    sentences: Sequence[int]
    paragraphs: Sequence[int]
    words: list[str]
    word: Callable[[int], str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    glued: list[bool]
    sentence_numbers: list[int]
    paragraph_numbers: list[int]
    capitals: list[int]
    initials: list[int]
    digits: list[int]
    vocabulary: frozenset[str]
    places: Mapping[str, Sequence[int]]
    folds: Mapping[str, Sequence[int]]

    def of(self, words: frozenset[str]) -> list[int]:
        """The tokens that are one of these words, ascending."""
        return sorted(chain.from_iterable([self.places[word] for word in words & self.vocabulary]))

    def plain_tokens(self, zones: frozenset[str]) -> list[str]:
        """The tokens in these zones; none for a text with soft hyphens or underscores, which may stand in words."""
        if any(sign in self.text for sign in _WITHIN_WORDS):
            return []
        bounds = ((zone.start, zone.end) for zone in self.zones if zone.zone in zones)
        among = (self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)] for start, end in bounds)
        return [*chain.from_iterable(among)]

    def zone_at(self, offset: int) -> Zone:
        """The zone in which `offset` stands."""
        return self.zones[bisect_right(self.zone_starts, offset, 1) - 1]

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence in which `offset` stands."""
        return bisect_right(self.sentences, offset, 1) - 1

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph in which `offset` stands."""
        return bisect_right(self.paragraphs, offset, 1) - 1

    def together(self, first: int, last: int) -> bool:
        """Whether the tokens `first` and `last` stand in one paragraph."""
        return self.paragraph_numbers[first] == self.paragraph_numbers[last]

    def opens(self, number: int) -> bool:
        """Whether no word of the same sentence stands before the token `number`."""
        before = number - 1
        while before >= 0 and not self.words[before][0].isalnum() and number - before < _LONGEST_OPENING:
            before -= 1
        return before < 0 or self.sentence_numbers[before] != self.sentence_numbers[number]

    def in_dateline(self, offset: int) -> bool:
        """Whether `offset` stands in a dateline."""
        return any(span.start <= offset < span.end for span in self.datelines)


def prepare(text: str, language: str, layout: Layout) -> Document:
    """The `Document` of `text`, which is written in `language` and laid out as `layout` says."""
    words, starts, ends = _tokens(text)
    places = _places(words)
    shaped = _by_shape(places)
    fold = {word: word.capitalize() for shape, found in shaped.items() if shape & _FOLDED for word in found}
    folds: dict[str, list[int]] = defaultdict(list)
    for word, folded in fold.items():
        folds[folded] += places[word]

    def all_with(shape: int) -> list[int]:
        listed = chain.from_iterable([found for other, found in shaped.items() if other & shape])
        return sorted(chain.from_iterable([places[word] for word in listed]))

    sentences, paragraphs = sentence_starts(text, list(layout.blocks)), [block.start for block in layout.blocks]
    return Document(
        text=text,
        languages=analysed(language),
        zones=layout.zones,
        zone_starts=[zone.start for zone in layout.zones],
        datelines=layout.datelines,
        sentences=sentences,
        paragraphs=paragraphs,
        words=words,
        word=[*words, *_BLANKS].__getitem__,  # what is counted from the end stands before the first
        folded=[fold.get(word, word) for word in words] if fold else words,
        starts=starts,
        ends=ends,
        glued=list(map(eq, starts, [-1, *ends])),
        sentence_numbers=_numbers(sentences, starts),
        paragraph_numbers=_numbers(paragraphs, starts),
        capitals=all_with(_CAPITAL),
        initials=all_with(_INITIAL),
        digits=all_with(_DIGIT),
        vocabulary=frozenset(places),
        places=places,
        folds=dict(folds),
    )


def _shape(word: str) -> int:
    """What a word shows at a glance; most show nothing."""
    capital, folded = _CAPITAL * word[0].isupper(), _FOLDED * (len(word) > 3 and word.isupper())
    return capital | folded | _INITIAL * (len(word) == 1 and word.isupper()) | _DIGIT * word[0].isdecimal()


_SHAPES = Memory(_shape, 20_000)


def _by_shape(words: Iterable[str]) -> dict[int, list[str]]:
    """Those of the words that show something, by what they show."""
    found: dict[int, list[str]] = defaultdict(list)
    for word, shape in zip(words, map(_SHAPES.__getitem__, words), strict=True):
        if shape:
            found[shape].append(word)
    return found


def _places(words: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        places[word].append(number)
    return dict(places)


def _numbers(parts: list[int], starts: list[int]) -> list[int]:
    """For each token the number of the part that it stands in; the parts begin at ascending offsets."""
    cuts = [0, *(bisect_left(starts, part) for part in parts[1:]), len(starts)]
    numbers: list[int] = []
    for number, (first, after) in enumerate(pairwise(cuts)):
        numbers += [number] * (after - first)
    return numbers
