"""What is sent is taken as it was meant, or refused with the place of each flaw."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.inputs import ArticleInput, check_id, normal_text, parse_input
from app.errors import InvalidBodyError


def nested(depth: int) -> object:
    return [nested(depth - 1)] if depth else 1


def flaws(fields: object) -> dict[str | None, str]:
    with pytest.raises(InvalidBodyError) as caught:
        parse_input(fields)
    return {flaw.pointer: flaw.reason for flaw in caught.value.flaws}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"/text": "required"}),
        ({"text": " \n"}, {"/text": "invalid"}),
        ({"text": 5}, {"/text": "invalid"}),
        ({"text": "x", "titel": "y"}, {"/titel": "unknown"}),
        ({"text": "x", "a/b~c": 1}, {"/a~1b~0c": "unknown"}),
        ({"text": "x", "date": "2016-13", "language": "German"}, {"/date": "invalid", "/language": "invalid"}),
        ({"text": "x", "date": "2016-12-06T24:00"}, {"/date": "invalid"}),
        ({"text": "x", "date": "2016-12-06T12:60:00Z"}, {"/date": "invalid"}),
        ({"text": "x", "date": "2016-12-06T12:00:00+99:00"}, {"/date": "invalid"}),
        ({"text": "x", "id": "search"}, {"/id": "invalid"}),
        ({"text": "x", "id": "a.csv"}, {"/id": "invalid"}),
        ({"text": "x\0"}, {"/text": "invalid"}),
        ({"text": "x", "title": "\ud800"}, {"/title": "invalid"}),
        ({"text": "x", "metadata": []}, {"/metadata": "invalid"}),
        ({"text": "x", "metadata": {"a": 2**64}}, {"/metadata": "invalid"}),
        ({"text": "x", "metadata": {"a": -(2**64)}}, {"/metadata": "invalid"}),
        ({"text": "x", "metadata": {"a": [float("inf")]}}, {"/metadata": "invalid"}),
        ({"text": "x", "metadata": {"a": nested(31)}}, {"/metadata": "invalid"}),
        ([], {"": "invalid"}),
        ("text", {"": "invalid"}),
    ],
)
def test_each_flaw_is_named_by_its_pointer(fields: object, expected: dict[str | None, str]) -> None:
    assert flaws(fields) == expected


def test_an_unknown_field_says_which_are_known() -> None:
    with pytest.raises(InvalidBodyError, match="/texte") as caught:
        parse_input({"text": "x", "texte": "y"})
    assert "text" in caught.value.flaws[0].more["expected"]


@pytest.mark.parametrize("name", ["a", "000_4767da65278f3473", "a.b", "-", "_", "A~b", "x" * 128, "report.txt"])
def test_ids_that_fit(name: str) -> None:
    assert check_id(name) == name


@pytest.mark.parametrize("name", ["", ".a", "a.", "~a", "a/b", "ä", "a b", "x" * 129, "facets", "a.ann", "a\n"])
def test_ids_that_do_not_fit(name: str) -> None:
    with pytest.raises(ValueError, match=r"id|page"):
        check_id(name)


def test_a_title_stands_in_front_of_the_text_once() -> None:
    assert ArticleInput(title="Nato und  EU", text="Sie beraten.").composed == "Nato und EU\n\nSie beraten."
    assert ArticleInput(title="Nato und EU", text="Nato und EU\nSie beraten.").composed == "Nato und EU\nSie beraten."
    assert ArticleInput(title="  ", text="Sie beraten.").composed == "Sie beraten."


def test_an_instant_gives_its_day_and_keeps_its_time() -> None:
    given_ = ArticleInput(text="x", date="2024-02-10T08:30:00+01:00").given
    assert given_.date is not None
    assert (given_.date.value, given_.published_at) == ("2024-02-10", "2024-02-10T08:30:00+01:00")
    assert ArticleInput(text="x", date="2016-12~").given.published_at is None


def test_the_hash_of_an_article_that_says_nothing_of_rights_is_what_it_was_before_there_were_any() -> None:
    before = "29cbd78b1ab6c6ad9015c62d4e8c53964e49c8c8e8a6ffae95889f1a2166dcfa"
    assert ArticleInput(text="a").content_hash == before
    assert ArticleInput(text="a", rights="none").content_hash != before


def test_the_hash_is_of_all_sent_fields_but_the_id() -> None:
    one: dict[str, Any] = {"text": "x", "source": "a"}
    assert ArticleInput(**one, id="1").content_hash == ArticleInput(**one, id="2").content_hash
    assert ArticleInput(**one).content_hash != ArticleInput(**{**one, "source": "b"}).content_hash
    assert ArticleInput(**one).derived_id.startswith("a-")


def test_an_escape_spelled_out_is_no_nul() -> None:
    assert parse_input({"text": "x", "metadata": {"a": "\\u0000"}}).metadata == {"a": "\\u0000"}


def test_metadata_may_be_nested_and_hold_whole_numbers_of_64_bits() -> None:
    fields = {"a": nested(30), "b": [2**63 - 1, -(2**63)]}
    assert parse_input({"text": "x", "metadata": fields}).metadata == fields


@given(st.text())
def test_normal_text_is_nfc_without_carriage_returns_and_stays_so(text: str) -> None:
    normal = normal_text(text)
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal_text(normal) == normal.removeprefix("\ufeff")


JSON = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_metadata_is_kept_as_it_is_when_it_is_json_at_all(fields: dict[str, Any]) -> None:
    taken = "\0" not in "".join([*fields, *(value for value in fields.values() if isinstance(value, str))])
    if taken:
        assert parse_input({"text": "x", "metadata": fields}).metadata == fields
    else:
        assert flaws({"text": "x", "metadata": fields}) == {"/metadata": "invalid"}
