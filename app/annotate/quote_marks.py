"""What stands in quotation marks, as German, English, French and typewriters set them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_CLOSING = {"„": '“”"', "“": "”", "»": "«", "«": "»", "‚": "‘’", "‘": "’", "‹": "›", "›": "‹", '"': '"'}
_MARK = re.compile(r"[„“”\"»«‚‘’‹›]")
_BEFORE = " \t\n\u00a0([{–—-/„“»«\"‚‘'"
_LONGEST = 4000  # code points: what is longer has lost its closing mark


class Quoted(NamedTuple):
    """The words between two marks, `start` to `end`; with the marks they are `opened` to `closed`."""

    start: int
    end: int
    opened: int
    closed: int


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return text[at] in _CLOSING and (not before or before in _BEFORE) and bool(after) and not after.isspace()


def _closes(text: str, at: int, opener: str) -> bool:
    """Apostrophes stand in words, or before a space after an s; only the latter is taken for a mark."""
    if text[at] not in _CLOSING[opener] or text[at - 1 : at].isspace():
        return False
    return opener not in "‚‘" or not text[at + 1 : at + 2].isalnum()


def find_quoted(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[Quoted]:
    """The outermost quoted stretches in these paragraphs, in order.

    A quotation may go on in the next paragraph, which then begins with a mark again, or closes it.
    """
    opened, depth = -1, 0
    for start, end in blocks:
        if opened >= 0 and not _goes_on(text, opened, start, end):
            opened = -1
        again = opened >= 0
        for found in _MARK.finditer(text, start, end):
            at = found.start()
            if again and at == start:
                again = False
                continue
            if opened < 0:
                opened, depth = (at, 1) if _opens(text, at) else (-1, 0)
            elif _closes(text, at, text[opened]):
                depth -= 1
                if not depth:
                    yield Quoted(opened + 1, at, opened, at + 1)
                    opened = -1
            elif text[at] == text[opened] and _opens(text, at):
                opened, depth = (at, 1) if text[at] == '"' else (opened, depth + 1)


def _goes_on(text: str, opened: int, start: int, end: int) -> bool:
    first = _MARK.search(text, start, end)
    if first is None or end - opened > _LONGEST:
        return False
    again = first.start() == start and first[0] == text[opened]
    return again or _closes(text, first.start(), text[opened])
