"""What a query may cost."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import QueryTooCostlyError
from app.search.whoosh import WhooshIndex, WhooshWriter
from app.search.whoosh.finding import limits
from tests.contract.search.documents import Subject, article


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Subject]:
    """Three articles, of which two have `die EU`; phrases may be looked for at five places, patterns tried on two."""
    monkeypatch.setattr(limits, "MAX_PLACES", 5)
    monkeypatch.setattr(limits, "MAX_TRIED", 2)
    with closing(WhooshWriter(tmp_path)) as writer, closing(WhooshIndex(tmp_path)) as reader:
        subject = Subject(writer, reader)
        subject.put(article("a", "die EU und die Nato"), article("b", "die EU oder"), article("c", "die Nation"))
        yield subject


@pytest.mark.parametrize(
    ("q", "part", "maximum", "value"),
    [
        ('Rat OR "die EU" "die EU und"~3', '"die EU und"~3', 5, 16),
        ("EU OR nat?on OR nati?n", "nati?n", 2, 3),
    ],
)
def test_an_advanced_query_that_costs_too_much_is_refused(
    index: Subject, q: str, part: str, maximum: int, value: int
) -> None:
    with pytest.raises(QueryTooCostlyError) as refused:
        index.search(q, mode="advanced")
    assert part in refused.value.detail
    assert refused.value.flaws[0].more == {"part": part, "maximum": maximum, "value": value}


@pytest.mark.parametrize(
    "q", ['"die EU"', "nat?on", '"die Nato" "und die"', '"die EU Rat"~9 "die Rat"', '"die"~50 "die"~49']
)
def test_what_is_within_the_limits_is_not(index: Subject, q: str) -> None:
    index.search(q, mode="advanced")


@pytest.mark.parametrize(
    ("q", "found", "adjusted"),
    [
        ('"die EU und"', "a", ()),
        (
            '"die EU" "die EU oder"',
            "a b",
            ('Of "die EU oder" only the first word is looked for: it could stand in too many places.',),
        ),
        ('"die EU" -"die EU oder"', "a b", ('-"die EU oder" is left out: it could stand in too many places.',)),
        ('Nato "die EU" -"die Nato"', "a", ('-"die Nato" is left out: it could stand in too many places.',)),
    ],
)
def test_a_simple_query_is_narrowed(index: Subject, q: str, found: str, adjusted: tuple[str, ...]) -> None:
    hits = index.search(q, sort="date")
    assert ([hit.id for hit in hits.hits], hits.adjusted) == (found.split(), adjusted)
