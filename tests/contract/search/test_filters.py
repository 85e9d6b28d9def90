"""Dates, the undated, sources and languages."""

from datetime import date, timedelta
from typing import Any

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


@pytest.mark.parametrize(
    ("field", "filter"), [("ingested_at", "ingested"), ("updated_at", "updated")], ids=["ingested", "updated"]
)
@pytest.mark.parametrize(
    ("asked", "found"),
    [("2024-01-01", "a b"), ("2024-01-02", "c"), ("2024", "a b c"), ("../2023", ""), ("2024-01-02/..", "c")],
)
def test_the_day_in_utc_on_which_an_article_came_or_changed(
    index: Subject, field: str, filter: str, asked: str, found: str
) -> None:
    moments = {"a": START, "b": START + timedelta(hours=23, minutes=59), "c": START + timedelta(days=1)}
    index.put(*(article(name, **{field: moment}) for name, moment in moments.items()))
    assert index.find(**{filter: parse_interval(asked, START.date())}) == found.split()


@pytest.mark.parametrize(
    ("asked", "more", "found"),
    [
        ("2015", {}, "day month year"),
        ("2015-02-12", {}, "day month year"),
        ("2015-02-13", {}, "month year"),
        ("2015-03/..", {}, "year"),
        ("2014", {}, ""),
        ("2014", {"zones": frozenset({"boilerplate"})}, "month"),
        ("../..", {"interval": parse_interval("2020", START.date())}, "day month year"),
    ],
)
def test_dates_that_are_mentioned(index: Subject, asked: str, more: dict[str, Any], found: str) -> None:
    fourteen = ("boilerplate", date(2014, 1, 1), date(2014, 12, 31))
    index.put(
        article("day", on="2020", dates=(("body", date(2015, 2, 12), date(2015, 2, 12)),)),
        article("month", on="2020", dates=(fourteen, ("title", date(2015, 2, 1), date(2015, 2, 28)))),
        article("year", on="2020", dates=(("lead", date(2015, 1, 1), date(2015, 12, 31)),)),
        article("none", on="2015-02-12"),
    )
    assert index.find(mentioned=parse_interval(asked, START.date()), sort="-ingested", **more) == found.split()
