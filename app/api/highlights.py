"""`highlight`: the passages of an article that show what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from app.api.parameters.params import Reader, boolean, integer
from app.domain.fragments import Fragment
from app.domain.offsets import OffsetUnit, convert_offsets

HIGHLIGHTING = ("highlight", "highlight.size", "highlight.max")
SIZE, MIN_SIZE, MAX_SIZE = 300, 40, 1000
NUMBER, MAX_NUMBER = 3, 20


@dataclass(frozen=True)
class Highlighting:
    """How many fragments are shown of an article, and how many code points each has at most."""

    size: int = SIZE
    number: int = NUMBER

    @property
    def changed(self) -> dict[str, str]:
        """The parameters that are not at their default."""
        size = {"highlight.size": str(self.size)} if self.size != SIZE else {}
        number = {"highlight.max": str(self.number)} if self.number != NUMBER else {}
        return {"highlight": "true", **size, **number}


class HighlightMark(BaseModel):
    """What was asked for; `entity` comes with actors."""

    start: int
    end: int
    kind: str = Field(description="actor or word")
    entity: str | None = Field(None, description="absent from words")
    text: str


class Highlight(BaseModel):
    """A passage of one zone; all offsets are into the text of the article."""

    zone: str
    start: int
    end: int
    text: str
    marks: list[HighlightMark]


def read_highlighting(reader: Reader) -> Highlighting | None:
    """What a query string says of highlights; None when it asks for none."""
    wanted = reader.one("highlight", boolean, False)
    size = reader.one("highlight.size", integer(MIN_SIZE, MAX_SIZE), SIZE)
    number = reader.one("highlight.max", integer(1, MAX_NUMBER), NUMBER)
    if wanted:
        return Highlighting(size, number)
    for name, changed in (("highlight.size", size != SIZE), ("highlight.max", number != NUMBER)):
        if changed:
            detail = f"{name} says how highlights are cut: give highlight=true."
            reader.flaw(name, "requires", detail, requires=["highlight"])
    return None


def highlight_shapes(text: str, fragments: Sequence[Fragment], unit: OffsetUnit) -> list[dict[str, Any]]:
    """The fragments of a text, with their offsets in `unit`."""
    shapes: list[dict[str, Any]] = [
        {
            "zone": zone,
            "start": start,
            "end": end,
            "text": text[start:end],
            "marks": [
                {"start": first, "end": last, "kind": "actor", "entity": entity, "text": text[first:last]}
                if entity
                else {"start": first, "end": last, "kind": "word", "text": text[first:last]}
                for first, last, entity in marks
            ],
        }
        for zone, start, end, marks in fragments
    ]
    if unit != "codepoint":
        _convert(shapes, text, unit)
        for shape in shapes:
            _convert(shape["marks"], text, unit)
    return shapes


def _convert(shapes: list[dict[str, Any]], text: str, unit: OffsetUnit) -> None:
    """Write the offsets of these into a text in another unit."""
    at = convert_offsets(text, (shape[end] for shape in shapes for end in ("start", "end")), unit)
    for shape in shapes:
        shape["start"], shape["end"] = at[shape["start"]], at[shape["end"]]
