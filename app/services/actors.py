"""Actors that were asked for: names to entities, and what to say of a name that nobody has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.actor_grammar import canonical_actor, parse_actor
from app.domain.actors import ActorExpression, Entities, Reference, references, replace_references
from app.domain.annotations import ACTOR_TYPES
from app.domain.entities import Resolved
from app.domain.notices import Notice
from app.domain.ports import Store

_SIGNS = {"AND": ",", "UND": ",", "&": ",", "+": ",", "OR": "|", "ODER": "|", "NOT": ",-", "NICHT": ",-"}
_MAX_WORDS = 6
_MAX_EXPLAINED = 5


@dataclass(frozen=True)
class ResolvedActor:
    """An actor filter with its names resolved.

    `expression` is what is searched for; `written` has ids for names, and `canonical` is how that is written; `names`
    are the names as they were written and what they were taken for; `notices` speak of those that nobody has.
    """

    expression: ActorExpression
    written: ActorExpression
    canonical: str
    names: tuple[tuple[str, Resolved], ...]
    notices: tuple[Notice, ...]


def resolve_actor(store: Store, expression: ActorExpression, with_parts: bool = False) -> ResolvedActor:
    """Look up every name of `expression`; a name that nobody has matches nothing and gives a notice.

    `with_parts` the organizations that an entity consists of are searched for as well.
    """
    found = {name: _resolve(store, name) for name in map(_unplaced, references(expression))}
    unknown = [name for name in found if found[name].id is None]
    parts = store.parts([each.id for each in found.values() if each.id]) if with_parts else {}
    written = replace_references(expression, lambda name: _by_id(_unplaced(name), found[_unplaced(name)]))
    return ResolvedActor(
        expression=replace_references(expression, lambda name: _entities(found[_unplaced(name)], parts)),
        written=written,
        canonical=canonical_actor(written),
        names=tuple((canonical_actor(name), resolved) for name, resolved in found.items()),
        notices=tuple(
            _unknown(store, expression, name, found[name] if number < _MAX_EXPLAINED else None)
            for number, name in enumerate(unknown)
        ),
    )


def actor_value(entity_id: str, kind: str) -> str:
    """The value of `actor` that means this entity: its id, behind its type where a bare id would not reach it."""
    return entity_id if kind in ACTOR_TYPES else f"{kind}:{entity_id}"


def _unplaced(name: Reference) -> Reference:
    return Reference(name=name.name, type=name.type)


def _resolve(store: Store, name: Reference) -> Resolved:
    return store.resolve(name.name, frozenset({name.type}) if name.type else None)


def _entities(resolved: Resolved, parts: Mapping[str, Sequence[str]]) -> Entities:
    return Entities(ids=(resolved.id, *parts.get(resolved.id, ())) if resolved.id else ())


def _by_id(name: Reference, resolved: Resolved) -> Reference:
    if resolved.id is None:
        return name
    return Reference(name=resolved.id, type=None if name.type in ACTOR_TYPES else name.type)


def _unknown(store: Store, expression: ActorExpression, name: Reference, resolved: Resolved | None) -> Notice:
    """What to say of a name that nobody has: its suggestions are whole expressions. Unexplained without `resolved`."""
    detail, meant = _meant(store, name, resolved) if resolved else (_nobody(name), [])
    suggestions = [_replaced(expression, name, each) for each in dict.fromkeys(meant)]
    return Notice(code="unknown-actor", detail=detail, parameter="actor", suggestions=tuple(suggestions))


def _replaced(expression: ActorExpression, name: Reference, meant: str) -> str:
    better = parse_actor(meant)
    return canonical_actor(replace_references(expression, lambda each: better if _unplaced(each) == name else each))


def _meant(store: Store, name: Reference, resolved: Resolved) -> tuple[str, list[str]]:
    """A sentence on a name that nobody has, and what to write for it."""
    labels = store.labels(resolved.others)
    others = [actor_value(each, labels[each].type) for each in resolved.others if each in labels]
    if others:
        wanted = name.type or "a person, an organization or a country"
        detail = f"{name.name!r} is known as {labels[resolved.others[0]].type}, not as {wanted}: write {others[0]}."
        return detail, [*others, *_states(store, resolved.others)]
    written = None if name.type else _respelled(store, name.name)
    if written:
        return f"{name.name!r} was read as one name: ',' is AND, '|' is OR, '-' is NOT; write {written}.", [written]
    return _nobody(name), [actor_value(each.id, each.type) for each in store.suggest(name.name)]


def _states(store: Store, ids: Sequence[str]) -> list[str]:
    """The countries that these entities lie in: who asks for Moscow may mean Russia."""
    wholes = [whole for each in ids for whole in store.entity(each).part_of]
    labels = store.labels(wholes)
    return [each for each in wholes if each in labels and labels[each].type == "country"]


def _nobody(name: Reference) -> str:
    return f"Nobody is known as {canonical_actor(name)!r}."


def _respelled(store: Store, name: str) -> str | None:
    """`EU AND NATO` or `EU NATO` as the grammar would have it, when all its parts are names."""
    words = re.sub(r"\b(AND|UND) (NOT|NICHT)\b", "NOT", name, flags=re.IGNORECASE).split()
    signs = {_SIGNS[word.upper()][0] for word in words if word.upper() in _SIGNS}
    if not 1 < len(words) <= _MAX_WORDS or len(signs) > 1:
        return None
    parts = [(sign, _names(store, part)) for sign, part in _parts(words)]
    if not all(names for _, names in parts):
        return None
    joined = "".join(sign + ",".join(names) for sign, names in parts)
    return joined.removeprefix(",")


def _parts(words: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The runs of words between the words that stand for signs, each with the sign before it."""
    sign, run = ",", list[str]()
    for word in words:
        if word.upper() in _SIGNS:
            if run:
                yield sign, run
            sign, run = _SIGNS[word.upper()], []
        else:
            run.append(word)
    yield sign, run


def _names(store: Store, words: Sequence[str]) -> list[str]:
    """The words cut into names that are known, the longest first; empty when they cannot be."""
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end])
        if store.resolve(name, None).id is None:
            continue
        rest = _names(store, words[end:])
        if rest or end == len(words):
            return [name, *rest]
    return []
