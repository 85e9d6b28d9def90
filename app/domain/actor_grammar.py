"""The actor filter as it is written: parsed into an `ActorExpression`, and written again in its canonical form.

The grammar stands in `app.domain.actors`. White space around names and signs does not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NoReturn, cast

from app.domain.actors import (
    MAX_ATOMS,
    MAX_DEPTH,
    ActorExpression,
    AllOf,
    AnyOf,
    Anyone,
    Entities,
    Not,
    Reference,
    Surface,
)
from app.domain.annotations import ENTITY_TYPES, EntityType
from app.errors import Flaw, InvalidParameterError

_SIGNS = re.compile(r'[,|()"]')
_QUOTED = re.compile(r'"(?:[^"]|"")*"(?!")')
_TYPE = re.compile(rf"({'|'.join(ENTITY_TYPES)})\s*:")
_NAME = ("name", "(")
MAX_NAME = 200


def parse_actor(text: str) -> ActorExpression:
    """The tree of one `actor` value, its names still to be resolved.

    Raises `InvalidParameterError` with one flaw: `syntax` (`position`, `expected`), `ambiguous` (`position`, both
    readings in `did_you_mean`), `too-deep`, `too-many` or `too-long` (`position`, `maximum`). Positions are 0-based
    code points.
    """
    return _Parser(text).whole()


def all_of(expressions: Sequence[ActorExpression]) -> ActorExpression:
    """One expression that holds when all of these do; raises `InvalidParameterError` when it exceeds the caps."""
    parts: list[ActorExpression] = []
    for each in expressions:
        parts.extend(each.parts if isinstance(each, AllOf) else [each])
    joined = parts[0] if len(parts) == 1 else AllOf(parts=tuple(parts))
    if _atoms(joined) > MAX_ATOMS:
        _refuse(f"it names more than {MAX_ATOMS} names.", "too-many", maximum=MAX_ATOMS)
    if _depth(joined) > MAX_DEPTH:
        _refuse(f"it nests more than {MAX_DEPTH} parentheses.", "too-deep", maximum=MAX_DEPTH)
    return joined


def canonical_actor(expression: ActorExpression) -> str:
    """The expression as it is written with the fewest signs; `parse_actor` reads the same from it.

    In a resolved expression every name must be known: `Entities` without ids have no name to write.
    """
    match expression:
        case Reference() | Surface():
            return f"{expression.type}:{_bare(expression)}" if expression.type else _bare(expression)
        case Anyone(written=written):
            return written
        case Entities(ids=ids):
            return "|".join(ids)
        case Not(part=part):
            return f"-{_atom(part)}"
        case AllOf(parts=parts):
            return ",".join(map(_atom, parts))
        case AnyOf(parts=parts):
            return "|".join(map(_atom, parts))


def _bare(leaf: Reference | Surface) -> str:
    return leaf.name if isinstance(leaf, Reference) else '"' + leaf.form.replace('"', '""') + '"'


def _atom(part: ActorExpression) -> str:
    simple = isinstance(part, Reference | Surface | Anyone | Not) or (isinstance(part, Entities) and len(part.ids) == 1)
    return canonical_actor(part) if simple else f"({canonical_actor(part)})"


def _children(expression: ActorExpression) -> tuple[ActorExpression, ...]:
    match expression:
        case Not(part=part):
            return (part,)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case _:
            return ()


def _atoms(expression: ActorExpression) -> int:
    children = _children(expression)
    return sum(map(_atoms, children)) if children else 1


def _depth(expression: ActorExpression) -> int:
    return max((_depth(part) + _atom(part).startswith(("(", "-(")) for part in _children(expression)), default=0)


def _refuse(detail: str, reason: str, **more: object) -> NoReturn:
    raise InvalidParameterError(detail, Flaw(reason, parameter="actor", more=more))


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.atoms = 0

    def whole(self) -> ActorExpression:
        expression, signs = self.level(0)
        if self.at < len(self.text):
            self.unexpected(*signs, "end")
        return expression

    def level(self, depth: int) -> tuple[ActorExpression, tuple[str, ...]]:
        """The expression up to an end or a closing parenthesis, and the signs that could have gone on with it."""
        start, places = self.at, list[int]()
        parts = [self.unary(depth)]
        while self.sign() in (",", "|"):
            places.append(self.at)
            self.at += 1
            parts.append(self.unary(depth))
        used = {self.text[place] for place in places}
        if len(used) > 1:
            self.ambiguous(start, places)
        if not used:
            return parts[0], (",", "|")
        kind = AllOf if used == {","} else AnyOf
        return kind(parts=tuple(parts)), tuple(used)

    def unary(self, depth: int) -> ActorExpression:
        if self.sign() in ("-", "!"):
            self.at += 1
            atom = self.atom(depth)
            return atom.part if isinstance(atom, Not) else Not(part=atom)
        return self.atom(depth)

    def atom(self, depth: int) -> ActorExpression:
        if self.sign() == "(":
            return self.group(depth + 1)
        self.atoms += 1
        if self.atoms > MAX_ATOMS:
            _refuse(f"it names more than {MAX_ATOMS} names.", "too-many", position=self.at, maximum=MAX_ATOMS)
        typed = _TYPE.match(self.text, self.at)
        if typed:
            self.at = typed.end()
        kind = cast(EntityType, typed[1]) if typed else None
        expected = ("name",) if typed else _NAME
        return self.surface(kind) if self.sign() == '"' else self.named(kind, expected)

    def group(self, depth: int) -> ActorExpression:
        if depth > MAX_DEPTH:
            detail = f"it nests more than {MAX_DEPTH} parentheses."
            _refuse(detail, "too-deep", position=self.at, maximum=MAX_DEPTH)
        self.at += 1
        expression, signs = self.level(depth)
        if self.sign() != ")":
            self.unexpected(*signs, ")")
        self.at += 1
        self.sign()
        return expression

    def surface(self, kind: EntityType | None) -> Surface:
        quoted = _QUOTED.match(self.text, self.at)
        self.at = quoted.end() - 1 if quoted else len(self.text)
        if not quoted:
            self.unexpected('"')
        form = self.plain(quoted.start() + 1, quoted.end() - 1).replace('""', '"')
        if not form:
            self.unexpected("name")
        self.at += 1
        self.sign()
        return Surface(form=form, type=kind)

    def named(self, kind: EntityType | None, expected: tuple[str, ...]) -> Reference | Anyone:
        stop = _SIGNS.search(self.text, self.at)
        start, end = self.at, stop.start() if stop else len(self.text)
        name = self.plain(start, end)
        if not name or name[0] in "-!":
            self.unexpected(*expected)
        self.at = end
        return Anyone(type=kind) if name == "*" else Reference(name=name, type=kind, position=start)

    def plain(self, start: int, end: int) -> str:
        name = " ".join(unicodedata.normalize("NFC", self.text[start:end]).split())
        if len(name) > MAX_NAME:
            _refuse(f"no name is longer than {MAX_NAME} characters.", "too-long", position=start, maximum=MAX_NAME)
        return name

    def sign(self) -> str:
        """The next character that is no white space, where the parser then stands; empty at the end."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]

    def unexpected(self, *expected: str) -> NoReturn:
        signs = " or ".join(each if each.isalpha() else repr(each) for each in expected)
        found = repr(self.text[self.at]) if self.at < len(self.text) else "the end"
        detail = f"at position {self.at} {signs} is expected, not {found}."
        _refuse(detail, "syntax", position=self.at, expected=list(expected))

    def ambiguous(self, start: int, places: list[int]) -> NoReturn:
        level = self.text[start : self.at]
        before, after = self.text[:start], self.text[self.at :]
        readings = [before + reading + after for reading in _readings(level, [place - start for place in places])]
        position = next(place for place in places if self.text[place] != self.text[places[0]])
        detail = f"it mixes ',' (and) with '|' (or): write {readings[0]} or {readings[1]}."
        _refuse(detail, "ambiguous", position=position, did_you_mean=readings)


def _readings(level: str, places: list[int]) -> list[str]:
    """A level that mixes the signs at `places`, with the OR parts in parentheses, and with the AND parts in them."""
    return [_grouped(level, places, outer) for outer in ",|"]


def _grouped(level: str, places: list[int], outer: str) -> str:
    cuts = [-1, *(place for place in places if level[place] == outer), len(level)]
    groups = [(low + 1, high) for low, high in pairwise(cuts)]
    return outer.join(_parenthesised(level[low:high], any(low <= p < high for p in places)) for low, high in groups)


def _parenthesised(part: str, several: bool) -> str:
    return f"({part.strip()})" if several else part.strip()
