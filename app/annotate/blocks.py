"""The paragraphs of a plain text: its lines, or, where a text is wrapped at a column, the lines between blank ones."""

import re
from itertools import pairwise
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
_WRAP = range(45, 131)  # the length of a line that an editor wrapped


class Block(NamedTuple):
    """A paragraph without the white space around it. `apart`: a blank line, or nothing at all, stands above it."""

    start: int
    end: int
    apart: bool


def _lines(text: str, start: int) -> list[Block]:
    lines: list[Block] = []
    for found in _LINE.finditer(text, start):
        line = found[0]
        first = found.start() + len(line) - len(line.lstrip())
        last = found.start() + len(line.rstrip())
        if first < last:
            above = text.count("\n", lines[-1].end, first) if lines else 2
            lines.append(Block(first, last, above > 1))
    return lines


def _wrapped(text: str, upper: Block, lower: Block) -> bool:
    return not lower.apart and upper.end - upper.start in _WRAP and text[upper.end - 1] not in '.!?:"“»'


def split_blocks(text: str, start: int = 0) -> list[Block]:
    """The paragraphs of `text` from `start` on, in order; white space belongs to none."""
    lines = _lines(text, start)
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if not lower.apart]
    if len(pairs) < 3 or 2 * sum(_wrapped(text, *pair) for pair in pairs) < len(pairs):
        return lines
    blocks = lines[:1]
    for upper, lower in pairwise(lines):
        if not lower.apart and upper.end - upper.start >= _WRAP.start:
            blocks[-1] = blocks[-1]._replace(end=lower.end)
        else:
            blocks.append(lower)
    return blocks
