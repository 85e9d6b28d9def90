"""The order of hits, and pages of it."""

from datetime import timedelta

import pytest

from app.domain.dates import parse_interval
from app.domain.ports import SortKey
from app.domain.queries import SORTS, Sort
from app.errors import CursorInvalidError
from tests.contract.search.documents import START, Subject, article, ids, names

IN_ORDER = [
    article("e", on="2017"),
    article("d", on="2016-12-31"),
    article("c", on="2016-12"),
    article("b1", on="2016"),
    article("b2", on="2016"),
    article("a1", on="2015-05-05", published_at="18:05"),
    article("a4", on="2015-05-05", published_at="2015-05-05T18:30:00+02:00"),
    article("a2", on="2015-05-05", published_at="2015-05-05 09:00:00.5Z"),
    article("a3", on="2015-05-05", published_at="2015-05-05T09:00:00Z"),
    article("a5", on="2015-05-05"),
    article("a6", on="2015-05-05", published_at="am Abend"),
    article("u1", published_at="18:05"),
    article("u2"),
]


def test_newest_first(index: Subject) -> None:
    index.put(*reversed(IN_ORDER))
    assert index.find(sort="-date") == [each.id for each in IN_ORDER]


def test_oldest_first_is_the_reverse_of_the_dated_with_ids_ascending(index: Subject) -> None:
    index.put(*IN_ORDER)
    assert index.find(sort="date") == ["a5", "a6", "a3", "a2", "a4", "a1", "b1", "b2", "c", "d", "e", "u1", "u2"]


def test_last_ingested_first(index: Subject) -> None:
    moments = {"a": 0, "b": 1, "c": 1, "d": 2}
    index.put(
        *(article(name, ingested_at=START + timedelta(microseconds=moment)) for name, moment in moments.items()),
        article("naive", ingested_at=START.replace(tzinfo=None) - timedelta(days=1)),
    )
    assert index.find(sort="-ingested") == ["d", "b", "c", "a", "naive"]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_by_offset_and_by_key_are_the_whole_order(index: Subject, sort: Sort) -> None:
    index.put(*(each.model_copy(update={"passages": (("body", "Gipfel " * (len(each.id) + 1)),)}) for each in IN_ORDER))
    whole = index.search("Gipfel", sort=sort)
    assert len(whole.hits) == whole.total == len(IN_ORDER)
    for start in range(len(IN_ORDER) + 1):
        page = index.search("Gipfel", sort=sort, limit=3, offset=start)
        assert page.hits == whole.hits[start : start + 3]
        assert (page.total, page.undated) == (whole.total, whole.undated)
    for place, hit in enumerate(whole.hits):
        assert index.search("Gipfel", sort=sort, limit=2, after=hit.key).hits == whole.hits[place + 1 : place + 3]


def test_a_key_need_not_be_of_an_article_that_is_still_there(index: Subject) -> None:
    index.put(*(article(name, on="2016") for name in names(10)))
    key = index.search(limit=5).hits[-1].key
    index.put(article("a00004x", on="2016"), deleted=["a00004"])
    assert index.find(after=key, limit=2) == ["a00004x", "a00005"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "key",
    [(), ("a",), (None,), (1,), (True, "a"), (1, 2), (1, 2, "a"), (0, 1, 2, 3, 4, 5), (0, "a", 1, 2, 3, "a")],
)
def test_what_is_no_key_of_the_order_is_refused(index: Subject, sort: Sort, key: SortKey) -> None:
    index.put(*(each.model_copy(update={"passages": (("body", "Gipfel"),)}) for each in IN_ORDER))
    with pytest.raises(CursorInvalidError, match="damaged"):
        index.search("Gipfel", sort=sort, after=key, limit=1)


def test_a_limit_of_zero_gives_the_counts_alone(index: Subject) -> None:
    index.put(article("a"), article("b", on="2016"))
    hits = index.search(limit=0)
    assert (hits.total, hits.undated, hits.hits) == (2, 1, ())


def test_ids_are_taken_as_they_are(index: Subject) -> None:
    odd = ["-", "A", "A.b~c-d_e", "AND", "_", "a", "a b", "checkpoint", "ä", "é", "*", "0" * 128]
    index.put(*(article(name, "Gipfel") for name in odd))
    assert index.find("Gipfel") == sorted(odd)
    index.put(article("a", "Haus"), deleted=["A", "*", "unknown"])
    assert index.find("Gipfel") == sorted(set(odd) - {"a", "A", "*"})


def test_ten_thousand_of_one_day_walk_in_order(index: Subject) -> None:
    wanted = list(names(10_000))
    index.put(*(article(name, on="2016-12-06") for name in wanted))
    met: list[str] = []
    after = None
    while page := index.search(limit=200, after=after).hits:
        met += [hit.id for hit in page]
        after = page[-1].key
    assert met == wanted


def test_totals_are_exact_with_a_limit(index: Subject) -> None:
    """Title or body has a word, and a date lies in a range: Whoosh's own search with a limit counts that wrong."""
    truth = set()
    documents = []
    for number, name in enumerate(names(3000)):
        title, body, year = number % 5 == 0, number % 3 > 0, 2010 + number % 12
        words = ("NATO " * (1 + number % 7)) if body else "sonst"
        documents.append(article(name, words, title="NATO" if title else "Haus", on=f"{year}-06-15"))
        truth |= {name} if (title or body) and 2012 <= year <= 2018 else set()
    for start in range(0, 3000, 1000):
        index.put(*documents[start : start + 1000])
    filters = {"interval": parse_interval("2012/2018", START.date()), "undated": "exclude", "sort": "relevance"}
    whole = index.search("NATO", **filters)
    assert set(ids(whole)) == truth
    for limit in (1, 10, 100):
        page = index.search("NATO", limit=limit, **filters)
        assert page.total == len(truth)
        assert page.hits == whole.hits[:limit]
