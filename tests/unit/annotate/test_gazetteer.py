import pytest

from app.annotate import Annotator
from tests.unit.annotate.reading import marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das ist Russlands Sicht.", ["Russlands=russia:name"]),
        ("Sie kam aus den Vereinigten Staaten.", ["Vereinigten Staaten=usa:name"]),
        ("Der Rat der Europäischen Union tagt.", ["Europäischen Union=eu:name"]),
        ("Die US-Regierung und ein US-amerikanischer Soldat.", ["US=usa:compound", "US-amerikanischer=usa:adjective"]),
        ("EU- und Nato-Staaten", ["EU=eu:compound", "Nato=nato:compound"]),
        ("Der Ukrainekrieg dauert an.", ["Ukraine=ukraine:compound"]),
        ("Eine russlandfreundliche Partei.", ["russland=russia:compound"]),
        ("prorussische Kräfte in Nordsyrien", ["russische=russia:adjective", "Nordsyrien=northern-syria:name",
                                               "syrien=syria:compound"]),
        ("Die deutsch-französische Brigade", ["deutsch=germany:adjective", "französische=france:adjective"]),
        ("Er lernt Deutsch in der Schule.", []),
        ("Die Russen und drei Russinnen", ["Russen=russia:demonym", "Russinnen=russia:demonym"]),
        ("Amerikanern half die Kremlführung.", ["Amerikanern=usa:demonym", "Kreml=russia:metonym"]),
        ("Er zog ins Weiße Haus.", ["Weiße Haus=usa:metonym"]),
        ("Die Bundesregierung des Moskauer Kremls", ["Bundesregierung=germany:metonym", "Moskauer=moscow:adjective",
                                                     "Kremls=russia:metonym"]),
        ("RUSSLAND DROHT", ["RUSSLAND=russia:name"]),
        ("Nationalstaatlich, Natogegner", []),
        ("Ein ame\u00adri\u00adka\u00adni\u00adscher Soldat", ["ame\u00adri\u00adka\u00adni\u00adscher=usa:adjective"]),
        ("Der Russ\u00adland-Gipfel", ["Russ\u00adland=russia:compound"]),
    ],
)  # fmt: skip
def test_german_forms(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert marks(annotator, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia’s army and U.S. troops", ["Russia=russia:name", "U.S.=usa:name"]),
        ("Russians like the Economist.", ["Russians=russia:demonym", "the Economist=the-economist:name"]),
        ("NATO-led and US-backed forces", ["NATO=nato:compound", "US=usa:compound"]),
        ("the Russian navy", ["Russian=russia:adjective"]),
        ("the university of South Carolina near Jordan River", []),
    ],
)
def test_english_forms(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert marks(annotator, text, "en") == expected


def test_names_nest(annotator: Annotator) -> None:
    assert marks(annotator, "Der Nato-Russland-Rat sprach über den Krieg in der Ukraine.") == [
        "Nato-Russland-Rat=nato-russia-council:name",
        "Nato=nato:compound",
        "Russland=russia:compound",
        "Krieg in der Ukraine=georgia-war-2008:name",
        "Ukraine=ukraine:name",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Piraten im Golf von Aden",
        "Die Deutsche Bank senkt Zinsen.",
        "@Nato folgt mir",
        "Der SV Bremen siegte, die „Bremen“ lief aus, die Fregatte „Bremen“ auch.",
        "Kinder spielen im Grünen, die schwedischen Grünen schweigen.",
        "Die Welt ist groß.",
    ],
)
def test_part_of_another_name_is_none(annotator: Annotator, text: str) -> None:
    assert marks(annotator, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das sagte sie der „Welt“.", ["Welt=die-welt:name"]),
        ("Sie sagte der Welt, es sei gut.", ["Welt=die-welt:name"]),
        ("Die „Welt“-Umfrage kam.", ["Welt=die-welt:name"]),
        ("Die Grünen und die Grünen-Chefin", ["Grünen=greens:name", "Grünen=greens:compound"]),
        ("Eine Linken-Politikerin sprach.", ["Linken=labour:nominal"]),
    ],
)
def test_common_words_are_names_where_the_words_beside_them_show_it(
    annotator: Annotator, text: str, expected: list[str]
) -> None:
    assert marks(annotator, text) == expected


def test_a_person_anchors_a_party(annotator: Annotator) -> None:
    assert "Labour=labour:nominal" in marks(annotator, "Donald Trump met Labour leaders.", "en")
    assert "Labour=labour:nominal" not in marks(annotator, "They met Labour leaders.", "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Nato wächst. Das Bündnis wartet.", "Bündnis=nato:nominal"),
        ("Die Nato berät. Am Rande des Bündnistreffens wurde es laut.", "Bündnis=nato:nominal"),
        ("Bündnis-Chef ist er. Er führt die Nato.", "Bündnis=nato:nominal"),
        ("Die Nato warnt vor Allianz SE.", None),
        ("Die Nato sucht ein neues Bündnis.", None),
        ("Die Nato sah Bündnis 90 im Wahlkampf.", None),
        ("Das Bündnis wartet.", None),
        ("In den USA berät der Kongress.", "Kongress=us-congress:nominal"),
        ("In Berlin berät der Kongress.", None),
    ],
)
def test_nominals_need_an_anchor(annotator: Annotator, text: str, expected: str | None) -> None:
    nominal = [mark for mark in marks(annotator, text) if mark.endswith(":nominal")]
    assert nominal == ([expected] if expected else [])


def test_english_nominals_need_the_article(annotator: Annotator) -> None:
    assert "alliance=nato:nominal" in marks(annotator, "NATO said the alliance is ready.", "en")
    assert "alliance=nato:nominal" not in marks(annotator, "NATO said an alliance is ready.", "en")


def test_a_language_that_is_not_analysed_has_no_mentions(annotator: Annotator) -> None:
    assert marks(annotator, "Le président de Russia et NATO", "fr") == []


def test_an_undetermined_language_is_read_as_both(annotator: Annotator) -> None:
    assert marks(annotator, "Russland Russia", "und") == ["Russland=russia:name", "Russia=russia:name"]
