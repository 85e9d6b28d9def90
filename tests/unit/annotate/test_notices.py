"""Boxes of a page are told by their first word, then by what follows."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.annotate import notices
from app.annotate.word_lists import read_toml

_BEGINNINGS = [each for name, box in read_toml("notices").items() if name != "first_words" for each in box]


@given(st.sampled_from(_BEGINNINGS).flatmap(lambda each: st.from_regex(rf"\A(?:{each})")))
def test_each_way_to_begin_has_its_first_word_in_the_list(line: str) -> None:
    assert notices._opens(line)
    assert re.match(r"\w+", line)
