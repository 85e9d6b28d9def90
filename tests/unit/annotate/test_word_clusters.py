from hypothesis import given
from hypothesis import strategies as st

from app.annotate.word_clusters import WordClusters, pack, read_clusters

WORDS = st.text("abcdefgäöüABCDÄÖ", min_size=1, max_size=8)


@given(st.dictionaries(WORDS, st.text("01", min_size=1, max_size=16), min_size=1, max_size=50))
def test_each_word_keeps_its_path(paths: dict[str, str]) -> None:
    table = WordClusters(pack(paths))
    assert {word: table.path(word) for word in paths} == paths


def test_equal_words_give_equal_bytes_in_whatever_order() -> None:
    assert pack({"Moskau": "01", "Kiew": "010"}) == pack({"Kiew": "010", "Moskau": "01"})


def test_a_word_is_found_in_capitals_and_where_only_its_small_letters_are_known() -> None:
    table = WordClusters(pack({"Moskau": "01", "sagte": "1"}))
    assert (table.path("MOSKAU"), table.path("Sagte")) == ("01", "1")


def test_a_word_that_nobody_knows_has_no_path() -> None:
    assert WordClusters(pack({"Moskau": "01"})).path("Xyzzy") is None


def test_the_shipped_tables_put_like_to_like() -> None:
    for language, names, nouns in (("de", ("Merkel", "Müller"), "Haus"), ("en", ("London", "Paris"), "houses")):
        table = read_clusters(language)
        left, right = (table.path(name) for name in names)
        assert left
        assert right
        assert left[:4] == right[:4] != (table.path(nouns) or "")[:4]
