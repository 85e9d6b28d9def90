"""The exact surface forms of mentions: `"Selenskij"` finds that spelling, as it stands or in the genitive."""

import unicodedata
from collections.abc import Collection
from typing import assert_never

from app.domain.actors import ActorExpression, AllOf, AnyOf, Entities, Not, Reference, Surface

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
    match actor:
        case Entities(ids=ids):
            return any(entity in ids for entity in entities)
        case Surface(form=form, type=kind):
            return any(kind in {None, of} and surface_text(text) in spellings(form) for text, of in surfaces)
        case Not(part=part):
            return not satisfied(part, entities, surfaces)
        case AllOf(parts=parts):
            return all(satisfied(part, entities, surfaces) for part in parts)
        case AnyOf(parts=parts):
            return any(satisfied(part, entities, surfaces) for part in parts)
        case Reference(name=name):
            raise TypeError(f"{name!r} was not resolved before it was searched for")
        case _:
            assert_never(actor)
