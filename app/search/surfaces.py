"""The exact surface forms of mentions: `"Selenskij"` finds that spelling, as it stands or in the genitive."""

import unicodedata

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
