"""What `q` asks of the words of an article: a tree, whichever mode it was written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from app.domain.annotations import ZoneName
from app.domain.frozen import Frozen

ClauseKind = Literal["word", "phrase", "prefix", "wildcard", "fuzzy"]
Mode = Literal["simple", "advanced"]
MODES: tuple[Mode, ...] = ("simple", "advanced")


class Clause(Frozen):
    """A leaf: a word, a phrase of one or more, the beginning of a word, a pattern, or a word and those like it.

    `words` are as typed, NFC, without quotes; only a phrase may have several. In a `wildcard`, `*` stands for any
    letters and `?` for one. `distance` is how many other words may stand between those of a phrase, which then come in
    any order; 0 means in a row. `edits` is by how many letters a `fuzzy` word may differ. A `zone` says where this
    clause alone is looked for.
    """

    kind: ClauseKind
    words: tuple[str, ...]
    distance: int = 0
    edits: int = 0
    zone: ZoneName | None = None


class Without(Frozen):
    """Matches what `part` does not."""

    part: TextExpression


class Every(Frozen):
    """Matches what all parts match."""

    parts: tuple[TextExpression, ...]


class Either(Frozen):
    """Matches what at least one part matches."""

    parts: tuple[TextExpression, ...]


TextExpression = Clause | Without | Every | Either

for _model in (Without, Every, Either):
    _model.model_rebuild()


class TextQuery(Frozen):
    """A parsed `q`. Without an expression it finds nothing.

    `adjusted` says in sentences what was read otherwise than typed.
    """

    expression: TextExpression | None = None
    mode: Mode = "simple"
    adjusted: tuple[str, ...] = ()


def wanted_clauses(expression: TextExpression) -> Iterator[Clause]:
    """The clauses that an article is found by, in the order they are written: those that nothing negates."""
    match expression:
        case Clause():
            yield expression
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from wanted_clauses(part)


def every_clause(expression: TextExpression) -> Iterator[Clause]:
    """All clauses, negated ones too, in the order they are written."""
    match expression:
        case Clause():
            yield expression
        case Without(part=part):
            yield from every_clause(part)
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from every_clause(part)


def holds(expression: TextExpression, has: Callable[[Clause], bool]) -> bool:
    """Whether an article that `has` these clauses matches."""
    match expression:
        case Clause():
            return has(expression)
        case Without(part=part):
            return not holds(part, has)
        case Every(parts=parts):
            return all(holds(part, has) for part in parts)
        case Either(parts=parts):
            return any(holds(part, has) for part in parts)


def text_as_lists(expression: TextExpression) -> Any:
    """The tree as it is echoed in `meta.query`: `["and", "EU", ["not", "title:Gipfel*"]]`."""
    match expression:
        case Clause():
            return written(expression)
        case Without(part=part):
            return ["not", text_as_lists(part)]
        case Every(parts=parts):
            return ["and", *map(text_as_lists, parts)]
        case Either(parts=parts):
            return ["or", *map(text_as_lists, parts)]


def as_text(expression: TextExpression) -> str:
    """The expression as it can be typed, in the mode that it is of."""
    match expression:
        case Clause():
            return written(expression)
        case Without(part=part):
            return f"-{_grouped(part)}"
        case Every(parts=parts):
            return " ".join(map(_grouped, parts))
        case Either(parts=parts):
            return " OR ".join(map(_grouped, parts))


def replace_clauses(expression: TextExpression, replacement: Callable[[Clause], Clause]) -> TextExpression:
    """The same tree with each clause replaced."""
    match expression:
        case Clause():
            return replacement(expression)
        case Without(part=part):
            return Without(part=replace_clauses(part, replacement))
        case Every(parts=parts):
            return Every(parts=tuple(replace_clauses(part, replacement) for part in parts))
        case Either(parts=parts):
            return Either(parts=tuple(replace_clauses(part, replacement) for part in parts))


def _grouped(part: TextExpression) -> str:
    return f"({as_text(part)})" if isinstance(part, Every | Either) else as_text(part)


def written(clause: Clause) -> str:
    """A clause as the advanced mode writes it."""
    words = " ".join(clause.words)
    near = f"~{clause.distance}" if clause.distance else ""
    forms = {"phrase": f'"{words}"{near}', "prefix": f"{words}*", "fuzzy": f"{words}~{clause.edits}"}
    return (f"{clause.zone}:" if clause.zone else "") + forms.get(clause.kind, words)
