"""Where the words of a query stand: the marks are true, and they are there when the search finds the text."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.annotations import ARTICLE_ZONES
from app.domain.index_documents import IndexDocument
from app.domain.listed import ListedZone
from app.domain.native.library import ROOM
from app.domain.passages import Passages
from app.domain.queries import ArticleQuery, Choice
from app.domain.word_grammar import parse_word_expression
from app.domain.words import parse_words
from app.search import vocabulary
from app.search.memory import MemoryIndex
from app.search.whoosh.reader import WhooshIndex
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
    "Räte",
    "councils",
    "x" * 65,
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
    '"Rat Rat"',
    '"Rat Rat EU"~1',
    "Council",
    '"title:EU Rat"',
]


def marked(index: Subject, q: str, text: str, mode: str = "advanced", zone: str = "body", **more: object) -> list[str]:
    parse = parse_words if mode == "simple" else parse_word_expression
    query = ArticleQuery(text=parse(q), **more)  # type: ignore[arg-type]
    (found,) = index.reader.mark(query, [passages_of([(zone, text)])]).by_text()
    return [text[start:end] for start, end in found]


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
    assert index.reader.mark(ArticleQuery(), [passages_of([("body", "EU")], None)]).by_text() == [[]]
    assert index.reader.mark(ArticleQuery(text=parse_words("EU")), []).by_text() == []


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
    (found,) = index.mark(query, [passages_of(texts)]).by_text()
    assert bool(index.search(query, limit=None).total) == bool(found)


def passages_of(texts: Sequence[tuple[str, str]], language: str | None = "de") -> Passages:
    """A text of these zones, one right behind the other."""
    edges = list(accumulate((len(text) for _, text in texts), initial=0))
    zones = [ListedZone(name, *edge) for (name, _), edge in zip(texts, pairwise(edges), strict=True)]  # type: ignore[arg-type]
    return Passages("".join(text for _, text in texts), zones, language)


pages = st.lists(st.tuples(passages, st.sampled_from(["de", "en", "und", None])), min_size=1, max_size=4)
asked = st.lists(st.sampled_from(LEAVES), min_size=1, max_size=4, unique=True)
marker = WhooshIndex(Path("nowhere"))  # what it knows of words grows from one example to the next


@given(pages, asked, st.sampled_from([ARTICLE_ZONES, frozenset({"caption"})]), st.sampled_from(["", "de", "en"]))
def test_marks_are_those_of_a_look_at_every_word(
    page: list[tuple[list[tuple[str, str]], str | None]], leaves: list[str], zones: frozenset[str], language: str
) -> None:
    languages = Choice(included=frozenset({language} if language else ()))
    query = ArticleQuery(text=parse_word_expression(" OR ".join(leaves)), word_zones=zones, languages=languages)
    texts = [passages_of(*each) for each in page]
    expected = MemoryIndex().mark(query, texts).by_text()
    for _ in range(2):
        assert [sorted(set(found)) for found in marker.mark(query, texts).by_text()] == expected


def test_a_text_may_be_marked_more_often_than_there_is_room_kept_for(index: Subject) -> None:
    assert marked(index, "Gipfel", "Gipfel " * (ROOM // 4)) == ["Gipfel"] * (ROOM // 4)


def test_words_are_read_again_when_too_many_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MOST", 3)
    index, query = WhooshIndex(Path("nowhere")), ArticleQuery(text=parse_words("Gipfel"))
    texts = [passages_of([("body", f"Gipfel {name} Gipfels")]) for name in ("eins", "zwei", "drei")]
    for _ in range(3):
        assert [len(found) for text in texts for found in index.mark(query, [text]).by_text()] == [2, 2, 2]
