"""Forms and stems: what is one word to the index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queries import Choice
from app.domain.words import MAX_WORD, WORD
from app.search.analysis import (
    SERVED,
    document_languages,
    exact_form,
    fold,
    forms,
    query_languages,
    stem,
)

words = st.from_regex(WORD, fullmatch=True) | st.text(alphabet="abdeilnorstuyäöüßAEÜ", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Außenminister", "aussenminister"),
        ("RÜSTUNG", "ruestung"),
        ("Ölpreis", "oelpreis"),
        ("STRASSE", "strasse"),
        ("STRAẞE", "strasse"),
        ("Erdoğan", "erdogan"),
        ("İstanbul", "istanbul"),
        ("Élysée", "elysee"),
        ("Orbán", "orban"),
        ("ﬁnanz", "finanz"),
        ("m²", "m2"),
        ("Ё", "ё"),
        ("й", "й"),
        ("Außen\u00administer", "aussenminister"),
        ("Mu\u0308nchen", "muenchen"),
    ],
)
def test_the_exact_form(word: str, form: str) -> None:
    assert fold(word) == form


@pytest.mark.parametrize(
    "same",
    [
        "Außenminister Aussenministern AUSSENMINISTERS",
        "Rüstung Ruestung Rüstungen Ruestungen",
        "Straße Strasse Straßen",
        "Militär Militaer Militärs Militaers militärische militaerischen",
        "Frau Frauen",
        "neuer neuem",
        "Israel Israels",
        "System Systems Systeme",
        "Ministerin Ministerinnen Minister",
        "Mitteln Mittel",
        "sicher sichere Sicherheit Sicherheiten",
        "Seite Seiten",
    ],
)
def test_one_german_stem(same: str) -> None:
    assert len({stem(fold(word), "de") for word in same.split()}) == 1


@pytest.mark.parametrize(
    "apart",
    [
        *["fordern fördern", "schon schön", "Mutter Mütter", "primär prima", "Bar Bär", "forderten förderten"],
        *["Sicherheit sich", "Seite seit", "Ware war", "Sonde sondern", "Malers mal", "Wille will", "Weiler weil"],
    ],
)
def test_different_german_stems(apart: str) -> None:
    assert len({stem(fold(word), "de") for word in apart.split()}) == 2


@pytest.mark.parametrize("same", ["sanction sanctions sanctioned", "agree agreed agreeing", "policy policies"])
def test_one_english_stem(same: str) -> None:
    assert len({stem(fold(word), "en") for word in same.split()}) == 1


@given(words)
def test_a_form_is_its_own_form_and_has_a_stem(word: str) -> None:
    form = fold(word)
    assert form
    assert fold(form) == form
    assert all(stem(form, language) for language in SERVED)
    assert form.startswith(stem(form, "de"))


def test_words_that_are_too_long_keep_their_place() -> None:
    long = "x" * (MAX_WORD + 1)
    assert forms(f"Die {long} EU") == ["die", "", "eu"]
    assert exact_form("ß" * MAX_WORD) == "ss" * MAX_WORD
    assert exact_form(long) == ""


def test_languages() -> None:
    assert document_languages("de") == ("de",)
    assert document_languages("fr") == document_languages(None) == SERVED == ("de", "en")
    assert query_languages(Choice()) == SERVED
    assert query_languages(Choice(included=frozenset({"en", "fr", None}))) == ("en",)
    assert query_languages(Choice(included=frozenset({"fr"}))) == SERVED
