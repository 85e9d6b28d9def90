from dataclasses import replace
from datetime import date
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.highlights import HIGHLIGHTING
from app.api.parameters.filters import DEMANDS, FILTERS, PAGING, ArticleRequest, read_article_request
from app.api.parameters.parameters_schema import CSV_PARAMETERS, LIST_PARAMETERS, NDJSON_PARAMETERS, names
from app.api.transport.links import filter_pairs, page_pairs
from app.domain.actor_grammar import canonical_actor
from app.errors import InvalidParameterError

TODAY = date(2024, 2, 10)
NAMES = names(LIST_PARAMETERS)
VALUES = {
    "q": ['"a b" -cde*', "", "Österreich", "a+b&c=d%"],
    "q.mode": ["simple", "advanced"],
    "q.in": ["title", "title,lead,body", "all", "lead,title"],
    "actor": ["EU", "(EU|NATO),-Russland", 'person:"A. B"', "Europäische Union"],
    "actor.type": ["person", "region"],
    "actor.role": ["speaker"],
    "actor.within": ["sentence", "paragraph", "article"],
    "actor.in": ["title", "all", "title,lead,body"],
    "actor.min_mentions": ["1", "3"],
    "actor.parts": ["true", "false"],
    "together": ["eu", "nato,eu"],
    "together.within": ["sentence", "article"],
    "date": ["2016", "2016-12-06", "2016-Q4", "2016-12/..", "../..", "last:30d"],
    "from": ["2016", "2016-12"],
    "to": ["2017-01-31", "2018"],
    "date.match": ["overlaps", "within", "covers"],
    "date.undated": ["exclude", "include", "only"],
    "date.estimates": ["true", "false"],
    "date.within": ["2016", "2016-12-05/2016-12-11", "../2016"],
    "date.precision": ["day", "month,year", "-unknown", "unknown,-unknown"],
    "mentioned": ["2015-02", "../2014"],
    "ingested": ["last:7d", "2024-02-10/.."],
    "updated": ["2024", "last:1d"],
    "duplicates": ["show", "collapse", "only"],
    "strict": ["true", "false"],
    "min_seq": ["0", "17"],
    "source": ["a", "a,-b", "none", "Attaché demo, x", '"Reuters, Inc.",-"-""x"', ' ""', '"none"', '"a', '"a"b, c'],
    "language": ["de", "DE,en", "-none"],
    "zone": ["title", "all", "body,lead,title"],
    "sort": ["relevance", "-date", "date", "-ingested"],
    "ids": ["a", "b,a"],
    "limit": ["0", "20", "007", "200"],
    "page": ["1", "2", "50"],
    "cursor": ["abc"],
    "include": ["text", "mentions,zones"],
    "offset_unit": ["codepoint", "utf16"],
    "fields": ["id,date.value", "actors.id,actors", "text"],
    "csv": ["plain", "excel"],
    "rows": ["articles", "mentions"],
    "trailer": ["false", "true"],
    "facets": ["actor", "year,actor,year"],
    "highlight": ["true", "false"],
    "highlight.size": ["300", "40"],
    "highlight.max": ["3", "20"],
}


def attempt(raw: bytes, form: str = "json") -> ArticleRequest | InvalidParameterError:
    try:
        return read_article_request(raw, TODAY, form)
    except InvalidParameterError as error:
        return error


def read(raw: str) -> ArticleRequest:
    return read_article_request(raw.encode(), TODAY)


def canonical(request: ArticleRequest) -> str:
    actor = request.query.actor
    pairs = [*filter_pairs(request, canonical_actor(actor) if actor else None), *page_pairs(request)]
    return "&".join(f"{name}={quote(value)}" for name, value in pairs)


plausible = st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name])))
anything = st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), st.text(max_size=12) | st.sampled_from("٣²½ "))
queries = st.lists(plausible | anything, max_size=6).map(
    lambda pairs: "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
)


