"""Compounds: the words that a German word is made of, and the words that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.search import compounds
from app.search.analysis import Kind, fold, keys, query_key
from app.search.compounds import parts, words

GOLD = [line for line in (Path(__file__).parent / "compounds.txt").read_text("utf-8").splitlines() if line[0] != "#"]
Judged = tuple[set[str], set[str], set[str]]
"""The keys of the parts of a word: those that must be found, those that may be, and those that are."""


def part_keys(word: str) -> set[str]:
    return {key for key, kind in keys(fold(word), "de") if kind is Kind.PART}


def wanted(words: str) -> set[str]:
    return {query_key(fold(word), "de") for word in words.split()}


def judged(lines: list[str]) -> Iterator[Judged]:
    for line in lines:
        word, _, rest = line.partition(":")
        must, _, may = rest.partition("|")
        yield wanted(must) - wanted(word), wanted(must) | wanted(may), part_keys(word)


@pytest.mark.parametrize("lines", [GOLD[::2], GOLD[1::2]], ids=["tuned", "held out"])
def test_most_parts_are_found_and_hardly_any_that_is_none(lines: list[str]) -> None:
    each = list(judged(lines))
    found = sum(len(must & got) for must, _, got in each) / sum(len(must) for must, _, _ in each)
    right = sum(len(may & got) for _, may, got in each) / sum(len(got) for _, _, got in each)
    simple = [got for (_, _, got), line in zip(each, lines, strict=True) if ":" not in line]
    assert found >= 0.9
    assert right >= 0.95
    assert sum(map(bool, simple)) <= len(simple) * 0.03


@pytest.mark.parametrize(
    ("word", "query"),
    [
        *[("Rüstungsforschung", query) for query in ("Rüstung", "Ruestung", "Forschung", "Forschungen")],
        *[("Flüchtlingskrisen", query) for query in ("Flüchtling", "Krise")],
        *[("Bundesaußenministern", query) for query in ("Außenminister", "Minister")],
        *[
            ("Datenschutzgrundverordnung", query)
            for query in ("Schutz", "Verordnung", "Grundverordnung", "Datenschutz")
        ],
        *[("Nachbarländer", query) for query in ("Land", "Länder", "Nachbar")],
        *[("Grenzkontrolle", "Grenze"), ("Kriegsende", "Ende"), ("Schulbuch", "Schule"), ("Hilfsmittel", "Hilfe")],
        *[("Ministerpräsidentin", "Minister"), ("Nordkorea", "Korea"), ("Ukrainekrieg", "Ukraine")],
        *[("Länderfinanzausgleich", "Finanzausgleich"), ("Friedenstaube", "Taube"), ("Hauptstraße", "Straße")],
        ("verfassungsrechtlichen", "Verfassung"),
    ],
)
def test_a_word_finds_its_compounds(word: str, query: str) -> None:
    assert query_key(fold(query), "de") in part_keys(word)


@pytest.mark.parametrize(
    "word",
    [
        *[
            "Pferde",
            "Europa",
            "Feier",
            "Landung",
            "Ostern",
            "Osten",
            "Kosten",
            "Warnung",
            "Haus",
            "Wahlen",
            "Parteien",
            "Unionist",
        ],
        *["Ministerium", "Salzburg", "Deutschlands", "Nachteile", "Handlungen", "Konsumenten", "Spielerinnen"],
        *["Wirtschaft", "Mannschaften", "aufstehen", "vergeben", "stattfinden", "beispielsweise", "Minister"],
        *["Verhandlungen", "Millionen"],
    ],
)
def test_no_compound(word: str) -> None:
    assert parts(fold(word)) == ()


def test_the_keys_of_a_form() -> None:
    assert keys("ruestungsforschungen", "de") == (
        ("de:ruestungsforsch", Kind.STEM),
        ("de:forschung", Kind.PART),
        ("de:ruestung", Kind.PART),
    )
    assert keys("ruestungsforschung", "en") == (("en:ruestungsforschung", Kind.STEM),)


letters = st.text(alphabet="abdeilnorstuy", max_size=80)
composed = st.lists(st.sampled_from(sorted(words().heads)) | letters, max_size=8).map("".join)


@given(letters | composed | st.text())
@example("")
@example("s" * 64)
@example("tat" * 21)
def test_any_form_has_parts_that_are_no_longer_than_it(form: str) -> None:
    found = parts(form)
    assert len(set(found)) == len(found)
    assert form not in found
    assert all(0 < len(part) <= len(form) for part in found)


@given(composed.filter(bool))
def test_keys_are_distinct_and_the_stem_comes_first(form: str) -> None:
    first, *others = keys(form, "de")
    assert first == (query_key(form, "de"), Kind.STEM)
    assert all(kind is Kind.PART for _, kind in others)
    assert len({key for key, _ in (first, *others)}) == 1 + len(others)


def test_the_list_of_words_is_in_order_and_small() -> None:
    assert compounds.FILE.stat().st_size < 600_000
    known = words()
    assert known.heads < known.fronts
    assert not known.whole & {"ruestungsforschung"}
    assert all(fold(form) == form for form in known.fronts | known.openers)
