"""The simple text query: never refused, and honest about what was read otherwise than typed."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.text_queries import Clause, Every, Without
from app.domain.words import MAX_Q, MAX_WORD, MAX_WORDS, SOFT_HYPHEN, WORD, parse_words

MARKS = "".join(sign for sign in map(chr, range(0x110000)) if unicodedata.category(sign)[0] == "M")
SIGN_BY_SIGN = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}]|{SOFT_HYPHEN}(?=[^\W_]))*")


def signed(q: str) -> list[tuple[str, Clause]]:
    """The clauses of a query, each with a minus when it is negated."""
    expression = parse_words(q).expression
    parts = expression.parts if isinstance(expression, Every) else (expression,) if expression else ()
    pairs = [("-", part.part) if isinstance(part, Without) else ("", part) for part in parts]
    return [(sign, clause) for sign, clause in pairs if isinstance(clause, Clause)]


def read(q: str) -> list[str]:
    """The clauses of a query, written back with the operators that were read."""
    marks = {"word": "{}", "phrase": '"{}"', "prefix": "{}*"}
    return [sign + marks[each.kind].format(" ".join(each.words)) for sign, each in signed(q)]


@pytest.mark.parametrize(
    ("q", "clauses"),
    [
        ("EU NATO", ["EU", "NATO"]),
        ("-EU", ["-EU"]),
        ('"engere Zusammenarbeit" -"der EU"', ['"engere Zusammenarbeit"', '-"der EU"']),
        ("Außen* -Innen*", ["Außen*", "-Innen*"]),
        ("Nato-Generalsekretär", ['"Nato Generalsekretär"']),
        ('"EU"', ['"EU"']),
        ("Zu\u0308rich", ["Zürich"]),
        ("Gipfel, Brüssel.", ["Gipfel", "Brüssel"]),
        ("", []),
    ],
)
def test_operators_are_read(q: str, clauses: list[str]) -> None:
    assert read(q) == clauses
    assert parse_words(q).adjusted == ()


@pytest.mark.parametrize(
    ("q", "clauses", "said"),
    [
        ('"engere Zusammenarbeit', ["engere", "Zusammenarbeit"], 'not as operators: "'),
        ("„engere Zusammenarbeit“", ["engere", "Zusammenarbeit"], "not as operators: „ “"),
        ("(EU|NATO)", ['"EU NATO"'], "not as operators: ( | )"),
        ("--EU", ["-EU"], "not as operators: -"),
        ("- EU", ["EU"], "not as operators: -"),
        ("wor*d", ['"wor d"'], "not as operators: *"),
        ("Nato-Gen*", ['"Nato Gen"'], "not as operators: *"),
        ('"Nato Gen*"', ['"Nato Gen"'], "not as operators: *"),
        ('"EU"-Gipfel', ['"EU"', "Gipfel"], "not as operators: -"),
        ("title:EU", ['"title EU"'], "not as operators: :"),
        ("EU AND NATO", ["EU", "AND", "NATO"], "AND is looked for as a word"),
        ("AND", ["AND"], "AND is looked for as a word"),
        ("NOT", ["NOT"], "NOT is looked for as a word"),
        ("EU*", ["EU"], "EU* is read as the word: a beginning has at least 3 letters"),
        ("-EU*", ["-EU"], "EU* is read as the word"),
        ("-", [], "What holds no letter and no digit is left out"),
        ('"', [], "What holds no letter and no digit is left out"),
        ("* EU", ["EU"], "What holds no letter and no digit is left out"),
        ("x" * 65, ["x" * 65], "A word of more than 64 characters finds nothing"),
        ("x" * 65 + "*", ["x" * 65 + "*"], "A word of more than 64 characters finds nothing"),
    ],
)
def test_what_is_read_otherwise_is_said(q: str, clauses: list[str], said: str) -> None:
    assert read(q) == clauses
    assert any(said in sentence for sentence in parse_words(q).adjusted)


def test_words_beyond_the_limit_are_left_out() -> None:
    assert read("a " * MAX_WORDS) == ["a"] * MAX_WORDS
    assert parse_words("a " * MAX_WORDS).adjusted == ()
    query = parse_words("a " * 63 + '"b c" d')
    assert [each.words for _, each in signed("a " * 63 + '"b c" d')[62:]] == [("a",), ("b",)]
    assert query.adjusted == ("Words beyond the 64th are left out.",)


def test_a_negated_phrase_is_not_cut_short() -> None:
    """`-"b c"` cut to `-b` would leave out more than was asked."""
    assert read("a " * 63 + '-"b c" d') == ["a"] * 63


signs = st.sampled_from("aß9_ -\x00\n²Ωक" + SOFT_HYPHEN * 3 + "\xac\xae\u0300\u0308\u0903\u20dd\ufe0f\u200d\U000e0100")


@given(st.text(st.characters() | signs | st.sampled_from(MARKS)))
@example(f"{SOFT_HYPHEN}a{SOFT_HYPHEN}b{SOFT_HYPHEN}")
@example(f"a\u0308{SOFT_HYPHEN}b\u0308 a{SOFT_HYPHEN}{SOFT_HYPHEN}b \u0308a")
def test_words_read_in_runs_are_those_read_sign_by_sign(text: str) -> None:
    assert [word.span() for word in WORD.finditer(text)] == [word.span() for word in SIGN_BY_SIGN.finditer(text)]


@given(st.text(max_size=MAX_Q) | st.text(alphabet='ab-*" („|', max_size=MAX_Q))
@example("\ud800* -\ud800")
@example("\x00")
def test_any_text_is_read(q: str) -> None:
    query = parse_words(q)
    assert sum(len(each.words) for _, each in signed(q)) <= MAX_WORDS
    for _, clause in signed(q):
        assert clause.words
        assert clause.kind == "phrase" or len(clause.words) == 1
        assert all(WORD.fullmatch(word) for word in clause.words)
    assert len(set(query.adjusted)) == len(query.adjusted)
    "".join(query.adjusted).encode()


@given(st.lists(st.from_regex(WORD, fullmatch=True).filter(lambda word: len(word) <= MAX_WORD), max_size=5))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    normal = [unicodedata.normalize("NFC", word) for word in words]
    found = [word for _, clause in signed(" ".join(words)) for word in clause.words]
    assert found == [word for text in normal for word in WORD.findall(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die EU-Kommission, 2016!", ["Die", "EU", "Kommission", "2016"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("न्यूज़", ["न्यूज़"]),
        ("Außen\u00administer Ende\u00ad", ["Außen\u00administer", "Ende"]),
        ("snake_case", ["snake", "case"]),
        ("Trump’s", ["Trump", "s"]),
        ("❤\ufe0f", []),
    ],
)
def test_what_a_word_is(text: str, words: list[str]) -> None:
    assert WORD.findall(text) == words
