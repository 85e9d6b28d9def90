"""Words with tags (`B-PER`, `I-PER`, `O`), set as a text again, and what was found put in the same tags."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.domain.annotations import Mention
from app.domain.scoring import Mark

# What CoNLL-2003 calls the types; the rest is MISC there, and OTH in GermEval 2014.
COARSE = {
    "person": "PER",
    "organization": "ORG",
    "country": "LOC",
    "region": "LOC",
    "place": "LOC",
    "facility": "LOC",
}
_SYNONYMS = {
    **COARSE,
    "pers": "PER",
    "organisation": "ORG",
    "location": "LOC",
    "gpe": "LOC",
    "other": "MISC",
    "oth": "MISC",
    "miscellaneous": "MISC",
}
_CLOSING = frozenset(".,;:!?)]}%»“”…") | {"'s", "’s", "n't", "n’t", "''"}
_OPENING = frozenset("([{«„") | {"``"}


class Word(NamedTuple):
    """One token and its tag."""

    text: str
    tag: str


def coarse_label(label: str) -> str:
    """PER, ORG, LOC or MISC for a label that means one of them; any other in capitals."""
    return _SYNONYMS.get(label.lower(), label.upper())


def set_text(sentences: Iterable[Sequence[Word]]) -> tuple[str, list[int], list[Mark]]:
    """The text of tagged sentences, where each word starts in it, and what is marked.

    Signs stand where a printer would set them, so that the text reads as its readers will be given it.
    """
    pieces: list[str] = []
    starts: list[int] = []
    tagged: list[tuple[str, int, int]] = []
    length, before = 0, ""
    for sentence in sentences:
        for number, word in enumerate(sentence):
            gap = "" if not pieces or _joined(before, word.text) else " "
            starts.append(length + len(gap))
            pieces += [gap, word.text]
            length, before = starts[-1] + len(word.text), word.text
            tagged.append((word.tag if number or word.tag[:2] != "I-" else "B-" + word.tag[2:], starts[-1], length))
    return "".join(pieces), starts, list(_marks(tagged))


def _joined(before: str, word: str) -> bool:
    return word in _CLOSING or before in _OPENING


def _marks(tagged: Iterable[tuple[str, int, int]]) -> Iterator[Mark]:
    """The runs of one tag: IOB1, IOB2 and BIOES are all read."""
    run: Mark | None = None
    for tag, start, end in tagged:
        prefix, _, label = tag.partition("-")
        if run and prefix in {"I", "E"} and label == run.name:
            run = run._replace(end=end)
            continue
        if run:
            yield run
        run = Mark(start, end, label, label) if label else None
    if run:
        yield run


def outermost(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Those that stand in no other: the formats have one level."""
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.end > end:
            yield mark
            end = mark.end


def whole_words(mention: Mention, starts: Sequence[int], text: str) -> tuple[int, int, bool]:
    """The span of the words in which a mention stands, and whether it is less than these."""
    first, after = bisect_right(starts, mention.start) - 1, bisect_right(starts, mention.end - 1)
    start = starts[max(first, 0)]
    end = len(text[start : starts[after] if after < len(starts) else len(text)].rstrip()) + start
    return start, end, (start, end) != (mention.start, mention.end)
