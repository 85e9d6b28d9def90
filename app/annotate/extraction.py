"""What an extractor of mentions is, and what it yields."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from app.annotate.document import Document
from app.domain.annotations import EntityType, MentionKind


class Found(NamedTuple):
    """A mention before it has its place among the others.

    `label` is set for an entity no authority file knows; `part_of` are the ids of what the entity is a part of;
    `alternatives` those of others that the name may mean, likeliest first; `anchors` those of which one must be named
    in the text for this to hold.
    """

    start: int
    end: int
    entity: str
    type: EntityType
    kind: MentionKind
    rule: str
    confidence: float
    label: str | None = None
    part_of: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()

    def text_in(self, document: Document) -> str:
        """The words of the mention, as `document` has them."""
        return document.text[self.start : self.end]


class Extractor(Protocol):
    """Finds mentions of one sort; what it yields may overlap and come in any order."""

    def find(self, document: Document) -> Iterable[Found]:
        """The mentions in `document`. Takes any text, and time in proportion to its length."""
        ...
