"""The language of a text, by py3langid: an ISO 639 code, or `und` where the text does not say enough."""

import re
from functools import cache
from typing import TYPE_CHECKING

from app.annotate.word_lists import word_set

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
_SAMPLE = 400  # characters: more change nothing but the time it takes
_EVIDENCE = 1000  # characters in which the little words of a language are counted
_SURE = 0.5
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 5  # different little words, none of which another language of the news writes so
_LITTLE = {
    "de": word_set("und das nicht für ist auf sich dem eine einen wird wurde auch zu zum zur im mit vom sie über nach"),
    "en": word_set("the and of that with which his their were would been from have has this they its who"),
}
_EITHER = frozenset.union(*_LITTLE.values())


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  (a second of loading, once, when needed)

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _evident(sample: str) -> str | None:
    """German or English where enough of their little words stand in the text, and none but a few of the other's."""
    words = [word for word in _WORD.findall(sample.lower()) if word in _EITHER]
    german = sum(map(_LITTLE["de"].__contains__, words))
    code, most = ("de", german) if 2 * german >= len(words) else ("en", len(words) - german)
    distinct = len(_LITTLE[code].intersection(words))
    return code if distinct >= _ENOUGH and most > 5 * (len(words) - most) else None


def find_language(text: str) -> str:
    """The code of the language that `text` begins in; `und` when there are too few words to tell."""
    evident = _evident(text[:_EVIDENCE])
    return evident or _classified(text)


def _classified(text: str) -> str:
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
