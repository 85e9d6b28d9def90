"""Summits, missions, treaties and formats of talks that no authority lists, by the shape of their names."""

from collections.abc import Iterator
from typing import NamedTuple

from app.annotate.document import Document
from app.annotate.extraction import Found
from app.annotate.lexicon import names_of
from app.annotate.morphology import german_forms
from app.annotate.phrases import Phrases
from app.annotate.word_lists import read_toml, word_set
from app.domain.actor_grammar import MAX_NAME
from app.domain.annotations import EntityType
from app.domain.authority import Authority
from app.domain.entities import unknown_id

_CONFIDENCE = 0.6
_TYPES: dict[str, EntityType] = {"summit": "event", "manoeuvre": "event", "format": "event", "mission": "mission"}
_PLACES = frozenset({"country", "region", "place"})
_HAPPENINGS = frozenset({"event", "treaty", "mission", "other"})
_IN = word_set("in im auf von bei at on")
_OF = word_set("von of")
_QUOTES = frozenset('"„“”»«‚‘')
_LONGEST = 3  # words of the name of a mission


class _Shape(NamedTuple):
    """Tokens that name a happening, and the rule that says so."""

    first: int
    after: int
    rule: str


class Happenings:
    """The extractor of events, missions and treaties that no authority lists."""

    def __init__(self, authority: Authority) -> None:
        table = read_toml("happenings")
        self._heads: dict[str, str] = {word: rule for rule, words in table["heads"].items() for word in words}
        self._opening = frozenset(self._heads)
        self._bases: dict[str, str] = table["bases"]
        self._stops = frozenset(table["stops"])
        self._places, self._known = Phrases[str](), Phrases[str]()
        self._of_places = frozenset(
            adjective
            for entity in authority.entities
            if entity.type == "place"
            for adjective in entity.adjectives.get("de", ())
        )
        self._missions = {
            entity.label.split()[-1]: entity.id
            for entity in authority.entities
            if entity.type == "mission" and " " in entity.label
        }
        for entity in authority.entities:
            if entity.type in _PLACES | _HAPPENINGS:
                phrases = self._places if entity.type in _PLACES else self._known
                for name in (*names_of(entity, "de"), *names_of(entity, "en")):
                    for form in german_forms(name):
                        phrases.add(form, entity.id)

    def find(self, document: Document) -> Iterator[Found]:
        """The happenings named in `document`, none of them listed."""
        if not document.languages:
            return
        for number in document.of(self._opening):
            shape = self._shape(document, number, self._heads[document.words[number]])
            if shape and not self._listed(document, shape):
                found = self._found(document, number, shape)
                if found.end - found.start <= MAX_NAME:
                    yield found

    def _shape(self, document: Document, number: int, rule: str) -> _Shape | None:
        """The name whose head, `Gipfel` or `Treaty`, is the token `number`."""
        first = _compound_start(document, number)
        match rule:
            case "summit":
                return self._summit(document, first, number)
            case "mission" | "manoeuvre":
                return self._mission(document, first, number, rule)
            case "format":
                return _Shape(first, number + 1, rule) if self._place_end(document, first) == number - 1 else None
            case _:
                return self._treaty(document, first, number)

    def _summit(self, document: Document, first: int, number: int) -> _Shape | None:
        """`Nato-Gipfel in Warschau`, `G7 summit in Hiroshima`, `Weltklimakonferenz in Glasgow`."""
        before = document.word(number - 1)
        if document.words[number] in {"summit", "Summit"} and before.isupper() and not document.glued[number]:
            first = number - 1
        elif first == number and document.words[number] in self._stops:
            return None
        after = self._place_end(document, number + 2) if document.word(number + 1) in _IN else None
        return _Shape(first, after, "summit") if after else None

    def _mission(self, document: Document, first: int, number: int, rule: str) -> _Shape | None:
        """`EU-Einsatz Sophia`, `Operation Barkhane`, the name alone where it is quoted."""
        start = number + 1
        if document.word(start) in _QUOTES:
            after = _capitals_end(document, start + 1)
            closed = start + 1 < after and document.word(after) in _QUOTES
            return _Shape(start + 1, after, rule) if closed else None
        if first == number and document.words[number] in self._stops and document.languages != ("en",):
            return None
        after = _capitals_end(document, start)
        named = start < after and not document.glued[start] and document.words[start] not in self._stops
        return _Shape(first, after, rule) if named else None

    def _treaty(self, document: Document, first: int, number: int) -> _Shape | None:
        """`ATT-Vertrag`, `Dubliner Abkommen`, `Vertrag von Nizza`, `Treaty of Nice`, `Dublin Convention`."""
        before = document.word(number - 1)
        if first < number:
            acronym = document.words[first]
            shown = acronym.isupper() and len(acronym) > 2 and first == number - 2
            return _Shape(first, number + 1, "treaty") if shown else None
        if before in self._of_places or (document.words[number][0].isupper() and self._is_place(document, number - 1)):
            return _Shape(number - 1, number + 1, "treaty")
        after = self._place_end(document, number + 2) if document.word(number + 1) in _OF else None
        return _Shape(number, after, "treaty") if after and document.words[number][0].isupper() else None

    def _is_place(self, document: Document, number: int) -> bool:
        """Whether an English sentence has the name of a place at the token `number`, as in `Dublin Convention`."""
        english = "en" in document.languages and number >= 0 and document.together(number, number + 1)
        return english and self._place_end(document, number) == number + 1

    def _place_end(self, document: Document, number: int) -> int | None:
        if number >= len(document.words) or not document.together(number - 1, number):
            return None
        found = self._places.longest(document, number)
        return found[0] if found else None

    def _listed(self, document: Document, shape: _Shape) -> bool:
        """Whether a happening of the authority stands in these tokens."""
        return any(self._known.at(document, number) for number in range(shape.first, shape.after))

    def _found(self, document: Document, number: int, shape: _Shape) -> Found:
        start, end = document.starts[shape.first], document.ends[shape.after - 1]
        label = document.text[start:end]
        if shape.first <= number < shape.after:
            head = document.starts[number] - start, document.ends[number] - start
            base = self._bases.get(document.words[number], label[slice(*head)])
            label = label[: head[0]] + base + label[head[1] :]
        kind = _TYPES.get(shape.rule, "treaty")
        known = self._missions.get(document.words[shape.after - 1]) if kind == "mission" else None
        if known:
            return Found(start, end, known, kind, "name", "happenings/mission", _CONFIDENCE)
        label = " ".join(label.split())
        return Found(start, end, unknown_id(kind, label), kind, "name", f"happenings/{shape.rule}", _CONFIDENCE, label)


def _compound_start(document: Document, number: int) -> int:
    """The first token of the word joined by hyphens that ends with the token `number`."""
    first = number
    while first > 1 and document.words[first - 1] == "-" and document.glued[first] and document.glued[first - 1]:
        if number - first > _LONGEST or not document.words[first - 2][0].isupper():
            break
        first -= 2
    return first


def _capitals_end(document: Document, number: int) -> int:
    """The token after the capitalised words from `number` on, at most three."""
    after = number
    while after < min(len(document.words), number + _LONGEST) and document.words[after][0].isupper():
        if not document.together(number - 1, after):
            break
        after += 1
    return after
