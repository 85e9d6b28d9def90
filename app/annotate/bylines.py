"""Lines that say who wrote: `Von Anna Schmidt, Berlin`, `By Jane Roe, staff`, `(dpa/AFP)`."""

import re

from app.annotate.dates import MONTH, without_dates
from app.annotate.word_lists import word_set

_GERMAN = re.compile(r"(?:(?:Ein|Eine) [A-Z]\w+ )?(?:Von|von|Text|Autor|Autorin)(?: |: ?)(?P<names>.{2,90})")
_ENGLISH = re.compile(
    r"(?:(?:Written|Reported|Words|Posted|Published) )?(?:By|by|BY|Author)(?: |: ?)(?P<names>.{2,90})"
)
_IN_NAMES = word_set("und and in aus von van de der den zu bin al für with for")
_IN_GERMAN = _IN_NAMES | word_set("unserem unserer unseren unser eigenem eigener freier freien dem")
_IN_ENGLISH = _IN_NAMES | word_set(
    """staff agency agencies reporter reporters writer writers correspondent correspondents editor our a the at own
    political senior special chief diplomatic foreign"""
)
_NO_NAMES = word_set(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Christmas Easter"""
)
_AGENCY = re.compile(r"\(?(?:[Dd][Pp][Aa]|AFP|Reuters|REUTERS|AP|KNA|epd|APA|SDA|SID|TASS)(?:[/,][\w/]{2,20})?\)?\.?")
_CLOCK = re.compile(r"\A[\s,|·–—-]*\d{1,2}[:.]\d\d(?:\s?Uhr|\s?[ap]\.?m\.?|\s[A-Z]{2,4}\b)?")
_OPENS = re.compile(
    rf"""[\s,|·–—-]*(?:Eine?\s | [Vv]on\b | Text | Autor | Written | Reported | Words | Posted | Published
      | [Bb][Yy]\b | Author | \d | (?i:{MONTH}))""",
    re.VERBOSE,
)  # a date may stand before the words
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def is_byline(line: str) -> bool:
    """Whether a line says who wrote; a date may stand beside it."""
    if _AGENCY.fullmatch(line):
        return True
    if not _OPENS.match(line):
        return False
    named = _CLOCK.sub("", without_dates(line)).strip(" ,|·–—-")
    if not named or named[-1] in "!?:;" or (named.endswith(".") and named.count(" ") > 4):
        return False
    german, english = _GERMAN.fullmatch(named), _ENGLISH.fullmatch(named)
    return bool((german and _german_names(german["names"])) or (english and _english_names(english["names"])))


def _german_names(names: str) -> bool:
    words: list[str] = _WORD.findall(names)
    return 2 <= len(words) <= 10 and _strange(words, _IN_GERMAN) == 0


def _english_names(names: str) -> bool:
    """English writes nouns small: one small word that no list has may be part of a name (`Attaché demo`)."""
    words: list[str] = _WORD.findall(names)
    if not words or words[0] in _NO_NAMES or words[0].endswith(("'s", "’s")):
        return False
    if len(words) == 1:
        return words[0].isupper() or words[0] == "Reuters"
    opens = words[0][0].isupper() or words[0] in {"our", "a"}
    return opens and len(words) <= 10 and _strange(words, _IN_ENGLISH) <= (len(words) <= 4)


def _strange(words: list[str], known: frozenset[str]) -> int:
    return sum(not word[0].isupper() and word not in known for word in words)
