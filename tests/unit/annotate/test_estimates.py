from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator, estimates
from app.annotate.word_lists import read_toml
from app.domain.annotations import Given
from app.domain.dates import parse_partial_date


def _estimate(annotator: Annotator, text: str, given: Given | None = None) -> tuple[str, str] | None:
    dated = annotator.annotate("a", text, given or Given()).date
    if dated.estimate is None:
        return None
    assert dated.estimate.evidence is not None
    evidence = dated.estimate.evidence
    return dated.estimate.value, text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    ("text", "value", "evidence"),
    [
        (
            "Am Freitag könnte am Rande des Weltklimagipfels in Kopenhagen ein Vertrag unterschrieben werden.",
            "2009-12~",
            "Weltklimagipfels in Kopenhagen",
        ),
        ("Negotiators at the Copenhagen climate summit worked late on Thursday.", "2009-12~", None),
        ("Beim Nato-Gipfel in Vilnius wird heute über die Ukraine beraten.", "2023-07~", None),
        ("The G20 summit in Hamburg opens this week amid protests.", "2017-07~", None),
        ("Macron lud ihn zur Eröffnung der Kathedrale von Notre Dame am Wochenende ein.", "2024-12~", None),
        ("Der Minister trat am Dienstag (12. März 2024) zurück.", "2024-03~", "Dienstag (12. März 2024)"),
        ("The minister stepped down on Tuesday (March 12, 2024).", "2024-03~", "Tuesday (March 12, 2024)"),
        ("Die Steuer soll im kommenden Jahr 2017 sinken.", "2016~", "kommenden Jahr 2017"),
        ("Exports fell by a third last year, 2009.", "2010~", "last year, 2009"),
    ],
)
def test_what_happens_these_days_tells_the_month(
    annotator: Annotator, text: str, value: str, evidence: str | None
) -> None:
    found = _estimate(annotator, text)
    assert found is not None
    assert found[0] == value
    assert evidence in (None, found[1])
    assert annotator.annotate("a", text).date.date is None


@pytest.mark.parametrize(
    "text",
    [
        "Seit dem Weltklimagipfel in Kopenhagen ist wenig geschehen.",
        "Auf dem Weltklimagipfel in Kopenhagen 2009 scheiterte am Freitag der Vertrag.",
        "Am Freitag wurde beraten. Der Weltklimagipfel in Kopenhagen war da lange vorbei.",
        "Beim Nato-Gipfel in Brüssel wird heute beraten.",
        "Der Minister trat am Montag (12. März 2024) zurück.",
        "Beim Klimagipfel in Lima hieß es am Freitag noch anders. Im Januar 2019 war das vergessen.",
        "Ab 2017 wird geübt, wie im Sommer 2008.",
    ],
)
def test_what_looks_back_tells_nothing(annotator: Annotator, text: str) -> None:
    assert _estimate(annotator, text) is None


def test_a_date_needs_no_estimate(annotator: Annotator) -> None:
    text = "Beim Nato-Gipfel in Vilnius wird heute über die Ukraine beraten."
    assert _estimate(annotator, text, Given(date=parse_partial_date("2023"))) is None
    assert _estimate(annotator, f" date 2023-07 {text}") is None


def test_what_follows_the_article_tells_nothing(annotator: Annotator) -> None:
    body = "Der Absatz ist lang genug, um ein Absatz zu sein, und er sagt, was geschehen ist. " * 5
    text = f"Titel\n\n{body}\n\nWeitere Artikel\n\nBeim Nato-Gipfel in Vilnius wird heute beraten"
    assert _estimate(annotator, text) is None


@pytest.mark.parametrize("kind", read_toml("occasions")["kinds"], ids=lambda kind: kind["en"])
@given(data=st.data())
def test_each_name_of_an_occasion_holds_its_sign(kind: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.one_of(st.from_regex(kind[language], fullmatch=True) for language in ("de", "en")))
    assert any(sign in name for sign in kind["holds"])


def test_a_sentence_is_read_once_however_many_occasions_it_names(
    annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(estimates, "_is_of_now", lambda sentence: bool(read.append(sentence)))
    text = "Beim Nato-Gipfel in Vilnius und beim Nato-Gipfel in Madrid, " * 50 + "hieß es."
    assert _estimate(annotator, text) is None
    assert read == [text]
