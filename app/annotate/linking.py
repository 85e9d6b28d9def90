"""Names that persons share with others, and short names of persons: what else the text names decides."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from app.annotate.document import Document
from app.annotate.extraction import Found
from app.annotate.guards import located
from app.domain.entities import unknown_person_id

_PLACES = frozenset({"country", "region", "place"})
_LOCATED, _ITSELF, _RELATED, _BEFORE = 3, 2, 1, 1
_PERSON = 2  # for somebody who is named in full in the text
_UNKNOWN, _FIRST_NAME = 0.6, 0.6
_Spans = dict[tuple[int, int], list[Found]]


def decide(document: Document, found: Iterable[Found]) -> list[Found]:
    """`found`, but that a span is given to one entity where persons are among those it may mean.

    A surname that holds only beside an anchor goes to whom most anchors speak for. One that is also a place goes to a
    person named in full, unless more speaks for the place. The others become alternatives.
    """
    listed = list(found)
    persons = _in_full(listed)
    shared = frozenset(word for each in persons.values() for word in each.text_in(document).split())
    shares = bool(shared) and any(each.type in _PLACES and each.text_in(document) in shared for each in listed)
    if not shares and not any(each.anchors for each in listed):
        return listed
    named: dict[str, set[str]] = defaultdict(set)
    spans: _Spans = defaultdict(list)
    for each in listed:
        spans[each.start, each.end].append(each)
        if not each.anchors:
            named[each.entity].add(each.text_in(document))
    kept = (_anchored(document, each, named) for each in spans.values())
    return list(chain.from_iterable(_placed(document, each, named, persons) for each in kept))


def _in_full(found: Iterable[Found]) -> dict[str, Found]:
    """The first mention in full of each person, by entity."""
    full: dict[str, Found] = {}
    for each in found:
        if each.type == "person" and each.rule in {"persons/full-name", "persons/given-name", "persons/role-name"}:
            full.setdefault(each.entity, each)
    return full


def _anchored(document: Document, found: list[Found], named: dict[str, set[str]]) -> list[Found]:
    """Those that need no anchor, and of those that do the one that most of the named speak for."""
    open_ = [each for each in found if each.anchors]
    if not open_:
        return found
    rest = [each for each in found if not each.anchors]
    ranked = sorted(open_, key=lambda each: -len(named.keys() & set(each.anchors)))
    best, ids = ranked[0], tuple(each.entity for each in ranked)
    if named.keys().isdisjoint(best.anchors):
        if best.rule != "persons/role-surname":
            return rest
        name = best.text_in(document)
        stranger = best._replace(entity=unknown_person_id(name), label=name, confidence=_UNKNOWN)
        return [*rest, stranger._replace(anchors=(), alternatives=ids)]
    return [*rest, best._replace(anchors=(), alternatives=ids[1:])]


def _placed(
    document: Document, found: list[Found], named: dict[str, set[str]], persons: dict[str, Found]
) -> Iterator[Found]:
    """What a span means that may be a place or somebody who is named in full: the person wins where both may be."""
    places = [each for each in found if each.type in _PLACES and each.kind in {"name", "metonym"}]
    if not places or not persons:
        yield from found
        return
    others = [each for each in found if each not in places]
    here = [each for each in others if each.entity in persons and each.rule == "persons/surname"]
    here = here or list(_by_first_name(document, places[0], persons))
    place = places[0]
    if not here or _speaks_for(document, place, named) > _PERSON + _BEFORE * (
        persons[here[0].entity].start < place.start
    ):
        yield from found
        return
    rest = (each.entity for each in (*here[1:], *places))
    yield here[0]._replace(alternatives=tuple(dict.fromkeys(chain(here[0].alternatives, rest, place.alternatives))))
    yield from (each for each in others if each not in here)


def _speaks_for(document: Document, place: Found, named: dict[str, set[str]]) -> int:
    """How much speaks for a place: a country by itself, a word before it, another form of it, what it is a part of."""
    first = bisect_left(document.starts, place.start)
    forms = named[place.entity] - {place.text_in(document)}
    sure = located(document, first) or document.in_dateline(place.start)
    related = not named.keys().isdisjoint(place.part_of)
    return 1 + (place.kind == "name" and place.type == "country") + _LOCATED * sure + _ITSELF * bool(forms) + related


def _by_first_name(document: Document, place: Found, persons: dict[str, Found]) -> Iterator[Found]:
    """The persons whose first name is also the name of a town: `Paris`, where Paris Hilton is named."""
    word = place.text_in(document)
    for each in persons.values():
        if place.type == "place" and each.text_in(document).startswith(f"{word} "):
            yield each._replace(
                start=place.start, end=place.end, rule="persons/first-name", confidence=_FIRST_NAME, label=each.label
            )
