"""Which segments are merged: those that are small beside what lies below them, so that there are few of them.

When nothing is left to do, each segment has more than twice the documents of all smaller ones together.
"""

from collections.abc import Sequence

from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.segments.building import MAX_DOCUMENTS

CHEAP = 8000
"""How many documents a commit merges at most."""


def merged_now(segments: Sequence[ArraySegment], fresh: int) -> list[ArraySegment]:
    """Those that a commit of so many new documents merges with them."""
    left = sorted(segments, key=ArraySegment.doc_count)
    smaller = sum(segment.doc_count() <= fresh for segment in left)
    for number in range(len(left), -1, -1):
        total = fresh + _documents(left[:number])
        if total <= CHEAP and (number == smaller or (number > smaller and _outweighed(left[:number], fresh))):
            waning = [segment for segment in left[number:] if _waning(segment) and total + segment.doc_count() <= CHEAP]
            return left[:number] + waning[:1]
    return []


def merged_later(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Those that are worth more time than a commit has."""
    left = sorted(segments, key=ArraySegment.doc_count)
    for number in range(len(left), 1, -1):
        if _documents(left[:number]) <= MAX_DOCUMENTS and _outweighed(left[:number], 0):
            return left[:number]
    return [segment for segment in left if _waning(segment)][:1]


def _documents(segments: Sequence[ArraySegment]) -> int:
    return sum(segment.doc_count() for segment in segments)


def _outweighed(segments: Sequence[ArraySegment], fresh: int) -> bool:
    """Whether the last one has no more than twice the documents of the others."""
    *smaller, last = segments
    return int(last.doc_count()) <= 2 * (fresh + _documents(smaller))


def _waning(segment: ArraySegment) -> bool:
    """Whether more than half of a segment is deleted."""
    return 2 * int(segment.doc_count()) < segment.doc_count_all()
