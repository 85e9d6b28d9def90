"""What a query may cost, reckoned from the sizes of lists before any of them is read.

An advanced query that would cost more is refused. A simple one never is: its phrases are cut until it is within.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.domain.text_queries import Clause, Every, TextExpression, TextQuery, Without, every_clause, written
from app.errors import Flaw, QueryTooCostlyError
from app.search.matching import check_expansions, likeness, wanted_forms
from app.search.whoosh.finding.expansions import count_alike, span_alike
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.segments.word_sections import FIELDS

MAX_PLACES = 6_000_000
"""At how many places of words the phrases of a query may be looked for together; near each other costs four times."""

MAX_TRIED = 6_000
"""How many words the patterns of a query may be held against together."""


_NEAR = 4


def check_advanced(leaves: Sequence[Leaf], expression: TextExpression) -> None:
    """Raise `QueryTooCostlyError`, naming the part at which it is too much."""
    clauses = list(dict.fromkeys(every_clause(expression)))
    for leaf in leaves:
        check_expansions({each: len(span_alike(leaf, each)) for each in clauses if each.kind == "prefix"})
    patterns = [(each, sum(len(span_alike(leaf, each)) for leaf in leaves)) for each in clauses if likeness(each)]
    _check((pair for pair in patterns if pair[0].kind == "wildcard"), MAX_TRIED, "words to try it on")
    phrases = ((each, _places(leaves, each, len(each.words))) for each in clauses if each.kind == "phrase")
    _check(phrases, MAX_PLACES, "places to look for it at")
    for leaf in leaves:
        check_expansions({each: count_alike(leaf, each) for each in clauses})


def narrowed(leaves: Sequence[Leaf], text: TextQuery) -> tuple[TextExpression | None, tuple[str, ...]]:
    """What is looked for in place of a simple query, and in sentences what was left out of it."""
    expression, notes = text.expression, list[str]()
    phrases = _phrases(expression) if expression else []
    if expression is None or sum([_places(leaves, each, len(each.words)) for each in phrases]) <= MAX_PLACES:
        return expression, ()
    parts = list(expression.parts) if isinstance(expression, Every) else [expression]
    kept, room = list[TextExpression](), MAX_PLACES
    for part in parts:
        clause = part.part if isinstance(part, Without) else part
        if not isinstance(clause, Clause) or clause.kind != "phrase":
            kept.append(part)
            continue
        size = _affordable(leaves, clause, room)
        room -= _places(leaves, clause, size)
        if size == len(clause.words):
            kept.append(part)
        elif clause is part:
            kept.append(clause.model_copy(update={"words": clause.words[:size]}))
        notes += _note(clause, size, clause is part)
    return (Every(parts=tuple(kept)) if kept else None), tuple(notes)


def _phrases(expression: TextExpression) -> list[Clause]:
    return [clause for clause in every_clause(expression) if clause.kind == "phrase"]


def _note(clause: Clause, size: int, wanted: bool) -> Iterator[str]:
    if size == len(clause.words):
        return
    if wanted:
        first = "word is" if size == 1 else f"{size} words are"
        yield f"Of {written(clause)} only the first {first} looked for: it could stand in too many places."
    else:
        yield f"-{written(clause)} is left out: it could stand in too many places."


def _affordable(leaves: Sequence[Leaf], clause: Clause, room: int) -> int:
    """How many of the first words of a phrase are within the room; one always is."""
    sizes = range(len(clause.words), 1, -1)
    return next((size for size in sizes if _places(leaves, clause, size) <= room), 1)


def _check(costs: Iterable[tuple[Clause, int]], maximum: int, unit: str) -> None:
    total = 0
    for clause, cost in costs:
        total += cost
        if total > maximum:
            part = written(clause)
            detail = f"q: {part} has too many {unit}: {total:,}, with what comes before it, of at most {maximum:,}."
            more = {"part": part, "maximum": maximum, "value": total}
            raise QueryTooCostlyError(detail, Flaw("too-costly", parameter="q", more=more))


def _places(leaves: Sequence[Leaf], clause: Clause, size: int) -> int:
    """About how many places are looked at to find the first words of a phrase: those in documents that may have all."""
    forms = tuple(dict.fromkeys(wanted_forms(clause)[:size])) if size > 1 else ()
    if not forms:
        return 0
    known = [(leaf, leaf.lexicon.all_numbers(forms)) for leaf in leaves]
    places = sum([_places_in(leaf, field, numbers) for leaf, numbers in known if numbers for field in FIELDS])
    return places * _NEAR if clause.distance else places


def _places_in(leaf: Leaf, field: str, forms: Sequence[int]) -> int:
    starts, positions = leaf.arrays[f"{field}.starts"].data, leaf.arrays[f"{field}.positions.starts"].data
    sizes = [starts[number + 1] - starts[number] for number in forms]
    places = [positions[number + 1] - positions[number] for number in forms]
    fewest = min(sizes)
    return sum([each * fewest // size for each, size in zip(places, sizes, strict=True)]) if fewest else 0
