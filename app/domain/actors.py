"""The actor filter: `(EU|NATO),-Russland`, parsed into a tree, then resolved into entity ids.

Grammar (EBNF, ISO 14977): `,` is AND, `|` is OR, the two are never mixed on one level.

    or    = unary , ( { "," , unary } | { "|" , unary } ) ;
    unary = [ "-" | "!" ] , atom ;
    atom  = "(" , or , ")" | [ type , ":" ] , ref ;
    ref   = "*" | slug | "Q" , digits | alias | '"' , exact surface form , '"' ;

`*` is anybody: a person, an organization or a country; `place:*` any place. A quotation mark inside a surface form is
doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, assert_never

from app.domain.annotations import ACTOR_TYPES, EntityType
from app.domain.frozen import Frozen

MAX_ATOMS = 64
MAX_DEPTH = 8


class Reference(Frozen):
    """A name to be resolved; `type` narrows what it can be, `position` is where it stands in the parameter."""

    name: str
    type: EntityType | None = None
    position: int = 0


class Surface(Frozen):
    """An exact spelling, case- and accent-true, with or without a genitive -s; `type` narrows whose it is."""

    form: str
    type: EntityType | None = None


class Anyone(Frozen):
    """Anybody of this type is mentioned; of those of actors when there is none."""

    type: EntityType | None = None

    @property
    def types(self) -> frozenset[str]:
        """Of which types one may be."""
        return frozenset({self.type}) if self.type else ACTOR_TYPES

    @property
    def written(self) -> str:
        """How it is asked for."""
        return f"{self.type}:*" if self.type else "*"


class Entities(Frozen):
    """Resolved: any of these entities is mentioned. Without ids it matches nothing."""

    ids: tuple[str, ...]


class Not(Frozen):
    """Matches what `part` does not."""

    part: ActorExpression


class AllOf(Frozen):
    """Matches what all parts match."""

    parts: tuple[ActorExpression, ...]


class AnyOf(Frozen):
    """Matches what at least one part matches."""

    parts: tuple[ActorExpression, ...]


Leaf = Surface | Anyone | Entities
"""What is looked for in an article."""

ActorExpression = Reference | Leaf | Not | AllOf | AnyOf

for _model in (Not, AllOf, AnyOf):
    _model.model_rebuild()


def references(expression: ActorExpression) -> Iterator[Reference]:
    """The names that are still to be resolved, in the order they are written."""
    match expression:
        case Reference():
            yield expression
        case Not(part=part):
            yield from references(part)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for each in parts:
                yield from references(each)


def wanted_leaves(expression: ActorExpression) -> Iterator[Reference | Leaf]:
    """Whom an article is found by: the leaves of an expression that nothing negates."""
    match expression:
        case Reference() | Surface() | Anyone() | Entities():
            yield expression
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from wanted_leaves(part)


def actor_holds(expression: ActorExpression, has: Callable[[Leaf, bool], bool], negated: bool = False) -> bool:
    """Whether a resolved expression holds where `has` tells of each leaf, and whether it is negated, if it is there."""
    match expression:
        case Surface() | Anyone() | Entities():
            return has(expression, negated)
        case Not(part=part):
            return not actor_holds(part, has, True)
        case AllOf(parts=parts):
            return all(actor_holds(part, has, negated) for part in parts)
        case AnyOf(parts=parts):
            return any(actor_holds(part, has, negated) for part in parts)
        case Reference(name=name):
            raise TypeError(f"{name!r} was not resolved before it was searched for")
        case _:
            assert_never(expression)


def replace_references(
    expression: ActorExpression, replacement: Callable[[Reference], ActorExpression]
) -> ActorExpression:
    """The same tree with each `Reference` replaced; what is negated twice is itself."""
    match expression:
        case Reference():
            return replacement(expression)
        case Not(part=part):
            replaced = replace_references(part, replacement)
            return replaced.part if isinstance(replaced, Not) else Not(part=replaced)
        case AllOf(parts=parts):
            return AllOf(parts=tuple(replace_references(part, replacement) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(replace_references(part, replacement) for part in parts))
        case _:
            return expression


def of_type(expression: ActorExpression, kind: EntityType) -> ActorExpression:
    """The same tree with each name and spelling that names no type of its own narrowed to this one."""
    match expression:
        case Reference(type=None) | Surface(type=None) | Anyone(type=None):
            return expression.model_copy(update={"type": kind})
        case Not(part=part):
            return Not(part=of_type(part, kind))
        case AllOf(parts=parts):
            return AllOf(parts=tuple(of_type(part, kind) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(of_type(part, kind) for part in parts))
        case _:
            return expression


def as_lists(expression: ActorExpression) -> Any:
    """The tree as it is echoed in `meta.query`: `["and", "eu", ["not", "russia"]]`; a surface form in quotes."""
    match expression:
        case Reference(name=name) | Anyone(written=name):
            return name
        case Surface(form=form):
            return f'"{form}"'
        case Entities(ids=ids):
            return ids[0] if len(ids) == 1 else ["or", *ids] if ids else None
        case Not(part=part):
            return ["not", as_lists(part)]
        case AllOf(parts=parts):
            return ["and", *map(as_lists, parts)]
        case AnyOf(parts=parts):
            return ["or", *map(as_lists, parts)]
