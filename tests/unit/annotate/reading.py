"""What tests ask of an annotation."""

from app.annotate import Annotator
from app.domain.annotations import Given


def marks(annotator: Annotator, text: str, language: str = "de") -> list[str]:
    """What the rules find in `text`, each mention as `span=entity:kind`; unknown entities without their prefix."""
    found = annotator.annotate("a", text, Given(language=language)).mentions
    return [
        f"{each.text}={each.entity.removeprefix('x-person-')}:{each.kind}" for each in found if each.rule[:4] != "crf-"
    ]
