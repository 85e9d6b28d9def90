"""Persons named in full: those that the authority lists, and others by the shape of their names."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from app.annotate.document import Document
from app.annotate.name_patterns import NameShape, named_by_given, named_by_initial, named_by_role, named_by_throne
from app.annotate.person_index import PersonIndex

_YOUNGER = frozenset({"Jr", "Junior", "junior"})


class Named(NamedTuple):
    """Tokens that name a person. `entity` is None, and `label` set, for one that the authority does not know.

    `anchors` are ids of which one must be named in the text for this to hold.
    """

    first: int
    after: int
    rule: str
    entity: str | None
    label: str | None = None
    anchors: tuple[str, ...] = ()


def find_full_names(document: Document, index: PersonIndex, introduced: frozenset[int]) -> Iterator[Named]:
    """The full names in `document`, in order, none overlapping another; `introduced` are the tokens that are so."""
    known_words = document.places.keys()
    after = 0
    for number in _openings(document, index, introduced):
        if number < after or _inside_word(document, number):
            continue
        name = _listed(document, index, number) or _shaped(document, index, number, known_words)
        if name and not index.words.part_of_other_name(document, name.first, name.after):
            yield name
        after = name.after if name else after


def _openings(document: Document, index: PersonIndex, introduced: frozenset[int]) -> list[int]:
    """The tokens with which a full name may begin: listed and given names, initials, what stands after a role."""
    shaped = document.of(index.words.given), document.of(index.words.unsure), document.initials
    may_open = chain(index.full.openings(document), *shaped)
    words = document.words
    return sorted(introduced.union([number for number in may_open if words[number][0].isupper()]))


def _inside_word(document: Document, number: int) -> bool:
    return document.glued[number] and document.word(number - 1) == "-" and document.glued[number - 1]


def _listed(document: Document, index: PersonIndex, number: int) -> Named | None:
    matches = index.full.longest(document, number)
    if matches is None or document.word(matches[0]) in _YOUNGER:
        return None
    return Named(number, matches[0], "full-name", matches[1][0])


def _shaped(document: Document, index: PersonIndex, number: int, known_words: AbstractSet[str]) -> Named | None:
    shape = named_by_given(document, number, index.words)
    if shape and _believed(document, index, shape):
        return _linked(document, index, _with_second_surname(document, index, shape), "given-name", known_words)
    shape = named_by_throne(document, number, index.words)
    if shape is None and "de" in document.languages:
        shape = named_by_initial(document, number, index.words)
    if shape:
        return _linked(document, index, shape, "role-name", known_words)
    if not index.words.introduced(document, number):
        return None
    shape = named_by_role(document, number, index.words)
    taken = shape and any(document.words[n] in index.taken for n in range(number, shape.after))
    if shape is None or (taken and not index.words.titled(document, number)):
        return None
    return _linked(document, index, shape, "role-name", known_words)


def _with_second_surname(document: Document, index: PersonIndex, shape: NameShape) -> NameShape:
    """In an English sentence, where nouns are small, one more capitalised word belongs to the name."""
    after = shape.after
    word = document.word(after)
    surname = index.words.may_be_surname(word) or word in index.words.also_surnames
    if document.languages != ("en",) or not surname or index.link(document, shape):
        return shape
    apart = document.glued[after] or not document.together(shape.first, after)
    titled = document.zone_at(document.starts[after]).zone == "title" or document.word(after + 1)[:1].isupper()
    if apart or titled or word in index.taken or word in index.words.not_after:
        return shape
    return shape._replace(after=after + 1)


def _believed(document: Document, index: PersonIndex, shape: NameShape) -> bool:
    """Whether there is enough evidence for a name whose first word is an initial or also a common word."""
    first, last = document.words[shape.first], document.words[shape.after - 1]
    if first in index.words.given or index.link(document, shape):
        return True
    if len(first) == 1:
        return document.word(shape.first + 2) in index.words.given or index.words.introduced(document, shape.first)
    return not (last in index.taken or index.surnames.word(last) or index.words.common_end.search(last.lower()))


def _linked(
    document: Document, index: PersonIndex, shape: NameShape, rule: str, known_words: AbstractSet[str]
) -> Named:
    after = shape.after + (document.word(shape.after) in _YOUNGER)
    entity = index.link(document, shape) if after == shape.after else None
    if entity:
        return Named(shape.first, after, "full-name", entity)
    label = " ".join(document.text[document.starts[shape.first] : document.ends[after - 1]].split())
    genitive = _is_genitive(document, index, shape, known_words)
    return Named(shape.first, after, rule, None, label[:-1] if genitive else label)


def _is_genitive(document: Document, index: PersonIndex, shape: NameShape, known_words: AbstractSet[str]) -> bool:
    """Whether the last letter of a name is an ending: `Todestag Alfred Nobels`, or the name stands without it too."""
    last, before = document.words[shape.after - 1], document.word(shape.first - 1)
    if not last.endswith("s"):
        return False
    of_noun = before[:1].isupper() and before.isalpha() and not index.words.is_role(before)
    german = "de" in document.languages and last[-2] in "bcdfghjklmnpqrtvwxz"
    return last[:-1] in known_words or (german and of_noun and document.together(shape.first - 1, shape.first))