@given(queries | st.binary(max_size=80), st.sampled_from(["json", "csv", "ndjson"]))
def test_any_query_string_is_read_or_refused(raw: bytes, form: str) -> None:
    answer = attempt(raw, form)
    if isinstance(answer, InvalidParameterError):
        assert answer.detail
        assert answer.flaws
        assert all(flaw.reason and flaw.parameter is not None for flaw in answer.flaws)
    else:
        assert form != "json" or answer.limit is not None
        assert answer.limit is None or 0 <= answer.limit < 2**31


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5), max_size=5))
def test_what_is_read_is_written_and_read_again(chosen: dict[str, int]) -> None:
    pairs = {name: VALUES[name][number % len(VALUES[name])] for name, number in chosen.items()}
    request = attempt("&".join(f"{name}={quote_plus(value)}" for name, value in pairs.items()).encode())
    if isinstance(request, InvalidParameterError):
        assert {flaw.reason for flaw in request.flaws} <= {"conflict", "requires"}
    else:
        again = read(canonical(request))
        assert canonical(again) == canonical(request)
        assert replace(again, query=request.query) == request
        unplaced = {"actor": None}
        assert again.query.model_copy(update=unplaced) == request.query.model_copy(update=unplaced)


def test_the_document_names_what_is_read() -> None:
    shared = {*FILTERS, *PAGING, *DEMANDS, "ids", "offset_unit", "fields"}
    assert set(NAMES) == shared | {"include", "facets", "csv", "rows", "trailer", *HIGHLIGHTING}
    assert set(names(NDJSON_PARAMETERS)) == shared | {"include", "trailer", *HIGHLIGHTING}
    assert set(names(CSV_PARAMETERS)) == shared | {"csv", "rows"}


@pytest.mark.parametrize(
    ("raw", "q"),
    [
        ("q=a+b", "a b"),
        ("q=a%2Bb", "a+b"),
        ("q=a%20b", "a b"),
        ("q=100%", "100%"),
        ("q=%zz", "%zz"),
        ("q=a=b", "a=b"),
        ("q=%C3%A4", "ä"),
        ("q=a%CC%88", "ä"),
        ("q=a;b", "a;b"),
        ("&&q=a&", "a"),
        ("%71=a", "a"),
        ("q=%20", None),
        ("q", None),
        ("", None),
    ],
)
def test_a_query_string_is_decoded_as_a_form_is(raw: str, q: str | None) -> None:
    assert read(raw).q == q


def test_raw_utf8_is_read_and_other_bytes_are_not() -> None:
    assert read_article_request("q=ä".encode(), TODAY).q == "ä"
    for raw in ("q=ä".encode("latin-1"), b"q=%ed%a0%80", b"q=%c0%80"):
        with pytest.raises(InvalidParameterError) as caught:
            read_article_request(raw, TODAY)
        assert [flaw.reason for flaw in caught.value.flaws] == ["encoding"]


def test_lists_take_commas_and_repetition() -> None:
    assert read("source=a,b&source=c").query.sources.included == {"a", "b", "c"}
    assert read("source=a&source=-none").query.sources.excluded == {None}
    assert read("include=text&include=zones").include == {"text", "zones"}


def test_a_moving_date_is_counted_from_today() -> None:
    interval = read("date=last:30d").query.interval
    assert interval is not None
    assert (interval.earliest, interval.latest) == (date(2024, 1, 12), TODAY)


def test_undated_articles_are_left_out_when_a_date_is_asked_for() -> None:
    assert read("").query.undated == "include"
    assert read("date=2016").query.undated == read("from=2016").query.undated == "exclude"
    assert read("date=2016&date.undated=include").query.undated == "include"


def test_words_are_ordered_by_relevance_unless_told() -> None:
    assert read("q=a").query.sort == "relevance"
    assert read("q=+").query.sort == read("").query.sort == "-date"


@pytest.mark.parametrize(
    "harmless",
    [
        "limit=20",
        "page=1",
        "sort=-date",
        "date.match=overlaps",
        "date.undated=include",
        "zone=title,lead,body",
        "duplicates=show",
        "strict=true",
        "min_seq=3",
        "q.in=title,lead,body",
        "q.mode=simple",
        "highlight=false",
        "highlight.size=300",
        "include=text",
        "offset_unit=byte",
    ],
)
def test_ids_go_with_what_changes_nothing(harmless: str) -> None:
    assert read(f"ids=a&{harmless}").ids == ("a",)


def test_the_last_page_that_is_numbered() -> None:
    assert read("page=500").page == 500
    assert read("limit=200&page=50").page == 50
    assert read("limit=0&page=9999").page == 9999
    with pytest.raises(InvalidParameterError):
        read("limit=200&page=51")
