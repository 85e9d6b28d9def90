import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.networks import npmi


@pytest.mark.parametrize(
    ("total", "first", "second", "both", "expected"),
    [
        (100, 10, 10, 1, 0.0),  # 0.1 * 0.1 of 100: chance
        (100, 10, 10, 10, 1.0),  # never one without the other
        (8, 4, 4, 1, round(math.log(0.5) / math.log(8), 6)),
        (8, 2, 4, 2, round(math.log(2) / math.log(4), 6)),
        (7, 7, 7, 7, None),
    ],
)
def test_it_is_what_bouma_says(total: int, first: int, second: int, both: int, expected: float | None) -> None:
    assert npmi(total, first, second, both) == expected


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_it_lies_between_its_bounds(articles: list[tuple[bool, bool]]) -> None:
    first, second = (sum(each) for each in zip(*articles, strict=True))
    both = sum(a and b for a, b in articles)
    if both:
        found = npmi(len(articles), first, second, both)
        assert found is None or -1 <= found <= 1
