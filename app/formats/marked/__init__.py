"""A text with its mentions marked in it: for terminals as plain or coloured text, and as an HTML page."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.domain.annotations import Annotation, Mention, Zone
from app.domain.articles import EntityLabel
from app.domain.explanations import Explanation

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Piece = str | Mention | None
"""A stretch of text, the mention that begins here, or None where the innermost one ends."""


class Marked(NamedTuple):
    """An article: what it is called, its text, what was found, the labels of the entities, and why each mention is."""

    name: str
    text: str
    annotation: Annotation
    labels: dict[str, EntityLabel]
    explanations: Sequence[Explanation]


def pieces(text: str, zone: Zone, mentions: Sequence[Mention]) -> Iterator[Piece]:
    """The text of a zone, in pieces; `mentions` are sorted by start, longest first, and do not cross."""
    place = zone.start
    open_: list[int] = []
    for mention in (each for each in mentions if zone.start <= each.start < zone.end):
        while open_ and open_[-1] <= mention.start:
            yield text[place : open_[-1]]
            yield None
            place = open_.pop()
        yield text[place : mention.start]
        yield mention
        place = mention.start
        open_.append(min(mention.end, zone.end))
    for end in reversed(open_):
        yield text[place:end]
        yield None
        place = end
    yield text[place : zone.end]


def summary(marked: Marked) -> str:
    """Language, date and title in a line."""
    found = marked.annotation
    date = f"{found.date.date.value} ({found.date.source})" if found.date.date else "undated"
    return ", ".join(filter(None, (f"language {found.language}", date, found.title)))


def describe(mention: Mention, label: str) -> str:
    """What a mention is: `country Russia`, `country Russia, metonym`."""
    return f"{mention.type} {label}" + ("" if mention.kind == "name" else f", {mention.kind}")


def visible(text: str) -> str:
    """The text with a sign for each that steers a terminal: it would be obeyed instead of shown."""
    return _CONTROL.sub("\ufffd", text)
