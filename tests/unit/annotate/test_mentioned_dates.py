import re
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator
from app.annotate.dates import dates_in
from app.annotate.word_lists import word_set
from app.domain.annotations import Given
from app.domain.dates import parse_partial_date


def dates(annotator: Annotator, text: str, published: str | None = None) -> list[str]:
    """What `text` speaks of, each as `words=value`."""
    when = parse_partial_date(published) if published else None
    found = annotator.annotate("a", text, Given(date=when, title="Titel")).dates
    return [f"{text[each.start : each.end]}={each.value}" for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das Abkommen vom 12. Februar 2015 gilt.", ["12. Februar 2015=2015-02-12"]),
        ("Es gilt das Abkommen (12.02.2015).", ["12.02.2015=2015-02-12"]),
        ("It was signed on 2015-02-12.", ["2015-02-12=2015-02-12"]),
        ("Signed on February 12, 2015, in Minsk.", ["February 12, 2015=2015-02-12"]),
        ("Signed on 12 February 2015 in Minsk.", ["12 February 2015=2015-02-12"]),
        ("Im Februar 2015 und in March 2014.", ["Februar 2015=2015-02", "March 2014=2014-03"]),
        ("Im Jahr 2015 und im Sommer 2008.", ["2015=2015", "2008=2008"]),
        ("Im Wahljahr 2000, seit 1949, Ende 2015.", ["2000=2000", "1949=1949", "2015=2015"]),
        ("Since 2014, in late 2015 and by mid-2016.", ["2014=2014", "2015=2015", "2016=2016"]),
        ("Von 2009 bis 2014 Generalsekretär", ["2009=2009", "2014=2014"]),
        ("between 2014 and 2016, from 2010–2012", ["2014=2014", "2016=2016", "2010=2010", "2012=2012"]),
        ("the Helsinki Accords of 1975.", ["1975=1975"]),
    ],
)
def test_dates_that_are_written_out(annotator: Annotator, text: str, found: list[str]) -> None:
    assert dates(annotator, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "bis 2000 Menschen",
        "in 2000 Fällen",
        "ab 1950 Euro",
        "vor 2500 Jahren",
        "by 1850 soldiers",
        "from 1,950 to 2,015 people",
        "im Winter 2011-12",
        "seit 2014/15",
        "in den 1990er Jahren",
        "in the 1990s",
        "von 2015 Euro",
        "ein Anteil von 2015 %",
        "2015 Soldaten",
        "um 20.15 Uhr",
        "Am 12. Februar",
        "you may 12 times",
        "Die Version 1.2.15 und 12.02.89",
        "Am 3. Mai 15 Verletzte",
        "in 2100000 Teilen",
        "Am 30. Februar 2015",
    ],
)
def test_what_may_be_something_else_is_left_out(annotator: Annotator, text: str) -> None:
    assert dates(annotator, text) == []


@pytest.mark.parametrize(
    ("published", "text", "found"),
    [
        ("2024-02-20", "Am 12. Februar tagte sie.", ["12. Februar=2024-02-12"]),
        ("2024-02-20", "On February 12 it met.", ["February 12=2024-02-12"]),
        ("2024-02-20", "It met Monday, February 12.", ["February 12=2024-02-12"]),
        ("2024-02-20", "It met on 12 February.", ["12 February=2024-02-12"]),
        ("2024-02-20", "It met on the 12th of February.", ["12th of February=2024-02-12"]),
        ("2024-01-03", "Am 31. Dezember", ["31. Dezember=2023-12-31"]),
        ("2024-02-20", "Am 20. Februar", ["20. Februar=2024-02-20"]),
        ("2024-02-20", "Am 1. März", []),
        ("2024-02-20", "Am 30. Februar", []),
        ("2024-02", "Am 12. Februar und am 24. Dezember", ["12. Februar=2024-02-12", "24. Dezember=2023-12-24"]),
        ("2024-02", "Am 12. März und am 12. August", []),
        ("2024", "Am 12. Februar", []),
        ("2024-02-20~", "Am 12. Februar", []),
        ("2024-02-20", "Im Mai 12 people", []),
        ("2024-02-20", "Am 12.02.24 und am 12.02.45", ["12.02.24=2024-02-12"]),
    ],
)
def test_a_day_without_a_year(annotator: Annotator, published: str, text: str, found: list[str]) -> None:
    assert dates(annotator, text, published) == found


def test_what_an_article_says_of_itself_is_no_mention(annotator: Annotator) -> None:
    text = (
        "10.02.2024, 14:30 Uhr\n\nGipfel in Minsk\n\nMINSK, 12. Februar 2015 (dpa) – Seit 2014 wird verhandelt. Die "
        "Gespräche dauerten am 11. Februar 2015 bis in die Nacht.\n"
    )
    found = annotator.annotate("a", text)
    assert found.date.date is not None
    assert [(each.value, each.zone) for each in found.dates] == [("2014", "body"), ("2015-02-11", "body")]


words = st.sampled_from(
    ["seit", "in", "2014", "2015,", "12.", "12.02.2015", "Februar", "May", "bis", "–", "2016-12", "\n\n", "1.", "Euro"]
)


@given(st.lists(words, max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_gives_dates_in_order_and_apart(annotator: Annotator, text: str) -> None:
    found = annotator.annotate("a", text, Given(date=parse_partial_date("2016-12-06"))).dates
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for each in found:
        assert parse_partial_date(each.value).earliest.year <= 9999


_SHORT = re.compile(r"\D\d\d\Z")  # `2011-12`, `3. Mai 15`: see above
_PIECES = word_set(
    "3 3. 12 12th of 2014 2014-05 2014-05-06 03.05.2014 5/6/2014 Mai May. Sept. März on Friday , . - / ( Jahr im"
)


@given(st.lists(st.tuples(st.sampled_from(sorted(_PIECES)), st.sampled_from(["", " ", " "])), max_size=14))
def test_every_written_date_is_found_where_a_number_stands(
    annotator: Annotator, written: list[tuple[str, str]]
) -> None:
    text = "Der Sprecher sagte vor der Presse, dass es damals so gewesen sei: " + "".join(chain.from_iterable(written))
    whole = [each for each in dates_in(text, 0, len(text)) if not _SHORT.search(text[each.start : each.end])]
    found = annotator.annotate("a", text, Given(language="de", title="Titel")).dates
    assert {(each.start, each.end) for each in whole} <= {(each.start, each.end) for each in found}
