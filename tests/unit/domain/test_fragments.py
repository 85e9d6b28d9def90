"""Fragments: true to the text, of the size asked for, the best first."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.annotations import Zone
from app.domain.fragments import Mark, choose_marks, cut_fragments
from app.domain.listed import Stretch
from app.domain.passages import Passages

LETTERS = ["a", "ü", "😀", "e\u0301", " ", " ", "\n", ". ", "! ", "Nato", "EU", "\n\n"]


def whole(text: str) -> list[Zone]:
    return [Zone(zone="body", start=0, end=len(text))]


def spots(text: str, *words: str) -> list[Mark]:
    return [Mark(text.index(word), text.index(word) + len(word)) for word in words]


def test_marks_neither_nest_nor_overlap() -> None:
    actors = [Mark(0, 10, "eu"), Mark(0, 2, "x"), Mark(8, 12, "y"), Mark(0, 10, "eu")]
    words = [Stretch(9, 11), Stretch(20, 25), Stretch(22, 30), Stretch(30, 31)]
    assert choose_marks(actors, words) == [Mark(0, 10, "eu"), Mark(20, 30), Mark(30, 31)]


def test_a_fragment_is_whole_sentences_where_they_fit() -> None:
    text = "Erster Satz ist hier. Der zweite nennt die Nato. Ein dritter Satz folgt noch."
    (fragment,) = cut_fragments(Passages(text, [], None), whole(text), spots(text, "Nato"), 40, 3)
    assert text[fragment.start : fragment.end] == "Der zweite nennt die Nato."
    (fragment,) = cut_fragments(Passages(text, [], None), whole(text), spots(text, "Nato"), 200, 3)
    assert text[fragment.start : fragment.end] == text[22:]
    (fragment,) = cut_fragments(Passages(text, [], None), whole(text), spots(text, "Nato"), 16, 3)
    assert text[fragment.start : fragment.end] == "die Nato."


def test_the_most_different_marks_come_first() -> None:
    text = "Nato und Nato und Nato. " + "x " * 100 + "Nato und EU."
    marks = [Mark(at, at + 4) for at in range(len(text)) if text.startswith("Nato", at)] + spots(text, "EU")
    best, second = cut_fragments(Passages(text, [], None), whole(text), sorted(marks), 40, 5)
    assert text[best.start : best.end].endswith("Nato und EU.")
    assert len(second.marks) == 3
    assert len(cut_fragments(Passages(text, [], None), whole(text), sorted(marks), 40, 1)) == 1


def test_a_long_mark_is_shown_whole() -> None:
    text = "Ein " + "langes " * 20 + "Wort."
    (fragment,) = cut_fragments(Passages(text, [], None), whole(text), [Mark(4, 144)], 40, 3)
    assert fragment[1:3] == (4, 144)


texts = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=120).map("".join)


@given(
    texts,
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 12), st.sampled_from([None, "eu", "nato"])), max_size=12),
    st.integers(0, 300),
    st.integers(5, 80),
    st.integers(1, 6),
)
def test_fragments_are_true(
    text: str, drawn: list[tuple[int, int, str | None]], border: int, size: int, number: int
) -> None:
    border = min(border, len(text))
    zones = [Zone(zone="title", start=0, end=border), Zone(zone="body", start=border, end=len(text))]
    spans = [Mark(start, start + length, entity) for start, length, entity in drawn if start + length <= len(text)]
    apart = [mark for mark in spans if not mark.start < border < mark.end and text[mark.start : mark.end].strip()]
    words = [Stretch(mark.start, mark.end) for mark in apart if not mark.entity]
    marks = choose_marks([mark for mark in apart if mark.entity], words)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    fragments = cut_fragments(Passages(text, [], None), zones, marks, size, number)
    assert len(fragments) <= number
    assert bool(fragments) == bool(marks)
    for fragment in fragments:
        zone = next(zone for zone in zones if zone.zone == fragment.zone)
        assert zone.start <= fragment.start < fragment.end <= zone.end
        assert fragment.marks == tuple(m for m in marks if fragment.start <= m.start and m.end <= fragment.end)
        assert fragment.marks
        assert fragment.end - fragment.start <= max(size, *(mark.end - mark.start for mark in marks))
        assert not any(mark.start < fragment.end < mark.end or mark.start < fragment.start < mark.end for mark in marks)
    ordered = sorted(fragments, key=lambda fragment: fragment.start)
    assert all(one.end <= other.start for one, other in pairwise(ordered))
