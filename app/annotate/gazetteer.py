"""Mentions of what an authority names, except persons: by name, compound, adjective, demonym, metonym, nominal."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from app.annotate.candidates import Candidates
from app.annotate.document import Document
from app.annotate.extraction import Found
from app.annotate.guards import inside_other_name, located, loose_nominal, of_party, said_by
from app.annotate.lexicon import Sense, Senses, compile_anchors, compile_lexicon
from app.annotate.memory import Memory
from app.annotate.metonyms import compile_cues, goes_on, stands_for_state
from app.annotate.phrases import Phrases
from app.annotate.word_lists import read_toml
from app.domain.annotations import MentionKind
from app.domain.authority import Authority, Language

_CONFIDENCE: dict[str, float] = {
    "name": 0.95,
    "compound": 0.92,
    "adjective": 0.92,
    "demonym": 0.92,
    "metonym": 0.85,
    "nominal": 0.7,
}
_LANGUAGES: tuple[Language, ...] = ("de", "en")
_SHORTEST = 4  # letters of a name that a German word may begin with
_SHORTEST_COMPOUND = 7  # letters
_NEAR = 8  # tokens on either side of a name in which its context is looked for
_PLACES = frozenset({"country", "region", "place"})


_Inside = tuple[int, int, Senses]


class _Spot(NamedTuple):
    """A form met in a text: its tokens, its span, and what it may mean. `rule` says how it was met."""

    first: int
    after: int
    start: int
    end: int
    senses: Senses
    language: Language
    rule: str | None = None


_BY_FIRST, _BY_START = attrgetter("first"), attrgetter("start")


def _near(document: Document, spot: _Spot) -> frozenset[str]:
    """The words beside a name that has several senses."""
    if len(spot.senses) == 1:
        return frozenset()
    return frozenset(document.words[max(0, spot.first - _NEAR) : spot.after + _NEAR])


def _in_full(document: Document, spot: _Spot, named: Collection[str]) -> _Spot:
    """The spot without the senses of short names whose entities are not `named`; in `Paris` nobody but a place is."""
    if not spot.senses.short:
        return spot
    inside = located(document, spot.first)
    keep = tuple(
        [
            not sense.short or (sense.entity in named and not (inside and sense.type not in _PLACES))
            for sense in spot.senses
        ]
    )
    senses = spot.senses.kept(keep)
    return spot if senses is spot.senses else spot._replace(senses=senses)


def _nearness(places: list[int], start: int) -> tuple[int, int]:
    """The greater the nearer: what was named before `start` is nearer than what is named only after it."""
    before = bisect_left(places, start)
    return (2, places[before - 1]) if before else (1, -places[0])


class Gazetteer:
    """The extractor of all names in an authority's files but those of persons."""

    def __init__(self, authority: Authority) -> None:
        self._anchors = {entity.id: frozenset(entity.anchors) for entity in authority.entities}
        self._persons = compile_anchors(authority)
        self._candidates = Candidates(authority)
        self._part_of = {entity.id: entity.part_of for entity in authority.entities}
        self._lexica = {language: compile_lexicon(authority, language) for language in _LANGUAGES}
        cues = read_toml("metonyms")
        self._cues = {language: compile_cues(cues[language], language) for language in _LANGUAGES}
        heads = read_toml("compounds")
        endings = "|".join(heads["endings"])
        self._heads = re.compile(f"(?:{'|'.join(heads['heads'])})(?:{endings})")
        self._adjective_heads = re.compile(f"(?:{'|'.join(heads['adjective_heads'])})(?:e|en|er|es|em)?")
        self._sided = re.compile(f"(?i:{'|'.join(heads['sides'])})(?=[a-zäöüß]{{4}})")
        self._compounding = self._by_prefix(self._lexica["de"])
        self._closed = Memory[str, _Inside | None](self._find_closed, 20_000)

    @staticmethod
    def _by_prefix(lexicon: Phrases[Sense]) -> dict[str, list[tuple[str, Senses]]]:
        prefixes: dict[str, list[tuple[str, Senses]]] = defaultdict(list)
        for word, senses in lexicon.words():
            apt = Senses(
                sense
                for sense in senses
                if sense.kind in {"name", "metonym", "nominal"} and not (sense.seat or sense.quoted)
            )
            if apt and len(word) >= _SHORTEST:
                prefixes[word[:_SHORTEST].lower()].append((word, apt))
        return dict(prefixes)

    def find(self, document: Document) -> Iterator[Found]:
        """The mentions in `document`; those of one place may overlap."""
        spots = [
            spot for language in document.languages for spot in sorted(self._spots(document, language), key=_BY_FIRST)
        ]
        named = self._named(document, spots)
        if any(spot.senses.short for spot in spots):
            spots = [spot for each in spots if (spot := _in_full(document, each, named)).senses]
            named = self._named(document, spots)
        state: tuple[int, bool] = (-1, False)
        for spot in spots:
            if spot.senses.only:
                state = (spot.after, False)
                yield self._found(document, spot, spot.senses.only, ())
                continue
            means_state = self._means_state(document, spot, state)
            near = _near(document, spot)
            sense = self._choose(document, spot, named, near, means_state)
            if sense:
                state = (spot.after, means_state)
                yield self._found(document, spot, sense, self._candidates.others(sense, spot.senses, named, near))

    def _spots(self, document: Document, name: str) -> list[_Spot]:
        language: Language = "de" if name == "de" else "en"
        lexicon, starts, ends = self._lexica[language], document.starts, document.ends
        spots = [
            _Spot(number, after, starts[number], ends[after - 1], senses, language)
            for number, after, senses in lexicon.matches(document)
            if isinstance(senses, Senses) and not inside_other_name(document, number, after, senses)
        ]
        return [*spots, *self._compounds(document)] if language == "de" else spots

    def _compounds(self, document: Document) -> Iterator[_Spot]:
        inside = map(self._closed.__getitem__, document.places)
        for word, place in [(word, place) for word, place in zip(document.places, inside, strict=True) if place]:
            first, last, senses = place
            for number in document.places[word]:
                start = document.starts[number]
                end = start + last if last < len(word) else document.ends[number]
                yield _Spot(number, number + 1, start + first, end, senses, "de", "closed-compound")

    def _find_closed(self, word: str) -> _Inside | None:
        """`Ukrainekrieg`, `russlandfreundlich`, `prorussisch`: where in it the name stands, and what it means."""
        if len(word) < _SHORTEST_COMPOUND:
            return None
        heads = self._heads if word[0].isupper() else self._adjective_heads
        inside = [
            (name, senses)
            for name, senses in self._compounding.get(word[:_SHORTEST].lower(), ())
            if len(name) < len(word) and word[1:].startswith(name[1:]) and heads.fullmatch(word, len(name))
        ]
        if inside:
            name, senses = max(inside, key=lambda each: len(each[0]))
            return 0, len(name), senses
        return self._sided_name(word)

    def _sided_name(self, word: str) -> _Inside | None:
        """`Nordsyrien`, `ostukrainisch`, where the whole is no name of its own as `Südafrika` is."""
        lexicon = self._lexica["de"]
        side = self._sided.match(word)
        if side is None or any(sense.type != "region" for sense in lexicon.word(word)):
            return None
        rest = word[side.end() :]
        kind = "name" if word[0].isupper() else "adjective"
        senses = lexicon.word(rest.capitalize() if kind == "name" else rest)
        countries = Senses(sense for sense in senses if sense.kind == kind and sense.type == "country")
        return (side.end(), len(word), countries) if countries else None

    def _named(self, document: Document, spots: list[_Spot]) -> dict[str, list[int]]:
        """Where each entity is named beyond doubt, ascending; of persons only those that are anchors."""
        named: dict[str, list[int]] = defaultdict(list)
        for number, _, persons in self._persons.matches(document):
            if document.words[number][0].isupper():
                named[persons[0]].append(document.starts[number])
        for spot in sorted(spots, key=_BY_START):
            if spot.senses.sure:
                named[spot.senses.sure].append(spot.start)
        return named

    def _means_state(self, document: Document, spot: _Spot, last: tuple[int, bool]) -> bool:
        if not spot.senses.acting:
            return False
        listed = goes_on(document, spot.first) and last[0] == spot.first - 1
        if listed and (last[1] or document.word(spot.first - 1) != ","):
            return last[1]
        return stands_for_state(document, spot.first, spot.after, self._cues[spot.language])

    def _choose(
        self, document: Document, spot: _Spot, named: dict[str, list[int]], near: frozenset[str], state: bool
    ) -> Sense | None:
        senses = spot.senses
        if state and senses.places:
            return self._candidates.best(senses.seats, named, near)[0] if senses.seats else None
        plain = senses.plain
        if any(sense.quoted for sense in plain) and not said_by(document, spot.first, spot.after):
            plain = tuple(sense for sense in plain if not sense.quoted)
        if plain:
            sense = self._candidates.best(plain, named, near)[0]
            return None if sense.bare and document.word(spot.after) != "-" else sense
        return self._anchored(document, spot, named, near)

    def _anchored(
        self, document: Document, spot: _Spot, named: dict[str, list[int]], near: frozenset[str]
    ) -> Sense | None:
        """Among nominals the one whose name, or an anchor of it, stands in the text.

        The most words of its context near by win, then the nearest before. A country needs such words.
        """

        def nearness(sense: Sense) -> tuple[int, int]:
            ids = chain([sense.entity], self._anchors.get(sense.entity, ()))
            return max((_nearness(named[each], spot.start) for each in ids if each in named), default=(0, 0))

        told = {sense: self._candidates.told(sense.entity, near) for sense in spot.senses if sense.kind == "nominal"}
        nominals = (sense for sense, words in told.items() if words or sense.type != "country")
        best = max(nominals, key=lambda sense: (nearness(sense) > (0, 0), told[sense], nearness(sense)), default=None)
        if best is None or (nearness(best) == (0, 0) and not of_party(document, spot.after)):
            return None
        loose = loose_nominal(document, spot.first, spot.after, spot.language) if spot.rule is None else False
        return None if loose else best

    def _found(self, document: Document, spot: _Spot, sense: Sense, others: tuple[str, ...]) -> Found:
        first, after, start, end, _, _, rule = spot
        kind: MentionKind = sense.kind
        if kind == "name" and (rule or _hyphened(document, first, after)):
            kind, rule = "compound", rule or "hyphen-compound"
        elif sense.type == "place" and document.in_dateline(start):
            rule = "dateline"
        else:
            rule = rule or ("capital" if sense.seat else kind)
        part_of = self._part_of[sense.entity]
        rule = f"gazetteer/{rule}"
        return Found(start, end, sense.entity, sense.type, kind, rule, _CONFIDENCE[kind], None, part_of, others)


def _hyphened(document: Document, first: int, after: int) -> bool:
    """Whether a hyphen joins the tokens to another word."""
    word, glued = document.word, document.glued
    return (word(after) == "-" and glued[after]) or (word(first - 1) == "-" and glued[first])
