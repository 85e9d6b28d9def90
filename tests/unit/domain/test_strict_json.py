"""JSON is taken strictly: what one reader reads so and another otherwise is refused."""

import pytest

from app.domain.strict_json import parse_json
from app.errors import InvalidBodyError


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        (b"", "line 1, column 1"),
        (b'{"a": 1', "line 1, column"),
        (b'{"a": 1, "a": 2}', "'a' stands twice"),
        (rb'[{"a\udfff": 1}]', "surrogate"),
        (b'{"a": NaN}', "NaN"),
        (b"[Infinity]", "Infinity"),
        (b"[-Infinity]", "Infinity"),
        (b"\xff\xfe", "Byte 0"),
        (b'{"a": "\xe4"}', "Byte 7"),
        (b"[" * 100_000, "nested"),
        (b"1" * 10_000, "digits"),
    ],
)
def test_what_is_not_strict_json_is_refused_with_its_place(raw: bytes, detail: str) -> None:
    with pytest.raises(InvalidBodyError, match=detail):
        parse_json(raw)


def test_a_byte_order_mark_is_no_part_of_the_json() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": [1, "\xc3\xa4"]}') == {"a": [1, "ä"]}
