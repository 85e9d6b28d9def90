"""The first sentences of an article."""

from collections.abc import Iterator
from itertools import pairwise

from app.annotate.document import Document
from app.domain.annotations import Span, Zone

LONGEST = 240


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    return Span(start=first, end=last) if first < last else None


def _sentences(document: Document, zone: Zone) -> Iterator[Span]:
    inside = [start for start in document.sentences if zone.start <= start < zone.end]
    for start, end in pairwise([*inside, zone.end]):
        span = _trimmed(document.text, start, end)
        if span:
            yield span


def _cut(text: str, span: Span) -> Span:
    space = text.rfind(" ", span.start, span.start + LONGEST + 1)
    return Span(start=span.start, end=space if space > span.start else span.start + LONGEST)


def find_excerpt(document: Document) -> Span | None:
    """As many first sentences of the lead, else of the body, as fit into 240 code points; None without either."""
    for name in ("lead", "body"):
        for zone in document.zones:
            sentences = _sentences(document, zone) if zone.zone == name else iter(())
            first = next(sentences, None)
            if first is None:
                continue
            if first.end - first.start > LONGEST:
                return _cut(document.text, first)
            end = first.end
            for sentence in sentences:
                if sentence.end - first.start > LONGEST:
                    break
                end = sentence.end
            return Span(start=first.start, end=end)
    return None
