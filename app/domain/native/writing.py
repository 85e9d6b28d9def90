"""Fragments of texts as JSON: many texts at once."""

from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from app.domain.native.layouts import Layout
from app.domain.native.library import Ints, address, filled, library, zeros
from app.domain.offsets import OFFSET_UNITS, OffsetUnit


class Cut(NamedTuple):
    """Fragments of some texts, as many of each as `counts` says, and the marks of all texts; see `Marks.cut`."""

    layouts: Sequence[Layout]
    counts: Ints
    fragments: Ints
    marks: Ints


class Frame(NamedTuple):
    """The pieces of JSON between the values of a fragment and of a mark.

    A fragment: one of `zones`, its start, `end`, its end, `text`, its letters, `marks`, the marks, `close`. A mark:
    `mark`, its start, `end`, its end, what names it, its letters, `close_mark`. Letters are escaped, but in no quotes;
    a comma comes between two marks, and between two fragments.
    """

    end: bytes
    text: bytes
    marks: bytes
    mark: bytes
    close_mark: bytes
    close: bytes
    zones: tuple[bytes, ...]


def write_fragments(cut: Cut, frame: Frame, names: Sequence[bytes], unit: OffsetUnit) -> list[bytes]:
    """The fragments of each text as a JSON array, with their offsets in `unit`.

    What names a mark is the first of `names` for words, behind it those of the actors by number.
    """
    unnamed = [*frame[:-1], *frame.zones]
    pieces = [*unnamed, *names]
    edges, joined = array("i", accumulate(map(len, pieces), initial=0)), b"".join(pieces)
    texts, ends = array("Q", [each.address for each in cut.layouts]), zeros("q", len(cut.layouts))

    def write(room: Ints) -> int:
        size: int = library().attache_write(
            *(address(texts), len(texts), *map(address, (cut.counts, cut.fragments, cut.marks)), joined),
            *(address(edges), len(unnamed), OFFSET_UNITS.index(unit), address(room), len(room), address(ends)),
        )
        return size

    whole = filled(write)
    return [whole[start:end].tobytes() for start, end in pairwise((0, *ends))]
