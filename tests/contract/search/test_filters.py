"""Dates, the undated, sources and languages."""

import pytest

from app.domain.actors import Entities
from app.domain.dates import DateMatch, Undated, parse_interval
from app.domain.queries import Choice
from tests.contract.search.documents import START, Subject, article


@pytest.fixture
def dated(index: Subject) -> Subject:
    index.put(
        article("day", on="2016-12-06"),
        article("month", on="2016-12"),
        article("year", on="2016"),
        article("later", on="2017-01"),
        article("none"),
        article("zero"),
    )
    return index


@pytest.mark.parametrize(
    ("date", "match", "found"),
    [
        ("2016", "overlaps", "day month year"),
        ("2016-12", "overlaps", "day month year"),
        ("2016-12-10", "overlaps", "month year"),
        ("2016-12-31/..", "overlaps", "later month year"),
        ("../2016-01-01", "overlaps", "year"),
        ("2017/..", "overlaps", "later"),
        ("2016-12", "within", "day month"),
        ("2016-12-10", "within", ""),
        ("../..", "within", "day later month year"),
        ("2016-12-06", "covers", "day month year"),
        ("2016-12", "covers", "month year"),
        ("2016-06/2016-12", "covers", "year"),
        ("2015", "covers", ""),
    ],
)
def test_an_interval_finds_the_dated(dated: Subject, date: str, match: DateMatch, found: str) -> None:
    hits = dated.search(interval=parse_interval(date, START.date()), date_match=match, undated="exclude")
    assert sorted(hit.id for hit in hits.hits) == found.split()
    assert hits.total == len(found.split())
    assert hits.undated == 2


@pytest.mark.parametrize(
    ("undated", "found"),
    [("include", "day month none year zero"), ("exclude", "day month year"), ("only", "none zero")],
)
def test_the_undated_are_included_excluded_or_alone(dated: Subject, undated: Undated, found: str) -> None:
    hits = dated.search(interval=parse_interval("2016", START.date()), undated=undated)
    assert sorted(hit.id for hit in hits.hits) == found.split()
    assert hits.undated == 2


@pytest.mark.parametrize(("undated", "total"), [("include", 6), ("exclude", 4), ("only", 2)])
def test_without_an_interval(dated: Subject, undated: Undated, total: int) -> None:
    hits = dated.search(undated=undated)
    assert (hits.total, hits.undated) == (total, 2)


def test_undated_counts_what_matches_all_other_filters(index: Subject) -> None:
    index.put(
        article("a", "Gipfel", entities=["eu"], source="x"),
        article("b", "Gipfel", entities=["eu"], source="y"),
        article("c", "Gipfel", source="x"),
        article("d", "Haus", entities=["eu"], source="x"),
        article("e", "Gipfel", entities=["eu"], source="x", on="2016"),
    )
    hits = index.search(
        "Gipfel", actor=Entities(ids=("eu",)), sources=Choice(included=frozenset({"x"})), undated="exclude"
    )
    assert [hit.id for hit in hits.hits] == ["e"]
    assert hits.undated == 1


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), "a b n"),
        (Choice(included=frozenset({"x"})), "a"),
        (Choice(included=frozenset({"x", None})), "a n"),
        (Choice(excluded=frozenset({"x"})), "b n"),
        (Choice(excluded=frozenset({None})), "a b"),
        (Choice(included=frozenset({"x", "y"}), excluded=frozenset({"y"})), "a"),
        (Choice(included=frozenset({"z"})), ""),
    ],
)
def test_sources_and_languages_are_chosen(index: Subject, choice: Choice, found: str) -> None:
    index.put(*(article(name, source=value, language=value) for name, value in (("a", "x"), ("b", "y"), ("n", None))))
    assert index.find(sources=choice) == found.split()
    assert index.find(languages=choice) == found.split()
