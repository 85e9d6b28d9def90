import pytest

from app.annotate.zones import lay_out

_BODY = "Ein langer Absatz beschreibt in mehreren Sätzen, was geschah. Er endet hier. " * 5


def _zones(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(zone.zone, text[zone.start : zone.end].strip()) for zone in lay_out(text, title).zones]


def test_a_text_without_furniture_is_body() -> None:
    assert _zones(_BODY) == [("body", _BODY.strip())]


def test_an_empty_text_has_no_zones_and_white_space_is_one() -> None:
    assert lay_out("").zones == ()
    assert [(zone.start, zone.end) for zone in lay_out(" \n\n ").zones] == [(0, 4)]


def test_title_lead_and_body() -> None:
    lead = "Der Lead fasst in einem Satz zusammen, was geschehen ist."
    assert _zones(f"Eine Zeile als Titel\n\n{lead}\n\n{_BODY}\n\nZwischentitel\n\n{_BODY}") == [
        ("title", "Eine Zeile als Titel"),
        ("lead", lead),
        ("body", f"{_BODY}\n\nZwischentitel\n\n{_BODY}".strip()),
    ]


def test_a_short_line_directly_above_the_title_is_the_kicker() -> None:
    layout = lay_out(f"Krieg und Frieden\nDie Lage ist weiter unklar\n\n{_BODY}\n\n{_BODY}")
    assert (layout.kicker, layout.title) == ("Krieg und Frieden", "Die Lage ist weiter unklar")
    assert layout.zones[0].zone == "title"


def test_the_line_above_a_date_is_no_kicker() -> None:
    layout = lay_out(f"Die Lage ist unklar\n10.02.2024\n\n{_BODY}\n\n{_BODY}")
    assert (layout.kicker, layout.title) == (None, "Die Lage ist unklar")


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_title_that_was_sent_is_the_title(between: str) -> None:
    layout = lay_out(f"Ein Titel.{between}{_BODY}", "Ein Titel.")
    assert layout.title == "Ein Titel."
    assert [(zone.zone, zone.start) for zone in layout.zones][:2] == [("title", 0), ("body", 10 + len(between))]


def test_a_sent_title_does_not_cut_a_sentence() -> None:
    assert _zones(f"Nato-Gipfel in Rom, so heißt es. {_BODY}", "Nato")[0][0] == "body"
    assert lay_out(f"Nato-Gipfel in Rom, so heißt es. {_BODY}", "Nato").title == "Nato"


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("10.02.2024", "header"),
        ("Stand: 10.02.2024, 14:30 Uhr", "header"),
        ("Published February 10, 2024", "header"),
        ("Berlin, den 3. Mai 2012", "header"),
        ("Lesedauer: 3 Minuten", "header"),
        ("5 min read", "header"),
        ("Von Anna Schmidt und Bernd Müller, Berlin", "byline"),
        ("By Jane Doe in London", "byline"),
        ("Ein Kommentar von Anna Schmidt", "byline"),
        ("(dpa/AFP)", "byline"),
        ("Foto: Anna Schmidt", "caption"),
        ("Treffen in Rom. © IMAGO/Anna Schmidt", "caption"),
        ("Yves Herman/REUTERS", "caption"),
        ("  • 0", "boilerplate"),
        ("Anzeige", "boilerplate"),
        ("Lesen Sie auch: Warum es regnet", "boilerplate"),
    ],
)
def test_furniture_above_the_body(line: str, zone: str) -> None:
    text = f"Eine Zeile als Titel\n\n{line}\n\n{_BODY}\n\n{_BODY}"
    assert (zone, line.strip()) in _zones(text)
    assert "body" in dict(_zones(text))


@pytest.mark.parametrize(
    "marker",
    [
        "Kommentare",
        "12 Kommentare",
        'Kommentare zu " Ein Titel"',
        "Das könnte Sie auch interessieren",
        "Lesen Sie auch",
        "Mehr zum Thema",
        "Weitere Artikel aus der gleichen Rubrik",
        "Newsletter",
        "Related articles",
        "Comments (3)",
        "You may also like",
        "Sign up for our newsletter",
    ],
)
def test_the_first_marker_cuts_the_tail(marker: str) -> None:
    tail = f"{marker}\n\nEU-Plan gescheitert\n01.12.2024\n\n{_BODY}"
    assert _zones(f"{_BODY}\n\n{tail}") == [("body", _BODY.strip()), ("boilerplate", tail.strip())]


def test_a_marker_in_the_head_cuts_nothing() -> None:
    found = _zones(f"Eine Zeile als Titel\n\n12 Kommentare\n\n{_BODY}\n\n{_BODY}")
    assert [zone for zone, _ in found] == ["title", "boilerplate", "lead", "body"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kommentare zu dem Vorfall gab es am Montag keine.",
        "Von Anfang an war das so, sagte er.",
        "Comments on the report were not available.",
        "Newsletter sind sein Geschäft, davon lebt er gut.",
    ],
)
def test_sentences_are_no_furniture(sentence: str) -> None:
    assert {zone for zone, _ in _zones(f"{_BODY}\n\n{sentence}\n\n{_BODY}")} == {"body"}


def test_a_header_prefix_is_cut_from_what_it_is_glued_to() -> None:
    assert _zones(f" date 2016-12 {_BODY}") == [("header", "date 2016-12"), ("body", _BODY.strip())]


def test_lines_of_a_wrapped_text_are_one_paragraph() -> None:
    line = "Diese Zeile ist an einer Spalte umbrochen worden und läuft"
    text = f"{line}\n{line}\n{line}\n{line}\nund endet hier.\n\n{line}\n{line}\nebenso."
    assert len(lay_out(text).blocks) == 2


def test_a_line_of_sections_is_no_title() -> None:
    layout = lay_out(f"NEWS+++POLITIK+++EUROPA\nEine Zeile als Titel\n3. Mai 2020 | Redaktion\n\n{_BODY}\n\n{_BODY}")
    assert (layout.title, layout.kicker) == ("Eine Zeile als Titel", None)


def test_a_short_line_between_title_and_lead_hides_no_lead() -> None:
    lead = "Der Lead fasst in einem Satz zusammen, was geschehen ist."
    found = _zones(f"Ein Titel\n\nGipfel in Rom\n\n{lead}\n\n{_BODY}", "Ein Titel")
    assert [zone for zone, _ in found] == ["title", "body", "lead", "body"]


def test_a_byline_may_stand_first_under_a_title_that_was_sent() -> None:
    assert ("byline", "By Jane Roe") in _zones(f"A title\n\nBy Jane Roe\n\n{_BODY}", "A title")


def test_a_number_of_comments_under_the_title_takes_no_lead_with_it() -> None:
    text = f"Ein Titel\n\n12 Kommentare\n\nEine Zeile, die das Folgende ankündigt und nicht endet\n\n{_BODY}"
    assert [zone for zone, _ in _zones(text, "Ein Titel")] == ["title", "boilerplate", "lead", "body"]


def test_sections_and_consent_stand_above_the_title() -> None:
    head = "Zustimmen und weiter\nPolitik\nVerteidigung\n\nBundeswehr bekommt neue Panzer\n"
    layout = lay_out(f"{head}12. März 2023, 17:04 Uhr Von Anna Schmidt, Berlin\n\n{_BODY}\n\n{_BODY}")
    assert (layout.kicker, layout.title) == ("Verteidigung", "Bundeswehr bekommt neue Panzer")
    assert [zone.zone for zone in layout.zones][:4] == ["boilerplate", "header", "title", "byline"]
