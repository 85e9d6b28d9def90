"""Fragments: true to the text, of the size asked for, the best first."""

import re
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.annotations import Zone
from app.domain.fragments import Fragment, Mark, Sought, find_fragments
from app.domain.native.fragments import Layout
from app.domain.passages import Passages
from tests.unit.domain.fragments_by_hand import borders_of, choose_marks, clip, cut_fragments

LETTERS = ["a", "ü", "😀", "e\u0301", " ", " ", "\n", ". ", "! ", "Nato", "EU", "\n\n"]


def found_in(text: str, actors: Sequence[Mark], words: Sequence[Mark], size: int, number: int) -> list[Fragment]:
    passages = Passages(text, [Zone(zone="body", start=0, end=len(text))], None)
    (found,) = find_fragments([Sought(passages, actors, spans(words), (0, len(text)))], size, number)
    return found


def spans(words: Iterable[Mark]) -> list[tuple[int, int]]:
    return [word[:2] for word in words]


def spots(text: str, *words: str) -> list[Mark]:
    return [Mark(text.index(word), text.index(word) + len(word)) for word in words]


def test_marks_neither_nest_nor_overlap() -> None:
    actors = [Mark(0, 10, "eu"), Mark(0, 2, "x"), Mark(8, 12, "y"), Mark(0, 10, "eu")]
    words = [Mark(9, 11), Mark(20, 25), Mark(22, 30), Mark(30, 31)]
    (fragment,) = found_in("x" * 31, actors, words, 100, 1)
    assert fragment.marks == (Mark(0, 10, "eu"), Mark(20, 30), Mark(30, 31))


def test_a_fragment_is_whole_sentences_where_they_fit() -> None:
    text = "Erster Satz ist hier. Der zweite nennt die Nato. Ein dritter Satz folgt noch."
    (fragment,) = found_in(text, [], spots(text, "Nato"), 40, 3)
    assert text[fragment.start : fragment.end] == "Der zweite nennt die Nato."
    (fragment,) = found_in(text, [], spots(text, "Nato"), 200, 3)
    assert text[fragment.start : fragment.end] == text[22:]
    (fragment,) = found_in(text, [], spots(text, "Nato"), 16, 3)
    assert text[fragment.start : fragment.end] == "die Nato."


def test_the_most_different_marks_come_first() -> None:
    text = "Nato und Nato und Nato. " + "x " * 100 + "Nato und EU."
    marks = [Mark(at, at + 4) for at in range(len(text)) if text.startswith("Nato", at)] + spots(text, "EU")
    best, second = found_in(text, [], sorted(marks), 40, 5)
    assert text[best.start : best.end].endswith("Nato und EU.")
    assert len(second.marks) == 3
    assert len(found_in(text, [], sorted(marks), 40, 1)) == 1


def test_a_long_mark_is_shown_whole() -> None:
    text = "Ein " + "langes " * 20 + "Wort."
    (fragment,) = found_in(text, [], [Mark(4, 144)], 40, 3)
    assert fragment[1:3] == (4, 144)


texts = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=120).map("".join)
drawn_marks = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 12), st.sampled_from([None, "eu", "nato"])))


@given(texts, drawn_marks, st.integers(0, 300), st.integers(5, 80), st.integers(1, 6))
def test_fragments_are_true(
    text: str, drawn: list[tuple[int, int, str | None]], border: int, size: int, number: int
) -> None:
    border = min(border, len(text))
    zones = zones_of(text, border)
    marks = [Mark(start, start + length, entity) for start, length, entity in drawn if start + length <= len(text)]
    apart = [mark for mark in marks if not mark.start < border < mark.end and text[mark.start : mark.end].strip()]
    sought = sought_in(text, zones, apart, (0, len(text)))
    (everything,) = find_fragments([sought], 10_000, 100)
    marks = sorted(mark for fragment in everything for mark in fragment.marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    (fragments,) = find_fragments([sought], size, number)
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


def zones_of(text: str, border: int) -> list[Zone]:
    return [Zone(zone="title", start=0, end=border), Zone(zone="body", start=border, end=len(text))]


def sought_in(text: str, zones: Sequence[Zone], marks: Sequence[Mark], seen: tuple[int, int]) -> Sought:
    actors = [(start, end, entity) for start, end, entity in marks if entity]
    return Sought(Passages(text, zones, None), actors, spans(mark for mark in marks if not mark.entity), seen)


@given(
    st.lists(st.tuples(texts, drawn_marks, st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)), max_size=4),
    st.integers(1, 300),
    st.integers(1, 6),
)
def test_fragments_are_those_chosen_by_hand(
    drawn: list[tuple[str, list[tuple[int, int, str | None]], int, int, int]], size: int, number: int
) -> None:
    sought, expected = list[Sought](), list[list[Fragment]]()
    for text, spots, *places in drawn:
        border, one, other = (min(place, len(text)) for place in places)
        zones, low, high = zones_of(text, border), min(one, other), max(one, other)
        marks = [Mark(start, start + length, name) for start, length, name in spots if start + length <= len(text)]
        sought.append(sought_in(text, zones, marks, (low, high)))
        chosen = choose_marks([mark for mark in marks if mark.entity], sought[-1].words)
        shown = [mark for mark in chosen if low <= mark.start and mark.end <= high]
        expected.append(cut_fragments(text, list(clip(zones, low, high)), shown, size, number))
    assert find_fragments(sought, size, number) == expected


@given(st.lists(st.sampled_from([*LETTERS, *".!?…\"'»«“”’‘)]\n\t\x1c\x85\u2003"])).map("".join))
def test_sentences_end_before_white_space(text: str) -> None:
    assert Layout(text, []).borders.tolist() == [edge for border in borders_of(text) for edge in border]


def test_white_space_is_that_of_python() -> None:
    text = "".join(f"a{chr(letter)}" for letter in range(sys.maxunicode + 1))
    assert Layout(text, []).spaces.tolist() == [edge for found in re.finditer(r"\s+", text) for edge in found.span()]
