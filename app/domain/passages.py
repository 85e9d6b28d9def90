"""A text that passages are chosen from, with what is worked out of it once, however many questions it answers."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from app.domain.annotations import Zone
from app.domain.listed import ListedZone
from app.domain.native.fragments import Layout


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
    def layout(self) -> Layout:
        """Where its zones, its sentences and its white space begin and end."""
        return Layout(self.text, ((zone.start, zone.end) for zone in self.zones))
