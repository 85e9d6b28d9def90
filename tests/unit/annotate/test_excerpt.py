import pytest

from app.annotate import Annotator
from app.domain.annotations import Given

_FIRST = "Die Staaten haben sich am Montag auf einen Plan verständigt."
_BODY = f"{_FIRST} " + "Danach wurde lange beraten, und am Ende stimmten alle zu, wenn auch nicht gern. " * 8


def _excerpt(annotator: Annotator, text: str, title: str | None = None) -> str | None:
    found = annotator.annotate("a", text, Given(title=title)).excerpt
    return text[found.start : found.end] if found else None


@pytest.mark.parametrize(
    "above",
    [
        "Gipfel in Rom",
        "Guten Morgen,",
        "By Jane Roe, staff",
        "HOME | EU | ASIA",
        "View this email in your browser: https://example.org/1",
        "Foto: Ein Hafen",
        "Share  Tweet  Email",
    ],
)
def test_it_begins_with_the_first_real_sentence(annotator: Annotator, above: str) -> None:
    text = f"Ein Titel\n\n{above}\n\n{_BODY}\n\n{_BODY}"
    assert (_excerpt(annotator, text, "Ein Titel") or "").startswith(_FIRST)


def test_it_begins_after_a_dateline_that_is_a_sentence(annotator: Annotator) -> None:
    assert (_excerpt(annotator, f"ROM. {_BODY}") or "").startswith(_FIRST)


def test_it_ends_before_a_heading(annotator: Annotator) -> None:
    assert _excerpt(annotator, f"{_FIRST}\n\nWas nun folgt\n\n{_BODY}", "Titel") == _FIRST


def test_without_a_sentence_it_is_what_there_is(annotator: Annotator) -> None:
    assert _excerpt(annotator, "Nur ein paar Worte") == "Nur ein paar Worte"
    assert _excerpt(annotator, "Ein Titel", "Ein Titel") is None


def test_it_is_cut_between_words(annotator: Annotator) -> None:
    excerpt = _excerpt(annotator, "lange Worte " * 60)
    assert excerpt is not None
    assert len(excerpt) <= 240
    assert excerpt.endswith(("lange", "Worte"))
