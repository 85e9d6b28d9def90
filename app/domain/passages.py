"""A text that passages are chosen from, with what is worked out of it once, however many questions it answers."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from app.domain.annotations import Zone
from app.domain.listed import ListedZone

_BORDER = re.compile(r"""[.!?…]["'»«“”’‘)\]]*(\s+)|(\n\s*\n\s*)""")


class Sentences(NamedTuple):
    """Where sentences end, before the white space behind them, and where the next ones begin; in order."""

    stops: list[int]
    starts: list[int]


class Passages:
    """A text, its zones, which do not overlap, and its language; None is unknown.

    `words` belongs to the index that marks the text: what it has read of it, None before the first time.
    """

    def __init__(self, text: str, zones: Sequence[Zone | ListedZone], language: str | None) -> None:
        self.text = text
        self.zones = zones
        self.language = language
        self.words: Any = None

    @cached_property
    def sentences(self) -> Sentences:
        """The borders between the sentences and paragraphs of the text."""
        spaces = [found.span(found.lastindex or 0) for found in _BORDER.finditer(self.text)]
        return Sentences([start for start, _ in spaces], [end for _, end in spaces])
