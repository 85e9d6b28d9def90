"""Phrases by arithmetic on places."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_queries import Clause
from app.search.matching import phrase_starts_in
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.phrases import find_phrase
from app.search.whoosh.segments.building import build
from tests.contract.search.documents import article

words = st.lists(st.sampled_from("aaabc"), min_size=1, max_size=40)
phrases = st.lists(st.sampled_from("aabc"), min_size=2, max_size=4)


@given(st.lists(words, min_size=1, max_size=5), phrases, st.integers(0, 6))
def test_a_phrase_stands_where_it_does_word_by_word(texts: list[list[str]], phrase: list[str], distance: int) -> None:
    leaf = Leaf(build([article(f"a{number}", " ".join(text)) for number, text in enumerate(texts)]))
    found = find_phrase(leaf, tuple(phrase), distance, frozenset({"body"}))
    clause = Clause(kind="phrase", words=tuple(phrase), distance=distance)
    counts = [len(phrase_starts_in(text, clause)) for text in texts]
    weights = dict(zip(found.docs.tolist(), found.weights.tolist(), strict=True))
    assert [weights.get(number, 0) for number in range(len(texts))] == counts
