"""The exact surface forms of mentions: `"Selenskij"` finds that spelling, as it stands or in the genitive."""

import unicodedata
from collections.abc import Collection

from app.domain.actors import ActorExpression, Anyone, Entities, Leaf, actor_holds

_GENITIVES = ("s", "'s", "’s")
_APOSTROPHES = ("'", "’")
_SIBILANTS = tuple("sSxXzZßẞ")


def surface_text(text: str) -> str:
    """A spelling as it is compared: NFC, each run of white space one space; case and accents count."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def spellings(form: str) -> frozenset[str]:
    """The texts of the mentions that a surface form finds; none for a blank form."""
    text = surface_text(form)
    if not text:
        return frozenset()
    endings = _GENITIVES + (_APOSTROPHES if text.endswith(_SIBILANTS) else ())
    return frozenset({text, *(text + ending for ending in endings)})


def satisfied(actor: ActorExpression, entities: Collection[str], surfaces: Collection[tuple[str, str]]) -> bool:
    """Whether a stretch of text satisfies a resolved `actor`.

    `entities` are the ids of what it mentions, `surfaces` the text and the entity type of each mention.
    """

    def has(leaf: Leaf, _: bool) -> bool:
        if isinstance(leaf, Entities):
            return any(entity in leaf.ids for entity in entities)
        if isinstance(leaf, Anyone):
            return any(of in leaf.types for _, of in surfaces)
        texts = spellings(leaf.form)
        return any(leaf.type in {None, of} and surface_text(text) in texts for text, of in surfaces)

    return actor_holds(actor, has)
