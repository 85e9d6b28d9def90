"""The first sentences of an article."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from app.annotate.document import Document
from app.domain.annotations import Span, Zone

LONGEST = 240
_SURELY = 80  # code points of a sentence, also without a mark at its end
_ZONES, _LOOKED_AT = 4, 40  # zones, and sentences of each, that are looked at
_ENDS = (".", "!", "?", "…", ":")
_CLOSING = "\"'»«“”’‘)]*_ "


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    return Span.trusted(start=first, end=last) if first < last else None


def _sentences(document: Document, zone: Zone) -> Iterator[Span]:
    first, after = bisect_left(document.sentences, zone.start), bisect_left(document.sentences, zone.end)
    for start, end in pairwise(chain(islice(document.sentences, first, after), [zone.end])):
        span = _trimmed(document.text, start, end)
        if span:
            yield span


def _cut(text: str, span: Span) -> Span:
    space = text.rfind(" ", span.start, span.start + LONGEST + 1)
    return Span.trusted(start=span.start, end=space if space > span.start else span.start + LONGEST)


def _real(document: Document, span: Span) -> bool:
    """Whether a span is a sentence: no heading, no salutation, and more than the place of a dateline."""
    if any(line.start <= span.start and span.end <= line.end for line in document.datelines):
        return False
    said = document.text[span.start : span.end].rstrip(_CLOSING)
    return said.endswith(_ENDS) or len(said) >= _SURELY


def _from_first(document: Document, zone: Zone) -> list[Span]:
    """The sentences of `zone` from the first real one to the next that is none, or too far; all when none is real."""
    passed, real = list[Span](), list[Span]()
    for span in islice(_sentences(document, zone), _LOOKED_AT):
        found = _real(document, span)
        (real if found else passed).append(span)
        if real and (not found or span.end - real[0].start > LONGEST):
            break
    return real or passed


def _joined(text: str, sentences: list[Span]) -> Span:
    first = sentences[0]
    if first.end - first.start > LONGEST:
        return _cut(text, first)
    fitting = [sentence.end for sentence in sentences if sentence.end - first.start <= LONGEST]
    return Span.trusted(start=first.start, end=fitting[-1])


def find_excerpt(document: Document) -> Span | None:
    """As many first sentences of the lead, else of the body, as fit into 240 code points; None without either.

    Headings, salutations and bare datelines before them are passed over, unless there is nothing else.
    """
    zones = (zone for name in ("lead", "body") for zone in document.zones if zone.zone == name)
    first: list[Span] = []
    for zone in islice(zones, _ZONES):
        sentences = _from_first(document, zone)
        if sentences and _real(document, sentences[0]):
            return _joined(document.text, sentences)
        first = first or sentences
    return _joined(document.text, first) if first else None
