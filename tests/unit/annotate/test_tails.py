import pytest

from app.annotate.zones import lay_out

_BODY = "Ein langer Absatz beschreibt in mehreren Sätzen, was geschah. Er endet hier. " * 5


def _zones(text: str) -> list[tuple[str, str]]:
    return [(zone.zone, text[zone.start : zone.end].strip()) for zone in lay_out(text).zones]


@pytest.mark.parametrize(
    "tail",
    [
        "**Read more**\n\n- [Rain in Spain](https://example.org/1) (3 May 2020)",
        "**Mehr zum Thema**\n\n* [Regen](https://example.org/1)\n* [Sturm](https://example.org/2)",
        "---\n\n- [x] Folgen Sie uns\n- [ ] Nachrichten einschalten",
        "* * *\n\nRegen im Norden\n\nSturm im Süden",
        ">>> MORE ON THIS TOPIC\n>>> Rain in Spain (5 April 2009)",
        "ALSO IN THE NEWS\n\n* Rain in Spain\n* Storm in France",
        "## Related\n\nRain in Spain",
        "-- \nMorning Post · 1 Main Street\nYou receive this mail because you asked for it, years ago, on our page.",
        "Kommentare sind geschlossen\n\nImpressum",
        f"Kommentare (2)\n\nMax\n\n{_BODY}",
        f"Lesen Sie auch\n\nRegen im Norden\n01.12.2024\n\n{_BODY}",
    ],
)
def test_what_follows_the_article(tail: str) -> None:
    assert _zones(f"{_BODY}\n\n{tail}") == [("body", _BODY.strip()), ("boilerplate", tail.strip())]


@pytest.mark.parametrize(
    "box",
    [
        "Lesen Sie auch",
        "Lesen Sie auch: Warum es regnet",
        "Mehr zum Thema\n\nWarum es im Norden regnet",
        "Read more\nRain in Spain\nStorm in France",
        "Newsletter",
        "SUBSCRIBERS ONLY\nRead the full analysis. From $1 a week",
        "---",
        "Share  Tweet  Email",
    ],
)
def test_a_box_in_the_midst_does_not_cut_the_rest_off(box: str) -> None:
    assert _zones(f"{_BODY}\n\n{box}\n\n{_BODY}\n\n{_BODY}") == [
        ("body", _BODY.strip()),
        ("boilerplate", box),
        ("body", f"{_BODY}\n\n{_BODY}".strip()),
    ]


def test_an_article_of_short_paragraphs_goes_on_after_a_box() -> None:
    short = "\n\n".join(["Ein kurzer Absatz sagt in einem einzigen Satz, was an jenem Tag geschah."] * 6)
    assert _zones(f"{short}\n\nRead more\n\n{short}")[-1] == ("body", short)


def test_a_rule_before_a_last_word_of_the_article_cuts_nothing() -> None:
    last = "Der Autor ist Professor für Geschichte und lehrt seit zehn Jahren in Wien."
    assert _zones(f"{_BODY}\n\n***\n\n{last}")[-1] == ("body", last)


def test_a_heading_that_speaks_of_what_is_related_is_body() -> None:
    text = f"{_BODY}\n\nRelated clauses:\n\n- *Article 4* provides for talks.\n\n{_BODY}"
    assert _zones(text) == [("body", text.strip())]


_TOLD = "Die Beschaffung soll bald beginnen. Das Heer erhält zunächst 35 Fahrzeuge, weitere sollen folgen."
_TEASER = "Warum die Ukraine auf mehr Munition hofft und was ihr Präsident jetzt von den Verbündeten erwartet " * 2


def test_a_long_teaser_is_a_box_and_the_article_goes_on_below() -> None:
    text = (
        f"Neue Panzer\n\n{_TOLD}\n\nLesen Sie auch\n\n{_TEASER}\n\n{_TOLD}\n\n(tpn)\n\nKommentare\n\nKlaus M.\n{_TOLD}"
    )
    assert _zones(text) == [
        ("title", "Neue Panzer"),
        ("lead", _TOLD),
        ("boilerplate", f"Lesen Sie auch\n\n{_TEASER}".strip()),
        ("body", _TOLD),
        ("byline", "(tpn)"),
        ("boilerplate", f"Kommentare\n\nKlaus M.\n{_TOLD}"),
    ]


def test_a_button_above_the_first_sentence_ends_nothing() -> None:
    text = f"New tanks\nShare this article\nImage source, Reuters\n\n{_TOLD}\n\nRelated\n\nA shorter title\n"
    zones = [zone.zone for zone in lay_out(text).zones]
    assert zones == ["title", "header", "caption", "body", "boilerplate"]
