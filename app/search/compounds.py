"""The words that a German word is closed-compounded of: `ruestungsforschung` of `ruestung` and `forschung`.

A form is split when all of it is read as words that may stand so: nouns last, before them nouns with what links them
(`Krieg-s-ende`, `Schul-buch`) or words that stand only in front (`Haupt-stadt`). The words come from a list that
ships with the product; `app/search/compound_words.py` tells what it is made from.
"""

import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("compound_words.z")
_SHORTEST = 3
_MIN_COMPOUND, _MAX_COMPOUND = 6, 40
_MIN_CUT = 4
_LINKED_BY_S = ("ung", "heit", "keit", "ion", "schaft", "taet", "frieden", "leben")
_DIRECTIONS = ("nord", "sued", "ost", "west", "mittel", "zentral")


class Words(NamedTuple):
    """The words that compounds are made of, as exact forms: which may stand last, and which (names too) in front.

    `openers` stand in front and are no part of their own; `whole` is never split; `singulars` has the plurals that are
    another stem, by their umlaut (`laender`: `land`).
    """

    heads: frozenset[str]
    fronts: frozenset[str]
    openers: frozenset[str]
    whole: frozenset[str]
    singulars: dict[str, str]


@lru_cache(maxsize=1 << 17)
def parts(form: str) -> tuple[str, ...]:
    """The exact forms of the words that an exact form is compounded of, each once; none when it is no compound.

    The last word and the parts of it when it is a compound itself, then the words before it; `laender` and `land` for
    `nachbarlaender`. Depends on the form and on the list of words alone.
    """
    known = words()
    heads, size = known.heads, len(form)
    if not _MIN_COMPOUND <= size <= _MAX_COMPOUND or form in known.whole:
        return ()
    starts = [at for at in range(_SHORTEST, size - _SHORTEST + 1) if form[at:] in heads]
    if not starts:
        return _of_a_name(form) if form.startswith(_DIRECTIONS) else ()
    fronts = {at: front for at in starts if (front := _front(form[:at])) is not None}
    fronts = fronts or _before_compound(form, starts[-1])
    return tuple(dict.fromkeys(_with_parts(form, fronts))) if fronts else ()


def _of_a_name(form: str) -> tuple[str, ...]:
    """The name in `nordkorea`."""
    known = words()
    rests = (form.removeprefix(direction) for direction in _DIRECTIONS)
    return tuple(rest for rest in rests if rest != form and rest in known.fronts)


def _before_compound(form: str, end: int) -> dict[int, str]:
    """The longest word before a rest that is a compound, where no single word is before the last one."""
    for at in range(end - _SHORTEST, _SHORTEST - 1, -1):
        front = _front(form[:at])
        if front is not None and parts(form[at:]):
            return {at: front}
    return {}


def _with_parts(form: str, fronts: dict[int, str]) -> Iterator[str]:
    first = min(fronts)
    if first + 1 in fronts and form[first] == "s" and form[:first].endswith(_LINKED_BY_S):
        first += 1
    inner = parts(form[first:])
    yield from _said(form[first:])
    yield from inner
    for at, front in fronts.items():
        if front and (at == first or form[at:] in inner):
            yield from _said(front)
            yield from parts(front)


def _said(word: str) -> Iterator[str]:
    yield word
    if word in words().singulars:
        yield words().singulars[word]


def _front(left: str) -> str | None:
    """The word that the beginning of a compound is, without what links it; empty for an opener."""
    known = words()
    if left in known.openers:
        return ""
    if left in known.fronts:
        return left
    bare = left
    if left[-1] == "s":
        bare = left[:-1]
        if bare in known.fronts:
            return bare
    if len(bare) >= _MIN_CUT and (word := bare + "e") in known.fronts:
        return word
    return None


@cache
def words() -> Words:
    """The list of words, read when it is first asked for."""
    sections = zlib.decompress(FILE.read_bytes()).decode().split("\n\n")
    heads, names, openers, whole, plurals = (section.split("\n") if section else [] for section in sections)
    singulars = dict(line.split(" ") for line in plurals)
    return Words(frozenset(heads), frozenset((*heads, *names)), frozenset(openers), frozenset(whole), singulars)
