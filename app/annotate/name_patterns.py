"""Names of persons by their shape: a given name or a role, then a surname."""

from typing import NamedTuple

from app.annotate.document import Document
from app.annotate.name_words import NameWords
from app.annotate.word_lists import word_set

_MONTH_BEFORE = word_set("in im seit bis anfang mitte ende am by since until last early late mid next this of on")
_MONTHS = frozenset({"April", "May", "June", "August"})
_NUMERALS = word_set("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XX XXIII")
_CAPITAL_PARTICLES = word_set("De Van Von Le La Du Di Da Del Della El Al Bin Ben Ter Ten Den Der Dos")
_INNER = 4  # given names, initials and particles that a name may have between its first word and the surname


class NameShape(NamedTuple):
    """A name by its tokens: from `first` to before `after`, its surname beginning at `surname`."""

    first: int
    surname: int
    after: int


def _goes_on(document: Document, first: int, number: int) -> bool:
    """Whether the token `number` stands in the same paragraph as `first`, with a space before it."""
    return number < len(document.words) and not document.glued[number] and document.together(first, number)


def _hyphened(document: Document, number: int) -> bool:
    """Whether a hyphen and a capitalised word are glued to the token before `number`."""
    return (
        document.word(number) == "-"
        and document.glued[number]
        and document.word(number + 1)[:1].isupper()
        and document.glued[number + 1]
    )


def _initial(document: Document, number: int) -> bool:
    word = document.word(number)
    if len(word) != 1 or not word.isupper() or document.word(number + 1) != "." or not document.glued[number + 1]:
        return False
    return word != "D" or document.word(number - 2) != "a"  # Oberst a. D. Peter Müller


def _given_end(document: Document, first: int) -> int:
    """The token after the given name at `first`: `Frank-Walter` and `J.` are one."""
    if _initial(document, first):
        return first + 2
    after = first + 1
    while _hyphened(document, after):
        after += 2
    return after


def _particles_end(document: Document, first: int, number: int, words: NameWords) -> int:
    start = number
    while number < start + 3 and _is_particle(document, number, words) and _goes_on(document, first, number):
        number += 1
    if document.word(start) in {"zu", "zur", "der", "den", "dem", "des", "vom"}:
        return start
    if document.word(start) in words.nobles and _noble(document, start + 1, words):
        return _particles_end(document, first, start + 1, words)
    if number > start and document.word(number) == "-" and document.glued[number]:  # al-Assad
        number += 1
    return number


def _is_particle(document: Document, number: int, words: NameWords) -> bool:
    """`van`, `de`; in capitals only where a surname follows: `Bart De Wever`."""
    word = document.word(number)
    return word in words.particles or (word in _CAPITAL_PARTICLES and words.may_be_surname(document.word(number + 1)))


def _noble(document: Document, number: int, words: NameWords) -> bool:
    """Whether `Graf`, `Freiherr` before the token `number` only leads to the surname."""
    word = document.word(number)
    return word in {"von", "zu", "vom"} or (words.may_be_surname(word) and not document.glued[number])


def _apostrophe_end(document: Document, number: int) -> int:
    """The first token of the last part of `O'Neill`, `D'Alema`."""
    if document.word(number) in {"O", "D", "L"} and document.word(number + 1) == "'":
        return number + 2
    return number


def _surname(document: Document, first: int, number: int, words: NameWords) -> NameShape | None:
    last = _apostrophe_end(document, _particles_end(document, first, number, words))
    if last == number and not _goes_on(document, first, number):
        return None
    if last >= len(document.words) or not document.together(first, last):
        return None
    if not words.may_be_surname(document.words[last]) and document.words[last] not in words.also_surnames:
        return None
    after = last + 1
    if _hyphened(document, after) and words.may_be_surname(document.word(after + 1)):
        joined = document.word(after + 1)
        after += 0 if joined in words.not_hyphened or words.common_end.search(joined.lower()) else 2
    if document.word(after) in words.nobles and document.word(after + 1) in {"von", "zu"}:  # Claus Schenk Graf von X
        longer = _surname(document, first, after, words)
        after = longer.after if longer else after
    return NameShape(first, number, after)


def _sure_given(document: Document, first: int, words: NameWords) -> bool:
    word = document.words[first]
    month = word in _MONTHS and document.word(first - 1).lower() in _MONTH_BEFORE
    return word in words.given or (word in words.unsure and not month)


def named_by_given(document: Document, first: int, words: NameWords) -> NameShape | None:
    """The name that begins with a known given name, or with an initial, at the token `first`; None for no name."""
    if not (_initial(document, first) or _sure_given(document, first, words)):
        return None
    number = _given_end(document, first)
    for _ in range(_INNER):
        more = _initial(document, number) or words.is_given(document.word(number))
        if not more or not _goes_on(document, first, number):
            break
        following = _given_end(document, number)
        if _surname(document, first, following, words) is None:
            break
        number = following
    return _surname(document, first, number, words)


def named_by_throne(document: Document, first: int, words: NameWords) -> NameShape | None:
    """`König Charles III.`, `Papst Leo`: a given name after the word for a crowned head; None for no name."""
    if document.word(first - 1) not in words.thrones or document.glued[first]:
        return None
    last = _given_end(document, first)
    numeral = document.word(last) in _NUMERALS and not document.glued[last]
    known = words.is_given(document.words[first]) or (numeral and words.may_be_surname(document.words[first]))
    if not known or not document.together(first - 1, last - 1 + numeral):
        return None
    dotted = numeral and document.word(last + 1) == "." and document.glued[last + 1]
    return NameShape(first, first, last + numeral + dotted)


def named_by_initial(document: Document, first: int, words: NameWords) -> NameShape | None:
    """`Thomas K.`, as German courts and newspapers name whom they do not name; None for no name."""
    if document.words[first] not in words.given or not _initial(document, first + 1):
        return None
    following = document.word(first + 3)
    going_on = not following[:1].isupper() or not document.together(first, first + 3)
    return NameShape(first, first + 1, first + 3) if going_on and _goes_on(document, first, first + 1) else None


def named_by_role(document: Document, first: int, words: NameWords) -> NameShape | None:
    """The name of two words after a role at the token `first`, neither of them a known given name; None for no name."""
    if not words.may_be_surname(document.words[first]) or words.common_end.search(document.words[first].lower()):
        return None
    shape = _surname(document, first, _given_end(document, first), words)
    if shape is None or words.common_end.search(document.words[shape.after - 1].lower()):
        return None
    return shape
