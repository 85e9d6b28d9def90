"""Persons called by their surname: those named in full elsewhere in the text, before or after, and the well known."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.annotate.document import Document
from app.annotate.full_names import Named
from app.annotate.person_index import PersonIndex, Surname
from app.annotate.word_lists import word_set

_ARTICLES = word_set(
    """der die das den dem des ein eine einem einen einer eines kein keine jeder jede jeden diese dieser dieses diesen
    diesem als zum zur vom im am viele alle beide seine seiner ihre ihrer the a an"""
)
_SIDES = frozenset({"Anti", "Pro", "Ex", "Post", "anti", "pro", "ex", "post"})
_OFFICE = 3  # words before a surname that may tell an office
_KIN = word_set(
    """brother son father husband uncle friend sister wife Bruder Sohn Vater Mann Onkel Freund Schwester Frau Kollege"""
)
_MONTHS = frozenset({"March", "April", "May", "June", "August"})
_MONTH_BEFORE = word_set("in im seit bis anfang mitte ende by since until last early late mid next this of on")


class ShortNames:
    """Who is named in full in one text, and so may be called by the surname there."""

    def __init__(
        self, document: Document, index: PersonIndex, full: Iterable[Named], introduced: frozenset[int]
    ) -> None:
        self._document, self._index, self._introduced = document, index, introduced
        self._covered = bytearray(len(document.words))
        self._known: dict[str, list[int]] = defaultdict(list)
        self._unknown: dict[str, list[Named]] = defaultdict(list)
        for name in full:
            self._covered[name.first : name.after] = b"\1" * (name.after - name.first)
            if name.entity:
                self._known[name.entity].append(name.first)
            else:
                last = (name.label or "").split()[-1].rpartition("'")[2]
                self._unknown[last].append(name)
                self._unknown[last + "s"].append(name)

    def find(self) -> Iterator[Named]:
        """The surnames that name a person, in order, outside the full names; several that need anchors may be alike."""
        last = 0
        for number in self._openings():
            if number < last or self._covered[number] or self._other_use(number):
                continue
            for name in self._names_at(number):
                if not any(self._covered[name.first : name.after]):
                    if name.label and name.label not in self._unknown:
                        self._unknown[name.label].append(name)
                    yield name
                    last = name.after

    def _openings(self) -> Iterator[int]:
        """The tokens with which a surname may begin; what is learnt on the way counts for those that follow."""
        words, particles = self._document.words, self._index.words.particles
        openings = self._index.surnames.openings(self._document)
        listed = {number for number in openings if words[number][0].isupper() or words[number] in particles}
        for number in sorted(listed.union(self._document.capitals)):
            if number in listed or words[number] in self._unknown or number in self._introduced:
                yield number

    def _other_use(self, number: int) -> bool:
        """Whether the token is part of a longer word, another person's surname, or a month."""
        document, word, before = self._document, self._document.words[number], self._document.word(number - 1)
        if before == "-" and document.glued[number]:
            return document.word(number - 2) not in _SIDES
        if word in _MONTHS or word in self._index.words.not_names:
            return before.lower() in _MONTH_BEFORE or document.word(number + 1).isdigit()
        return before in self._index.words.given and not document.glued[number] and not self._covered[number - 1]

    def _names_at(self, number: int) -> list[Named]:
        listed = self._index.surnames.longest(self._document, number)
        after, surnames = listed or (number + 1, [])
        if self._index.words.part_of_other_name(self._document, number, after):
            return []
        sure = next(self._readings(number, surnames), None)
        if sure:
            return [Named(number, after, sure[1], sure[0])]
        open_ = self._open(number, after, surnames)
        unknown = None if open_ else self._unknown_at(number)
        return [unknown] if unknown else open_

    def _readings(self, number: int, surnames: list[Surname]) -> Iterator[tuple[str, str]]:
        """What a surname means beyond doubt, with the rule that says so."""
        here = [each.entity for each in surnames if each.entity in self._known]
        if here:
            yield max(here, key=lambda entity: self._nearness(entity, number)), "surname"
        yield from ((each.entity, "known-alone") for each in surnames if each.alone)

    def _open(self, number: int, after: int, surnames: list[Surname]) -> list[Named]:
        """What a surname may mean by the office before it, or by who else is named."""
        if self._document.words[number] in self._unknown:
            return []
        introduced, anchored = number in self._introduced, [each for each in surnames if each.anchors]
        told = [each for each in surnames if introduced and self._told(each, number)]
        if told:
            return [Named(number, after, "role-surname", told[0].entity)]
        if introduced and len(surnames) == 1:
            return [Named(number, after, "role-surname", surnames[0].entity, None, surnames[0].anchors)]
        if not introduced and self._described(number):
            return []
        rule = "role-surname" if introduced else "anchored-surname"
        return [Named(number, after, rule, each.entity, None, each.anchors) for each in anchored]

    def _told(self, surname: Surname, number: int) -> bool:
        """Whether the office before the token is one of this person: `Ratspräsident Michel`."""
        return not surname.context.isdisjoint(self._document.words[max(0, number - _OFFICE) : number])

    def _described(self, number: int) -> bool:
        """`der Michel`, `der deutsche Michel`, `her brother Michel`: nobody who is known by the surname."""
        before, earlier = self._document.word(number - 1), self._document.word(number - 2)
        return before in _KIN or before.lower() in _ARTICLES or (before.endswith("e") and earlier.lower() in _ARTICLES)

    def _nearness(self, entity: str, number: int) -> tuple[int, int]:
        places = self._known[entity]
        before = bisect_left(places, number)
        return (1, places[before - 1]) if before else (0, -places[0])

    def _unknown_at(self, number: int) -> Named | None:
        """A surname of somebody named in full whom the authority does not know, or of somebody with a role."""
        document, words, word = self._document, self._index.words, self._document.words[number]
        if word in self._unknown and (words.may_be_surname(word) or word in words.also_surnames):
            if document.word(number - 1).lower() in _ARTICLES:
                return None
            same = self._unknown[word]
            nearest = same[max(0, bisect_left(same, number, key=lambda name: name.first) - 1)]
            return Named(number, number + 1, "surname", None, nearest.label)
        only = self._only_role(number) and words.may_be_surname(word)
        return Named(number, number + 1, "role-surname", None, word) if only else None

    def _only_role(self, number: int) -> bool:
        """`Ministerin Schmidt sagte`, `Mr. Smith`; but not `dass der Minister Fehler macht`."""
        document, words, word = self._document, self._index.words, self._document.words[number]
        if number not in self._introduced or document.word(number + 1)[:1].isupper():
            return False
        if words.is_given(word) or word in self._index.taken or words.common_end.search(word.lower()):
            return False
        if words.titled(document, number):
            return True
        before = document.word(number - 2)
        described = before.lower() in _ARTICLES or (before.islower() and before.endswith(("e", "en", "er", "em", "es")))
        return (
            document.words[number - 1][0].isupper()
            and not described
            and document.zone_at(document.starts[number]).zone != "title"
        )
