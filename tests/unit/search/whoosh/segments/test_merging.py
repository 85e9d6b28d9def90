"""Merging gives what building anew would give."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.index_documents import IndexDocument
from app.search.whoosh.segments.building import build
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.merging import merge
from app.search.whoosh.segments.packing import unpack_strings
from tests.contract.search.documents import article
from tests.contract.search.test_agreement import documents

Kept = tuple[IndexDocument, bool]

segments = st.lists(
    st.lists(st.tuples(documents(), st.integers(0, 2).map(bool)), max_size=6, unique_by=lambda each: each[0].id),
    min_size=1,
    max_size=4,
)


def assert_same(merged: Arrays, built: Arrays) -> None:
    assert set(merged) == set(built)
    for name, array in built.items():
        assert merged[name].dtype == array.dtype, name
        assert np.array_equal(merged[name], array), name


def merged_from(groups: Sequence[Sequence[Kept]]) -> Arrays:
    return merge(
        [(build([each for each, _ in group]), np.array([kept for _, kept in group], bool)) for group in groups]
    )


@settings(max_examples=80)
@given(segments)
def test_merging_is_building_what_is_left(groups: list[list[Kept]]) -> None:
    named = [
        [(each.model_copy(update={"id": f"{number}-{each.id}"}), kept) for each, kept in group]
        for number, group in enumerate(groups)
    ]
    assert_same(merged_from(named), build([each for group in named for each, kept in group if kept]))


@pytest.mark.parametrize(
    ("bodies", "spelling"),
    [
        (["NATO"], "NATO"),
        (["Nato", "NATO"], "NATO"),
        (["Nato nato nato", "nato", "Nato"], "Nato"),
        (["NATO", "NATO", "Nato", "Nato", "Nato"], "Nato"),
    ],
)
def test_a_form_is_spelled_as_in_most_documents(bodies: list[str], spelling: str) -> None:
    whole = [article(f"a{number}", body) for number, body in enumerate(bodies)]
    assert unpack_strings(build(whole), "form.spelling") == [spelling]
    assert unpack_strings(merged_from([[(each, True)] for each in whole]), "form.spelling") == [spelling]


def test_no_spelling_and_no_name_of_a_deleted_document_stays() -> None:
    gone = article("gone", "die Mispel", source="Post", entities=["quitte"], surfaces=["Quitten"])
    merged = merged_from([[(gone, False), (article("a", "eine mispel", source="Blatt"), True)]])
    held = b"".join(array.tobytes() for array in merged.values())
    assert not any(word in held for word in (b"Mispel", b"die", b"gone", b"Post", b"uitte"))
    assert b"mispel" in held


def test_a_form_keeps_no_key_of_a_language_that_is_gone() -> None:
    english, german = article("en", "summits", language="en"), article("de", "summits", language="de")
    merged = merged_from([[(english, False), (german, True)]])
    assert_same(merged, build([german]))
    assert not np.array_equal(merged["key.hash"], build([english])["key.hash"])
