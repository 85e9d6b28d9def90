"""Boxes that speak to the reader of a page, a mail or a feed, not of the news: cookies, subscriptions, donations."""

import re
from functools import lru_cache

from app.annotate.word_lists import read_toml, word_set

_LONGEST = 320  # characters
_SHORT = 160  # characters of a box that shows only at its end
_BOXES = read_toml("notices")
_FIRST_WORDS = word_set(_BOXES.pop("first_words"))
_FIRST_WORD = re.compile(r"\w*")
_OPENING = re.compile("|".join(f"(?:{each})" for box in _BOXES.values() for each in box), re.IGNORECASE)
_CLOSING = re.compile(
    r"Jetzt (?:\S+ ){0,5}(?:anmelden|abonnieren|bestellen|registrieren|weiterlesen|testen) ?[.!»>]*\Z"
)
_PRICE = re.compile(
    r"""\b(?:für|ab|nur|from|for|only|just)\s(?:nur\s|just\s)?
        (?:[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:Euro|€|euros?|dollars?|pounds?))
        \s(?:im|pro|je|a|per|each)\s(?:Monat|Woche|Jahr|month|week|year)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_OFFER = re.compile(r"\b(?:\w*abo\b|abonn|subscri|weiterlesen|testen|full access|unlimited)", re.IGNORECASE)


@lru_cache(maxsize=64)
def is_notice(line: str) -> bool:
    """Whether a paragraph is a box of the page: it opens or ends as those do, or offers reading at a price."""
    if len(line) > _LONGEST:
        return False
    if _opens(line) or (len(line) <= _SHORT and _CLOSING.search(line)):
        return True
    return bool(_DIGIT.search(line) and _PRICE.search(line) and _OFFER.search(line))


def _opens(line: str) -> bool:
    """Whether a line begins as boxes do; of most lines the first word tells that they do not."""
    first = _FIRST_WORD.match(line)
    return first is not None and first[0].lower() in _FIRST_WORDS and bool(_OPENING.match(line))
