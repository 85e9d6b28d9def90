from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.annotate import Annotator
from app.annotate.dates import dates_in, is_date_line
from app.domain.annotations import ArticleDate, Given
from app.domain.dates import parse_partial_date

_BODY = (
    "\n\nDer Absatz sagt, was geschah. Seit 2008 war das so, auch am 3. Mai 2010 und 2011-05-05.\n\nEin zweiter Absatz."
)


def _found(annotator: Annotator, text: str) -> tuple[str | None, str | None, str | None]:
    dated = annotator.annotate("a", text).date
    evidence = text[dated.evidence.start : dated.evidence.end] if dated.evidence else None
    return (dated.date.value if dated.date else None, dated.source, evidence)


@pytest.mark.parametrize(
    ("head", "value", "evidence"),
    [
        (" date 2016-12 Etwas", "2016-12", " date 2016-12"),
        ("Titel\n\n10.02.2024", "2024-02-10", "10.02.2024"),
        ("Titel\n\nSamstag, 10. Februar 2024", "2024-02-10", "10. Februar 2024"),
        ("Title\n\nFebruary 10, 2024", "2024-02-10", "February 10, 2024"),
        ("Title\n\n10 Feb 2024", "2024-02-10", "10 Feb 2024"),
        ("Title\n\n2024-02-10T12:30:00Z", "2024-02-10", "2024-02-10T12:30:00Z"),
        ("Titel\n\nDezember 2016", "2016-12", "Dezember 2016"),
        ("Titel\n\n21. Februar 2020 | Redaktion Nord | Lesezeit 3 Min.", "2020-02-21", "21. Februar 2020"),
        ("Titel\n\nStand: 2009", "2009", "2009"),
        ("Title\n\nUpdated 3 March 2022", "2022-03-03", "3 March 2022"),
        ("Title\n\nUpdated 4 March 2022 | Published: 3 March 2022", "2022-03-03", "3 March 2022"),
        ("Titel\n\nVon Anna Schmidt, 10.02.2024", "2024-02-10", "10.02.2024"),
        ("Titel\n\nAktualisiert am 11.02.2024\nVeröffentlicht am 10.02.2024", "2024-02-10", "10.02.2024"),
        ("Titel\n\nAktualisiert am 11.2.2024, veröffentlicht am 10.2.2024", "2024-02-10", "10.2.2024"),
        ("Titel\n\nArtikel vom 10.02.2024", "2024-02-10", "10.02.2024"),
        ("Titel\n\nErstveröffentlichung: 10.02.2024", "2024-02-10", "10.02.2024"),
        ("Titel\n\nSPIEGEL ONLINE - 10. Februar 2024", "2024-02-10", "10. Februar 2024"),
        ("Title\n\nFirst published on Sat 10 Feb 2024 13.05 GMT", "2024-02-10", "10 Feb 2024"),
        ("Title\n\nPosted by Jane Roe on February 10, 2024", "2024-02-10", "February 10, 2024"),
        ("Title\n\nThe 10th of February, 2024", "2024-02-10", "10th of February, 2024"),
        ("Title\n\n2024/02/10", "2024-02-10", "2024/02/10"),
        ("Title\n\n25/02/2024", "2024-02-25", "25/02/2024"),
        ("Title\n\n02/25/2024", "2024-02-25", "02/25/2024"),
    ],
)
def test_the_head_says_when(annotator: Annotator, head: str, value: str, evidence: str) -> None:
    assert _found(annotator, head + _BODY) == (value, "header", evidence)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("KIEW, 10. Februar 2024 – Die Lage ist unklar.", "2024-02-10"),
        ("VILNIUS, July 11, 2023 (Reuters) - The leaders met.", "2023-07-11"),
        ("Kiew/Moskau, 10.2.2024 (dpa) – Die Lage ist unklar.", "2024-02-10"),
        ("Berlin, den 10. Februar 2024 – Die Lage ist unklar.", "2024-02-10"),
        ("(Berlin, 10. Februar 2024) Die Lage ist unklar.", "2024-02-10"),
        ("WASHINGTON (AP) — February 10, 2024 — The leaders met.", "2024-02-10"),
    ],
)
def test_a_dateline_says_when(annotator: Annotator, text: str, value: str) -> None:
    assert _found(annotator, text)[:2] == (value, "dateline")


@pytest.mark.parametrize(
    "text",
    [
        "Titel" + _BODY,
        "Am 10. Februar 2024 geschah es, wie es hieß.",
        "Ab 2017 gilt das. Von 8 bis 18 Uhr." + _BODY,
        _BODY + "\n\nMehr zum Thema\n\n01.12.2024",
        "Titel\n\n32.13.2024" + _BODY,
        "Title\n\n03/04/2021" + _BODY,
        "Berlin, 9. November 1989. Die Mauer fällt, und niemand hat es kommen sehen.",
        "Titel\n\n" + "Was geschah, sagt ein Absatz. " * 40 + "\n\n3. Mai 2020\n\nWas an jenem Tag geschah.",
    ],
)
def test_the_body_and_what_follows_it_do_not(annotator: Annotator, text: str) -> None:
    assert _found(annotator, text) == (None, None, None)


def test_what_was_sent_wins(annotator: Annotator) -> None:
    sent = Given(date=parse_partial_date("2011"), published_at="2011-01-01T10:00:00Z")
    dated = annotator.annotate("a", " date 2016-12 Etwas", sent).date
    assert dated == ArticleDate(
        date=parse_partial_date("2011"), source="metadata", confidence=1.0, published_at="2011-01-01T10:00:00Z"
    )


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("10.02.2024, 9:05 Uhr", "09:05"),
        ("10.02.2024 | 9:05 Uhr | Redaktion", "09:05"),
        ("2024-02-10T12:30:00Z", "2024-02-10T12:30:00Z"),
        ("2024-02-10T12:30:00.250+01:00", "2024-02-10T12:30:00.250+01:00"),
        ("February 10, 2024 5:04 PM EST", "17:04"),
        ("February 10, 2024 at 12:15 a.m.", "00:15"),
        ("10 February 2024 at 5pm", "17:00"),
        ("Sa., 10.02.2024, 14 Uhr", "14:00"),
        ("Updated 2:35 PM EST, Sat February 10, 2024", "14:35"),
        ("10.02.2024, 17:30 a.m.", None),
        ("10.02.2024", None),
    ],
)
def test_the_time_of_day_is_kept(annotator: Annotator, line: str, time: str | None) -> None:
    dated = annotator.annotate("a", f"Titel\n\n{line}{_BODY}").date
    assert dated.date
    assert (dated.date.value, dated.published_at) == ("2024-02-10", time)


@pytest.mark.parametrize(
    "line", ["Der 9. November 1989", "2016", "42-Punkte-Programm", "11. September 2001 in New York"]
)
def test_a_line_with_more_than_a_date_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_in_every_format(day: date) -> None:
    english = f"{day:%B} {day.day}, {day.year}"
    for text in (f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%Y}", day.isoformat(), english):
        assert [found.date.earliest for found in dates_in(text, 0, len(text))] == [day], text
