"""Words that an index has: those that begin so, and those that one may have meant."""

import pytest

from tests.contract.search.documents import Subject, article


@pytest.fixture
def worded(index: Subject) -> Subject:
    index.put(
        article("a", "Die Sanktionen der EU, die Sanktionen gegen Russland", title="Sanktion"),
        article("b", "Sanktionen und sanfte Töne"),
    )
    index.put(article("c", "Der Sandsturm, die Rüstung, die Sanktionen"), article("d", "sanktionen"))
    return index


def test_the_most_frequent_words_that_begin_so_come_first(worded: Subject) -> None:
    assert worded.reader.completions("san", 5) == ["Sanktionen", "Sandsturm", "sanfte"]
    assert worded.reader.completions("SAN", 1) == ["Sanktionen"]
    assert worded.reader.completions("Rues", 5) == ["Rüstung"]
    assert worded.reader.completions("x", 5) == []
    assert worded.reader.completions("", 5) == []


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Sankzionen", ["Sanktionen"]),
        ("Sanktoinen", ["Sanktionen"]),
        ("sankzione", ["Sanktionen"]),
        ("Rüstnug", ["Rüstung"]),
        ("Sanktionen", ["Sanktion"]),
        ("Tone", ["Töne"]),
        ("Zanktionen", []),
        ("Xylophon", []),
        ("", []),
        ("x" * 65, []),
    ],
)
def test_a_word_is_respelled(worded: Subject, word: str, meant: list[str]) -> None:
    assert list(worded.reader.respellings(word, 1)) == meant


def test_what_was_deleted_is_no_word(worded: Subject) -> None:
    worded.put(deleted=["c"])
    assert "Sandsturm" not in worded.reader.completions("sand", 5)
