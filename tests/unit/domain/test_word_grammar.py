"""The advanced text query: what it reads, and what it says where it cannot."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_queries import Clause, TextExpression, every_clause, text_as_lists, wanted_clauses
from app.domain.word_grammar import (
    MAX_DEPTH,
    MAX_DISTANCE,
    MAX_EXPANDING,
    MAX_WILDCARDS,
    parse_word_expression,
)
from app.domain.words import MAX_WORD, MAX_WORDS
from app.errors import InvalidParameterError, QueryTooCostlyError


def tree(q: str) -> Any:
    expression = parse_word_expression(q).expression
    assert expression is not None
    return text_as_lists(expression)


def attempt(q: str) -> TextExpression | InvalidParameterError:
    try:
        expression = parse_word_expression(q).expression
    except InvalidParameterError as error:
        return error
    assert expression is not None
    return expression


def flaw(q: str) -> dict[str, Any]:
    with pytest.raises(InvalidParameterError) as caught:
        parse_word_expression(q)
    (only,) = caught.value.flaws
    return only.as_dict()


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("EU", "EU"),
        ("  EU\tNATO ", ["and", "EU", "NATO"]),
        ("EU AND NATO", ["and", "EU", "NATO"]),
        ("a b OR c d", ["or", ["and", "a", "b"], ["and", "c", "d"]]),
        ("a AND NOT b OR c", ["or", ["and", "a", ["not", "b"]], "c"]),
        ("a (b OR c)", ["and", "a", ["or", "b", "c"]]),
        ("a(b)c", ["and", "a", "b", "c"]),
        ("NOT (a OR b)", ["not", ["or", "a", "b"]]),
        ("-a -b", ["and", ["not", "a"], ["not", "b"]]),
        ("NOT NOT a", "a"),
        ("NOT -a", "a"),
        ("and or not", ["and", "and", "or", "not"]),
        ('"AND"', '"AND"'),
        ("ANDREAS NOTRE", ["and", "ANDREAS", "NOTRE"]),
        ("EU-Gipfel", '"EU Gipfel"'),
        ("Gipfel, Brüssel.", ["and", "Gipfel", "Brüssel"]),
        ("12:30", '"12 30"'),
        ('"engere Zusammenarbeit"~5', '"engere Zusammenarbeit"~5'),
        ('"a b"~0', '"a b"'),
        ("Gipfel*", "Gipfel*"),
        ("wor?d*", "wor?d*"),
        ("Gip**l", "Gip*l"),
        ("word~1 Selenskij~2", ["and", "word~1", "Selenskij~2"]),
        ("title:Gipfel", "title:Gipfel"),
        ('title:"a b" lead:(c OR body:d)', ["and", 'title:"a b"', ["or", "lead:c", "body:d"]]),
        ("lead:title:a", "title:a"),
        ("-caption:a", ["not", "caption:a"]),
        ("Zu\u0308rich", "Zürich"),
    ],
)
def test_what_is_read(q: str, expected: Any) -> None:
    assert tree(q) == expected


@pytest.mark.parametrize(
    ("q", "position", "expected"),
    [
        ("", 0, ["word", '"', "("]),
        ("EU AND", 6, ["word", '"', "("]),
        ("OR EU", 0, ["word", '"', "("]),
        ("EU AND OR NATO", 7, ["word", '"', "("]),
        ("EU)", 2, ["AND", "OR", "end"]),
        ("(EU NATO", 8, ["AND", "OR", ")"]),
        ("()", 1, ["word", '"', "("]),
        ('EU "Nato', 8, ['"']),
        ('""', 1, ["word"]),
        ("?! EU", 0, ["word"]),
        ("a | b", 2, ["word", '"', "("]),
        ("EU && NATO", 3, ["word", '"', "("]),
        ("“EU”", 0, ["word", '"', "("]),
        ("EU - NATO", 3, ["word", '"', "("]),
        ('"EU"-Gipfel', 4, ["word", '"', "("]),
        ("title:-EU", 6, ["word", '"', "("]),
        ("title:", 6, ["word", '"', "("]),
        ("word~", 5, ["1", "2"]),
        ("word~3", 5, ["1", "2"]),
        ('"a b"~', 6, ["number"]),
        ("Nato-Gen*", 0, ["word"]),
        ("Nato-Gen~1", 0, ["word"]),
        ("Zu\u0308rich x😀 AND", 14, ["word", '"', "("]),
    ],
)
def test_where_it_cannot_be_read(q: str, position: int, expected: list[str]) -> None:
    found = flaw(q)
    assert (found["reason"], found["position"], found["expected"]) == ("syntax", position, expected)


def test_an_unknown_zone_is_told_the_known_ones() -> None:
    found = flaw("EU headline:NATO")
    assert (found["reason"], found["position"]) == ("syntax", 3)
    assert {"title:", "lead:", "body:"} <= set(found["expected"])


@pytest.mark.parametrize(
    ("q", "more"),
    [
        ("ab*", {"part": "ab*", "minimum": 3}),
        ("EU *gipfel", {"part": "*gipfel", "minimum": 3, "position": 3}),
        ("M?ller", {"part": "M?ller", "minimum": 3}),
        ("EU~1", {"part": "EU~1", "minimum": 3}),
        ("abc" + "?d" * (MAX_WILDCARDS + 1), {"maximum": MAX_WILDCARDS}),
        ("abc* " * (MAX_EXPANDING + 1), {"maximum": MAX_EXPANDING, "position": 5 * MAX_EXPANDING}),
    ],
)
def test_what_would_cost_too_much(q: str, more: dict[str, Any]) -> None:
    with pytest.raises(QueryTooCostlyError) as caught:
        parse_word_expression(q)
    assert caught.value.flaws[0].as_dict() | more == caught.value.flaws[0].as_dict()


@pytest.mark.parametrize(
    ("good", "bad", "reason", "maximum"),
    [
        ("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, "(" * (MAX_DEPTH + 1) + "a", "too-deep", MAX_DEPTH),
        ("a " * MAX_WORDS, "a " * MAX_WORDS + "b", "too-many", MAX_WORDS),
        ("a" * MAX_WORD, "a" * MAX_WORD + "b", "too-long", MAX_WORD),
        ("a" * (MAX_WORD - 1) + "*", "abc?" + "a" * MAX_WORD, "too-long", MAX_WORD),
        (f'"a b"~{MAX_DISTANCE}', f'"a b"~{MAX_DISTANCE + 1}', "range", MAX_DISTANCE),
    ],
)
def test_limits(good: str, bad: str, reason: str, maximum: int) -> None:
    parse_word_expression(good)
    found = flaw(bad)
    assert (found["reason"], found["maximum"]) == (reason, maximum)


def test_a_star_in_quotes_is_said_to_be_plain() -> None:
    assert parse_word_expression("EU").adjusted == ()
    assert "*" in parse_word_expression('"a* b"').adjusted[0]


def test_what_is_negated_is_not_wanted() -> None:
    expression = parse_word_expression("a -b OR NOT (c -d)").expression
    assert expression is not None
    assert [clause.words for clause in wanted_clauses(expression)] == [("a",)]
    assert [clause.words for clause in every_clause(expression)] == [("a",), ("b",), ("c",), ("d",)]


@given(st.text(max_size=60) | st.text(alphabet='abc DORNA()"~*?:-12title\u0308', max_size=40))
def test_any_text_is_read_or_refused_at_a_position_in_it(q: str) -> None:
    read = attempt(q)
    if isinstance(read, InvalidParameterError):
        assert 0 <= read.flaws[0].as_dict()["position"] <= len(q)
    else:
        assert all(isinstance(clause, Clause) and clause.words for clause in every_clause(read))


leaves = st.sampled_from(["EU", '"a b"~3', "wor?d", "Gipfel*", "word~2", "title:EU", 'lead:"a b"', "body:abc*"])
expressions = st.recursive(
    leaves,
    lambda part: (
        st.builds("NOT ({})".format, part)
        | st.builds("({}) AND ({})".format, part, part)
        | st.builds("({}) OR ({})".format, part, part)
    ),
    max_leaves=6,
)


@given(expressions)
def test_what_is_echoed_reads_as_the_same(q: str) -> None:
    read = attempt(q)
    if isinstance(read, InvalidParameterError):
        assert read.flaws[0].reason == "too-deep"
    else:
        assert attempt(_spelled(text_as_lists(read))) == read


def _spelled(expr: Any) -> str:
    if isinstance(expr, str):
        return expr
    sign, *parts = expr
    inner = [_spelled(part) for part in parts]
    return f"(NOT {inner[0]})" if sign == "not" else f"({f' {sign.upper()} '.join(inner)})"
