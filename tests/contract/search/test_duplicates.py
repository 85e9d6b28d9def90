"""Copies of a text: shown, collapsed, alone."""

from datetime import timedelta

import pytest

from app.domain.dates import Undated, parse_interval
from app.domain.queries import Choice, Duplicates
from tests.contract.search.documents import START, Subject, article


@pytest.fixture
def copied(index: Subject) -> Subject:
    """A text that three papers print, one of them undated, and another that one prints."""
    later = {"ingested_at": START + timedelta(hours=1), "duplicate_of": "wire"}
    index.put(
        article("wire", "Gipfel", on="2016", source="agency"),
        article("post", "Gipfel", on="2016-12", source="post", **later),
        article("blatt", "Gipfel", source="blatt", **later),
        article("alone", "Gipfel Gipfel", on="2015", source="post"),
    )
    return index


@pytest.mark.parametrize(
    ("duplicates", "found", "collapsed", "undated"),
    [("show", "alone blatt post wire", 0, 1), ("collapse", "alone wire", 2, 1), ("only", "blatt post", 0, 1)],
)
def test_copies_are_shown_collapsed_or_alone(
    copied: Subject, duplicates: Duplicates, found: str, collapsed: int, undated: int
) -> None:
    hits = copied.search("Gipfel", duplicates=duplicates)
    assert sorted(hit.id for hit in hits.hits) == found.split()
    assert (hits.total, hits.collapsed, hits.undated) == (len(found.split()), collapsed, undated)


def test_the_eldest_that_matches_stands_for_its_copies(copied: Subject) -> None:
    papers = Choice(excluded=frozenset({"agency"}))
    hits = copied.search(duplicates="collapse", sources=papers)
    assert sorted(hit.id for hit in hits.hits) == ["alone", "blatt"]
    assert (hits.total, hits.collapsed) == (2, 1)


@pytest.mark.parametrize(("undated", "total", "collapsed"), [("exclude", 2, 1), ("only", 1, 0), ("include", 2, 2)])
def test_undated_is_what_asking_for_them_alone_would_find(
    copied: Subject, undated: Undated, total: int, collapsed: int
) -> None:
    hits = copied.search(duplicates="collapse", undated=undated)
    assert (hits.total, hits.collapsed, hits.undated) == (total, collapsed, 1)


def test_pages_are_of_what_is_left(copied: Subject) -> None:
    first = copied.search(duplicates="collapse", limit=1)
    assert [hit.id for hit in first.hits] == ["wire"]
    rest = copied.search(duplicates="collapse", limit=1, after=first.hits[0].key)
    assert [hit.id for hit in rest.hits] == ["alone"]
    assert (rest.total, rest.collapsed) == (2, 2)


def test_a_copy_whose_original_went_stands_for_itself(copied: Subject) -> None:
    later = {"ingested_at": START + timedelta(hours=1)}
    copied.put(
        article("blatt", "Gipfel", source="blatt", **later),
        article("post", "Gipfel", on="2016-12", source="post", duplicate_of="blatt", **later),
        deleted=["wire"],
    )
    assert sorted(copied.find(duplicates="collapse")) == ["alone", "blatt"]
    assert copied.find(duplicates="only") == ["post"]
    assert copied.find(duplicates="collapse", interval=parse_interval("2016", START.date()), undated="exclude") == [
        "post"
    ]
