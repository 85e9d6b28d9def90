"""`highlight`: the passages of an article that show what was asked for."""

from dataclasses import dataclass

import orjson
from pydantic import BaseModel, Field

from app.api.parameters.params import Reader, boolean, integer
from app.domain.annotations import ZONES
from app.domain.fragments import Fragments
from app.domain.native.writing import Frame
from app.domain.offsets import OffsetUnit

HIGHLIGHTING = ("highlight", "highlight.size", "highlight.max")
SIZE, MIN_SIZE, MAX_SIZE = 300, 40, 1000
NUMBER, MAX_NUMBER = 3, 20

_FRAME = Frame(
    end=b',"end":',
    text=b',"text":"',
    marks=b'","marks":[',
    mark=b'{"start":',
    close_mark=b'"}',
    close=b"]}",
    zones=tuple(b'{"zone":"%b","start":' % zone.encode() for zone in ZONES),
)
_WORD = b',"kind":"word","text":"'


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


def write_highlights(fragments: Fragments, unit: OffsetUnit) -> list[bytes]:
    """The fragments of each text as JSON, a list of `Highlight`, with their offsets in `unit`."""
    return fragments.write(_FRAME, [_WORD, *map(_naming, fragments.names)], unit)


def _naming(entity: str) -> bytes:
    return b',"kind":"actor","entity":%b,"text":"' % orjson.dumps(entity)
