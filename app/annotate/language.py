"""The language of a text, by py3langid: an ISO 639 code, or `und` where the text does not say enough."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
_SAMPLE = 400  # characters: more change nothing but the time it takes
_SURE = 0.5


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  (a second of loading, once, when needed)

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def find_language(text: str) -> str:
    """The code of the language that `text` begins in; `und` when there are too few words to tell."""
    sample = text[:_SAMPLE].encode(errors="replace").decode()
    if sum(c.isalpha() for c in sample) < 8:
        return UNDETERMINED
    code, confidence = _identifier().classify(sample)
    return code if confidence >= _SURE and code != "zxx" else UNDETERMINED


def analysed(language: str) -> tuple[str, ...]:
    """The languages whose names are looked for in a text of `language`: both when it is not known, else its own."""
    primary = language.lower().replace("_", "-").partition("-")[0]
    if primary == UNDETERMINED:
        return ("de", "en")
    return (primary,) if primary in {"de", "en"} else ()
