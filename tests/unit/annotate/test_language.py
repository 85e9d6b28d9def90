import pytest

from app.annotate.language import analysed, find_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Die Außenminister haben sich in Brüssel getroffen.", "de"),
        ("The ministers met in Brussels on Monday to discuss the war.", "en"),
        ("Le président de la République a rencontré les ministres.", "fr"),
        ("Het kabinet heeft besloten om de plannen uit te stellen.", "nl"),
        ("NATO", "und"),
        ("12.5 % – 2024!", "und"),
        ("", "und"),
    ],
)
def test_the_true_code_or_none(text: str, code: str) -> None:
    assert find_language(text) == code


def test_only_german_and_english_are_analysed() -> None:
    assert [analysed(code) for code in ("de", "en", "de-AT", "fr", "und")] == [
        ("de",), ("en",), ("de",), (), ("de", "en"),
    ]  # fmt: skip
