"""Looking up forms."""

from hypothesis import given
from hypothesis import strategies as st

from app.search.analysis import Kind
from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.segments.building import build
from tests.contract.search.documents import article

forms = st.sets(st.text("aboez\u0434\U0001d518", min_size=1, max_size=4), min_size=1, max_size=20)


def leaf(*words: str) -> Leaf:
    return Leaf(build([article("a", " ".join(words))]))


@given(forms, st.text("aboez\u0434\U0001d518\ud800", max_size=4))
def test_a_form_and_a_beginning_are_found(words: set[str], wanted: str) -> None:
    lexicon = leaf(*words).lexicon
    every = lexicon.texts(range(len(lexicon.sizes)))
    assert every == sorted(every)
    assert [lexicon.text(number) for number in range(len(every))] == every
    number = lexicon.number(wanted)
    assert (None if number is None else every[number]) == (wanted if wanted in every else None)
    assert lexicon.texts(lexicon.span(wanted)) == [form for form in every if form.startswith(wanted)]


def test_the_family_of_a_word() -> None:
    lexicon = leaf("Minister", "Ministern", "Haus", "Ministerium", "Innenminister").lexicon
    runs = lexicon.family("minister", 0b01).tolist()
    found = {lexicon.text(first): (end - first, way) for first, end, way in zip(*[iter(runs)] * 3, strict=True)}
    assert found == {"minister": (1, 0), "ministern": (1, Kind.STEM), "innenminister": (1, Kind.PART)}
    assert lexicon.family("nichts", 0b11).tolist() == []
