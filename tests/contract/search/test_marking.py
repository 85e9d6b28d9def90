"""Where the words of a query stand: the marks are true, and they are there when the search finds the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.annotations import ARTICLE_ZONES
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.domain.word_grammar import parse_word_expression
from app.domain.words import parse_words
from app.search.memory import MemoryIndex
from tests.contract.search.documents import Subject, article

WORDS = [
    "Außenminister",
    "Aussenministern",
    "Rüstung😀",
    "Zu\u0308rich",
    "EU-Rat",
    "Rat",
    "e\u0301",
    "👩‍👩‍👧",
    "Gipfel",
    "neuen",
]
LEAVES = [
    "Aussenminister",
    "Rat",
    "Auß*",
    "Ruest*",
    "Zürich~1",
    "Gip?el",
    '"EU Rat"',
    '"Gipfel neue Rat"~3',
    "neuer",
    "é",
    "title:Rat",
]


def marked(index: Subject, q: str, text: str, mode: str = "advanced", zone: str = "body", **more: object) -> list[str]:
    parse = parse_words if mode == "simple" else parse_word_expression
    query = ArticleQuery(text=parse(q), **more)  # type: ignore[arg-type]
    (spans,) = index.reader.mark(query, [(zone, text)], "de")
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("q", "text", "marks"),
    [
        ("Aussenminister", "die Außenministern, 😀 AUSSENMINISTER", ["Außenministern", "AUSSENMINISTER"]),
        ('"engere Zusammenarbeit"', "Eine ENGERE\nZusammenarbeit.", ["ENGERE\nZusammenarbeit"]),
        ('"engere Zusammenarbeit"~2', "Zusammenarbeit, eine engere", ["Zusammenarbeit", "engere"]),
        ("Außenm*", "Außenministerin", ["Außenministerin"]),
        ("wor?d", "world and word", ["world"]),
        ("Selenskij~1", "Selenskyj", ["Selenskyj"]),
        ("EU -NATO", "EU NATO", ["EU"]),
        ("EU OR Rat", "Rat", ["Rat"]),
        ("Rüstung", "die Rüstungsforschung, die Forschung", ["Rüstungsforschung"]),
        ("Außenminister", "der Bundesaußenminister", ["Bundesaußenminister"]),
        ("EU-Gipfel", "der EU-Gipfel", ["EU-Gipfel"]),
        ("title:EU", "EU", []),
    ],
)
def test_what_is_marked(index: Subject, q: str, text: str, marks: list[str]) -> None:
    assert marked(index, q, text) == marks


def test_marks_stand_in_the_zones_searched(index: Subject) -> None:
    assert marked(index, "EU", "EU", zone="caption") == []
    assert marked(index, "EU", "EU", zone="caption", word_zones=frozenset({"caption"})) == ["EU"]
    assert marked(index, "title:EU", "EU", zone="title") == ["EU"]
    assert [list(spans) for spans in index.reader.mark(ArticleQuery(), [("body", "EU")], None)] == [[]]


passages = st.lists(
    st.tuples(
        st.sampled_from(["title", "body", "caption"]), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
    ),
    min_size=1,
    max_size=3,
)


@given(passages, st.sampled_from(LEAVES), st.sampled_from([ARTICLE_ZONES, frozenset({"caption"})]))
def test_a_text_is_found_when_it_is_marked(texts: list[tuple[str, str]], q: str, zones: frozenset[str]) -> None:
    index = MemoryIndex()
    document: IndexDocument = article("a", passages=tuple(texts))
    index.apply([document], [], 1)
    query = ArticleQuery(text=parse_word_expression(q), word_zones=zones)
    spans = index.mark(query, texts, "de")
    assert bool(index.search(query, limit=None).total) == any(spans)
    for (_, text), found in zip(texts, spans, strict=True):
        assert all(text[span.start : span.end].strip() for span in found)
