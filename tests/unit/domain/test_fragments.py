"""Fragments: true to the text, of the size asked for, the best first."""

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.api.highlights import write_highlights
from app.domain.annotations import ARTICLE_ZONES, Zone
from app.domain.fragments import Mentioned, Texts, find_fragments, mentioned
from app.domain.listed import ListedMention
from app.domain.native.layouts import Layout
from app.domain.native.library import ROOM
from app.domain.offsets import OFFSET_UNITS, OffsetUnit, convert_offsets
from app.domain.passages import Passages, Stretches
from tests.unit.domain.fragments_by_hand import Fragment, Mark, borders_of, choose_marks, clip, cut_fragments

MARK_OF_A = {"start": 0, "end": 1, "kind": "word", "text": "a"}
LETTERS = ["a", "ü", "😀", "e\u0301", " ", " ", "\n", ". ", "! ", "Nato", "EU", "eu", "ß", '"', "\\", "\n\n"]


class Asked(NamedTuple):
    """A text, its zones, and what is to be marked in what of it is seen."""

    text: str
    zones: list[Zone]
    marks: Sequence[Mark]
    seen: tuple[int, int]

    @property
    def words(self) -> list[tuple[int, int]]:
        return [(mark.start, mark.end) for mark in self.marks if not mark.entity]

    @property
    def mentions(self) -> Mentioned:
        places = [(mark, self.zone_of(mark.start)) for mark in self.marks if mark.entity]
        actors = [
            ListedMention(mark.entity or "", mark.start, mark.end, "person", zone)  # type: ignore[arg-type]
            for mark, zone in places
        ]
        return mentioned(actors)

    def zone_of(self, place: int) -> str:
        return next((zone.zone for zone in self.zones if zone.start <= place < zone.end), "body")


def written(asked: Sequence[Asked], size: int, number: int, unit: OffsetUnit = "codepoint") -> list[bytes]:
    passages = [Passages(each.text, each.zones, None) for each in asked]
    texts = Texts(passages, [each.mentions for each in asked], [each.seen for each in asked])
    words = Stretches.of(each.words for each in asked)
    return write_highlights(find_fragments(texts, words, ARTICLE_ZONES, size, number), unit)


def found_in(text: str, marks: Sequence[Mark], size: int, number: int) -> list[Fragment]:
    zones = [Zone(zone="body", start=0, end=len(text))]
    (found,) = written([Asked(text, zones, marks, (0, len(text)))], size, number)
    return [fragment_of(shape) for shape in orjson.loads(found)]


def fragment_of(shape: dict[str, Any]) -> Fragment:
    marks = tuple(Mark(each["start"], each["end"], each.get("entity")) for each in shape["marks"])
    return Fragment(shape["zone"], shape["start"], shape["end"], marks)


def spots(text: str, *words: str) -> list[Mark]:
    return [Mark(text.index(word), text.index(word) + len(word)) for word in words]


def test_marks_neither_nest_nor_overlap() -> None:
    actors = [Mark(0, 10, "eu"), Mark(0, 2, "x"), Mark(8, 12, "y"), Mark(0, 10, "eu")]
    words = [Mark(9, 11), Mark(20, 25), Mark(22, 30), Mark(30, 31)]
    (fragment,) = found_in("x" * 31, actors + words, 100, 1)
    assert fragment.marks == (Mark(0, 10, "eu"), Mark(20, 30), Mark(30, 31))


def test_a_fragment_is_whole_sentences_where_they_fit() -> None:
    text = "Erster Satz ist hier. Der zweite nennt die Nato. Ein dritter Satz folgt noch."
    (fragment,) = found_in(text, spots(text, "Nato"), 40, 3)
    assert text[fragment.start : fragment.end] == "Der zweite nennt die Nato."
    (fragment,) = found_in(text, spots(text, "Nato"), 200, 3)
    assert text[fragment.start : fragment.end] == text[22:]
    (fragment,) = found_in(text, spots(text, "Nato"), 16, 3)
    assert text[fragment.start : fragment.end] == "die Nato."


def test_the_most_different_marks_come_first() -> None:
    text = "Nato und Nato und Nato. " + "x " * 100 + "Nato und EU."
    marks = [Mark(at, at + 4) for at in range(len(text)) if text.startswith("Nato", at)] + spots(text, "EU")
    best, second = found_in(text, sorted(marks), 40, 5)
    assert text[best.start : best.end].endswith("Nato und EU.")
    assert len(second.marks) == 3
    assert len(found_in(text, sorted(marks), 40, 1)) == 1


