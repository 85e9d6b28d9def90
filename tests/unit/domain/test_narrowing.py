"""Queries narrowed to what a bucket counts."""

from datetime import date

from app.domain.actors import AllOf, AnyOf, Anyone, Entities, Not, Reference
from app.domain.dates import DateInterval
from app.domain.narrowing import to_actor, to_days, to_precision, to_unknown, to_value
from app.domain.queries import ArticleQuery, Choice

EU, NATO = Entities(ids=("eu",)), Entities(ids=("nato",))


def test_who_is_asked_for_already_is_not_asked_for_again() -> None:
    both = ArticleQuery(actor=AllOf(parts=(EU, NATO)))
    assert to_value(both, "actor", "nato") == both
    assert to_value(ArticleQuery(actor=EU), "actor", "eu").actor == EU
    assert to_value(ArticleQuery(), "actor", "eu").actor == EU
    assert to_actor(ArticleQuery(actor=AnyOf(parts=(EU, NATO))), EU).actor == AllOf(parts=(AnyOf(parts=(EU, NATO)), EU))


def test_a_value_that_a_filter_does_not_let_pass_finds_nothing() -> None:
    german = ArticleQuery(languages=Choice(included=frozenset({"de"})))
    assert to_unknown(german, "language").languages == Choice(included=frozenset({None}), excluded=frozenset({None}))
    assert not to_unknown(german, "language").languages.holds(None)
    assert to_value(german, "language", "de") == german
    assert to_precision(ArticleQuery(date_precision=Choice(excluded=frozenset({"year"}))), [None, "year"]) == (
        ArticleQuery(date_precision=Choice(included=frozenset({None})))
    )


def test_days_are_those_of_both() -> None:
    until = ArticleQuery(date_within=DateInterval(latest=date(2016, 12, 20)))
    assert to_value(until, "month", "2016-12").date_within == DateInterval(
        earliest=date(2016, 12, 1), latest=date(2016, 12, 20)
    )
    whole = DateInterval(earliest=date(2016, 1, 1), latest=date(2016, 12, 31))
    assert to_days(ArticleQuery(), whole).date_within == whole


def test_a_form_is_unknown_where_none_of_those_asked_for_is_named() -> None:
    eu = Reference(name="eu")
    assert to_unknown(ArticleQuery(actor=eu), "form").actor == AllOf(parts=(eu, Not(part=eu)))
    nobody = ArticleQuery(actor=Not(part=eu))
    assert to_unknown(nobody, "form") == nobody
    assert to_unknown(ArticleQuery(), "actor").actor == Not(part=Anyone())
