"""The words of many texts, found in arrays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.words import MAX_WORD, WORD
from app.search.whoosh.segments import tokens
from app.search.whoosh.segments.tokens import Words, code_points, find_words
from tests.contract.search.documents import article

texts = st.text() | st.text(alphabet="aB1ß_ -\n\u00ad\u0301\u0345é漢\U0001f600\u200d\u0903²½")


@given(texts)
def test_words_are_found_where_the_pattern_finds_them(text: str) -> None:
    starts, ends = find_words(code_points(text))
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [word.span() for word in WORD.finditer(text)]


@given(st.lists(st.lists(texts, max_size=3), max_size=5), st.integers(0, 20))
def test_each_word_has_the_number_of_how_it_is_spelled(documents: list[list[str]], chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_CHUNK", chunk)
        words = Words()
        for passages in documents:
            words.add(article("a").model_copy(update={"passages": tuple(("body", text) for text in passages)}))
        spelled = words.spelled()
        found = [WORD.findall(text) for passages in documents for text in passages]
        assert [spelled[number] for number in words.numbers().tolist()] == [word for each in found for word in each]
        assert words.passage_sizes().tolist() == list(map(len, found))
        assert len(set(spelled)) == len(spelled)


def test_words_that_differ_at_their_end_only_are_two() -> None:
    words = Words()
    spelled = ["a" * MAX_WORD, "a" * (MAX_WORD - 1) + "b", "a" * (MAX_WORD - 1)]
    words.add(article("a").model_copy(update={"passages": (("body", " ".join(spelled)),)}))
    assert sorted(words.spelled()) == sorted(spelled)