def test_a_long_mark_is_shown_whole() -> None:
    text = "Ein " + "langes " * 20 + "Wort."
    (fragment,) = found_in(text, [Mark(4, 144)], 40, 3)
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
    asked = [Asked(text, zones, apart, (0, len(text)))]
    (everything,) = map(orjson.loads, written(asked, 10_000, 100))
    marks = sorted(mark for shape in everything for mark in fragment_of(shape).marks)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    (shapes,) = map(orjson.loads, written(asked, size, number))
    fragments = list(map(fragment_of, shapes))
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


@given(
    st.lists(st.tuples(texts, drawn_marks, st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)), max_size=4),
    st.integers(1, 300),
    st.integers(1, 6),
    st.sampled_from(OFFSET_UNITS),
)
def test_fragments_are_those_chosen_by_hand(
    drawn: list[tuple[str, list[tuple[int, int, str | None]], int, int, int]], size: int, number: int, unit: OffsetUnit
) -> None:
    asked, expected = list[Asked](), list[bytes]()
    for text, spots, *places in drawn:
        border, one, other = (min(place, len(text)) for place in places)
        zones, low, high = zones_of(text, border), min(one, other), max(one, other)
        marks = [Mark(start, start + length, name) for start, length, name in spots if start + length <= len(text)]
        asked.append(Asked(text, zones, marks, (low, high)))
        chosen = choose_marks([mark for mark in marks if mark.entity], asked[-1].words)
        shown = [mark for mark in chosen if low <= mark.start and mark.end <= high]
        fragments = cut_fragments(text, list(clip(zones, low, high)), shown, size, number)
        expected.append(orjson.dumps([shape_of(text, fragment, unit) for fragment in fragments]))
    assert written(asked, size, number, unit) == expected


def shape_of(text: str, fragment: Fragment, unit: OffsetUnit) -> dict[str, Any]:
    marks = [
        edges(text, mark.start, mark.end, unit)
        | ({"kind": "actor", "entity": mark.entity} if mark.entity else {"kind": "word"})
        | {"text": text[mark.start : mark.end]}
        for mark in fragment.marks
    ]
    shown = text[fragment.start : fragment.end]
    return {"zone": fragment.zone, **edges(text, fragment.start, fragment.end, unit), "text": shown, "marks": marks}


def edges(text: str, start: int, end: int, unit: OffsetUnit) -> dict[str, int]:
    at = convert_offsets(text, (start, end), unit)
    return {"start": at[start], "end": at[end]}


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 80), st.sampled_from(OFFSET_UNITS))
def test_letters_are_written_as_orjson_writes_them(text: str, start: int, length: int, unit: OffsetUnit) -> None:
    text = "a" + text + "".join(map(chr, range(128)))
    mark = Mark(start, min(start + length, len(text)))
    zones = [Zone(zone="lead", start=0, end=len(text))]
    (found,) = written([Asked(text, zones, [mark], (0, len(text)))], 1000, 1, unit)
    (shape,) = orjson.loads(found)
    assert orjson.dumps([shape]) == found
    assert shape["marks"] == [edges(text, *mark[:2], unit) | {"kind": "word", "text": text[start : mark.end]}]


def test_a_page_may_be_longer_than_what_is_kept_to_write_to() -> None:
    text = 'Wort "und" ' * (ROOM // 8)
    marks = [Mark(at, at + 4) for at in range(0, len(text), 11)]
    asked = [Asked(text, zones_of(text, 44), marks, (0, len(text))), Asked("a", zones_of("a", 0), [Mark(0, 1)], (0, 1))]
    long, short = map(orjson.loads, written(asked, len(text), 2))
    assert sorted(len(shape["marks"]) for shape in long) == [4, len(marks) - 4]
    assert all(mark["text"] == "Wort" for shape in long for mark in shape["marks"])
    assert short == [{"zone": "body", "start": 0, "end": 1, "text": "a", "marks": [MARK_OF_A]}]


def test_only_mentions_in_zones_that_are_looked_in_are_marked() -> None:
    zones = [Zone(zone="title", start=0, end=2), Zone(zone="caption", start=2, end=4)]
    (found,) = written([Asked("EUEU", zones, [Mark(0, 2, 'e"u'), Mark(2, 4, 'e"u')], (0, 4))], 40, 3)
    assert [fragment_of(shape) for shape in orjson.loads(found)] == [Fragment("title", 0, 2, (Mark(0, 2, 'e"u'),))]


@given(st.lists(st.sampled_from([*LETTERS, *".!?…\"'»«“”’‘)]\n\t\x1c\x85\u2003"])).map("".join))
def test_sentences_end_before_white_space(text: str) -> None:
    assert Layout(text, []).borders.tolist() == [edge for border in borders_of(text) for edge in border]


def test_white_space_is_that_of_python() -> None:
    text = "".join(f"a{chr(letter)}" for letter in range(sys.maxunicode + 1) if not 0xD800 <= letter < 0xE000)
    assert Layout(text, []).spaces.tolist() == [edge for found in re.finditer(r"\s+", text) for edge in found.span()]
