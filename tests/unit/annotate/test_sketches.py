import random

from app.annotate.sketches import PERMUTATIONS, SHORTEST, sketch

_WORDS = [f"wort{number}" for number in range(3000)]


def _sentences(dice: random.Random, count: int) -> list[str]:
    return [" ".join(dice.choices(_WORDS, k=dice.randint(8, 25))) + "." for _ in range(count)]


def _likeness(one: bytes, other: bytes) -> float:
    pairs = zip(memoryview(one).cast("H"), memoryview(other).cast("H"), strict=True)
    return sum(left == right for left, right in pairs) / PERMUTATIONS


def test_a_tenth_of_the_sentences_changed_is_nearly_the_same() -> None:
    dice = random.Random(1)
    found = 0
    for _ in range(100):
        text = _sentences(dice, 20)
        changed = [*text[:5], *_sentences(dice, 1), *text[6:15], *_sentences(dice, 1), *text[16:]]
        found += _likeness(sketch(text), sketch(changed)) >= 0.6
    assert found >= 95


def test_other_texts_with_the_same_words_are_not() -> None:
    dice = random.Random(2)
    few = random.Random(3).sample(_WORDS, 60)
    for _ in range(100):
        one, other = (" ".join(dice.choices(few, k=300)) for _ in range(2))
        assert _likeness(sketch([one]), sketch([other])) < 0.2


def test_case_signs_and_line_ends_do_not_count() -> None:
    text = " ".join(_WORDS[:100])
    assert sketch([text]) == sketch([text.upper().replace(" ", ",\n")]) == sketch([text[:402], text[402:]])


def test_a_signature_stays_what_it_is() -> None:
    assert sketch([" ".join(_WORDS[:100])])[:8].hex() == "deb49253990fb3cf"


def test_a_short_text_has_none() -> None:
    assert sketch([" ".join(_WORDS[: SHORTEST - 1])]) == b""
    assert len(sketch([" ".join(_WORDS[:SHORTEST])])) == 2 * PERMUTATIONS


def test_a_long_text_is_read_in_pieces() -> None:
    dice = random.Random(4)
    long = _sentences(dice, 800)
    assert _likeness(sketch(long), sketch(long[:790])) > 0.9
