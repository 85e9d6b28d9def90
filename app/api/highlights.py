"""`highlight`: the passages of an article that show what was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from app.api.parameters.params import Reader, boolean, integer
from app.domain.articles import Article
from app.domain.fragments import Fragment
from app.domain.listed import ListedArticle
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


def highlight_shapes(
    article: Article | ListedArticle, fragments: Sequence[Fragment], unit: OffsetUnit
) -> list[dict[str, Any]]:
    """The fragments of an article, with their offsets in `unit`."""
    whole = [end for fragment in fragments for end in (fragment.start, fragment.end)]
    marked = [end for fragment in fragments for mark in fragment.marks for end in (mark.start, mark.end)]
    at = convert_offsets(article.text, whole + marked, unit)

    def shape(start: int, end: int, **more: Any) -> dict[str, Any]:
        return {"start": at[start], "end": at[end], **more, "text": article.text[start:end]}

    return [
        {
            "zone": fragment.zone,
            **shape(fragment.start, fragment.end),
            "marks": [shape(start, end, **_kind(entity)) for start, end, entity in fragment.marks],
        }
        for fragment in fragments
    ]


def _kind(entity: str | None) -> dict[str, str]:
    return {"kind": "actor", "entity": entity} if entity else {"kind": "word"}
