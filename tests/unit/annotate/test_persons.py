import pytest

from app.annotate import Annotator
from app.domain.annotations import Given
from tests.unit.annotate.reading import marks


@pytest.mark.parametrize("name", ["Angela M{}", "Peter-{} Quastenflosser"])
def test_what_is_too_long_to_be_asked_for_is_no_name(annotator: Annotator, name: str) -> None:
    for filling in ("e" * 70_000, "Xa-" * 500 + "Xa"):
        found = marks(annotator, f"Gestern sprach {name.format(filling)} über die EU.")
        assert found[-1] == "EU=eu:name"
        assert max(map(len, found)) < 500


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Angela Merkels Rede", ["Angela Merkels=angela-merkel:name"]),
        ("Am Montag sprach Merkel.", ["Merkel=angela-merkel:name"]),
        ("Die Trump-Regierung, eine Anti-Trump-Demo", ["Trump=donald-trump:compound", "Trump=donald-trump:compound"]),
        ("Baerbock kam. Annalena Baerbock ging.", ["Baerbock=annalena-baerbock:name",
                                                   "Annalena Baerbock=annalena-baerbock:name"]),
        ("Am Montag kam Baerbock.", []),
        ("Außenministerin Baerbock kam.", ["Baerbock=annalena-baerbock:name"]),
        ("Für Anthony Blinken war es das.", ["Anthony Blinken=antony-blinken:name"]),
        ("Wolodymyr Selenskij sprach, später Selenskij.", ["Wolodymyr Selenskij=volodymyr-zelenskyy:name",
                                                          "Selenskij=volodymyr-zelenskyy:name"]),
        ("Ursula von der Leyen und Charles Michel. Von der Leyen schwieg wie Michel.",
         ["Ursula von der Leyen=ursula-von-der-leyen:name", "Charles Michel=charles-michel:name",
          "Von der Leyen=ursula-von-der-leyen:name", "Michel=charles-michel:name"]),
        ("Michel Barnier und Charles Michel", ["Michel Barnier=michel-barnier:name",
                                               "Charles Michel=charles-michel:name"]),
        ("Melania Trump lächelte.", ["Melania Trump=melania-trump:name"]),
        ("Donald Trump Jr. sprach.", ["Donald Trump Jr=donald-trump-jr:name"]),
        ("D. Trump unterschrieb.", ["D. Trump=donald-trump:name"]),
    ],
)  # fmt: skip
def test_known_persons(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert marks(annotator, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Botschafter Lars Danielsson sprach. Danielssons Land schwieg.", ["Lars Danielsson=lars-danielsson:name",
                                                                             "Danielssons=lars-danielsson:name"]),
        ("Außenminister Xaver Yolander sprach.", ["Xaver Yolander=xaver-yolander:name"]),
        ("Thorbjørn Jagland las.", ["Thorbjørn Jagland=thorbjorn-jagland:name"]),
        ("Marie-Agnes Strack-Zimmermann fragte.", ["Marie-Agnes Strack-Zimmermann=marie-agnes-strack-zimmermann:name"]),
        ("Am Todestag Alfred Nobels wird gefeiert.", ["Alfred Nobels=alfred-nobel:name"]),
        ("Frau Schmitz lachte.", ["Schmitz=schmitz:name"]),
        ("Ministerin Schmitz lachte, dann ging Schmitz.", ["Schmitz=schmitz:name", "Schmitz=schmitz:name"]),
        ("Peter Bauer ist der Bauer im Dorf.", ["Peter Bauer=peter-bauer:name"]),
        ("Herr Dr. Peter Schmitz kam.", ["Peter Schmitz=peter-schmitz:name"]),
        ("Michael Jordan spielte.", ["Michael Jordan=michael-jordan:name"]),
        ("Isabella von Frankreich regierte.", ["Isabella von Frankreich=isabella-von-frankreich:name"]),
        ("Claudia Major warnt. Major mahnt.", ["Claudia Major=claudia-major:name", "Major=claudia-major:name"]),
        ("König Charles III. und Papst Leo XIV. kamen.", ["Charles III.=charles-iii:name", "Leo XIV.=leo-xiv:name"]),
        ("Prinz Harry fehlte, der König Fußball siegte.", ["Harry=harry:name"]),
        ("Thomas K. wurde verurteilt.", ["Thomas K.=thomas-k:name"]),
        ("Alexander Graf Lambsdorff kam.", ["Alexander Graf Lambsdorff=alexander-graf-lambsdorff:name"]),
        ("Steffi Graf siegte.", ["Steffi Graf=steffi-graf:name"]),
        ("Claus Schenk Graf von Stauffenberg starb.",
         ["Claus Schenk Graf von Stauffenberg=claus-schenk-graf-von-stauffenberg:name"]),
        ("Oberst a. D. Peter Schmitz kam.", ["Peter Schmitz=peter-schmitz:name"]),
    ],
)  # fmt: skip
def test_unknown_persons(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert marks(annotator, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Die Konrad-Adenauer-Stiftung lädt ein.",
        "Sie wohnt in der Angela-Merkel-Straße.",
        "Robert Bosch GmbH wächst.",
        "Das Schiff „Anna Schulte“ sank.",
        "Es hieß, dass der Minister Fehler mache.",
        "Der Präsident Anfang Mai und der Minister Montag.",
        "Ende August Müller Milch",
        "Der Erkki-Sven-Preis ging an eine Schule.",
        "Das Treffen der Außenminister Nato und Co",
    ],
)
def test_no_person(annotator: Annotator, text: str) -> None:
    assert not [each for each in annotator.annotate("a", text, Given(language="de")).mentions if each.type == "person"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Theresa May resigned in May. May said so.", ["Theresa May=theresa-may:name", "May=theresa-may:name"]),
        ("President Smith of Ohio agreed. Smith left.", ["Smith=smith:name", "Smith=smith:name"]),
        ("Will Russia respond?", ["Russia=russia:name"]),
        ("They landed at John Miller Airport.", []),
        ("John King of Lincoln Park wrote.", ["John King=john-king:name"]),
        ("Martin Luther King spoke.", ["Martin Luther King=martin-luther-king:name"]),
        ("He lives near San Antonio Bay and St. Louis Eagles park.", []),
        ("The General Meeting and the Stanley Cup are over.", []),
        ("Luis Gomez Pereira said so.", ["Luis Gomez Pereira=luis-gomez-pereira:name"]),
        (
            "By Maria O'Connor, J. Robert Miller",
            ["Maria O'Connor=maria-o-connor:name", "J. Robert Miller=j-robert-miller:name"],
        ),
    ],
)
def test_english_persons(annotator: Annotator, text: str, expected: list[str]) -> None:
    assert marks(annotator, text, "en") == expected


def test_an_unknown_person_is_described_once(annotator: Annotator) -> None:
    annotation = annotator.annotate("a", "Lars Danielsson sprach. Danielsson ging.", Given(language="de"))
    assert [(each.id, each.type, each.label) for each in annotation.unknown] == [
        ("x-person-lars-danielsson", "person", "Lars Danielsson")
    ]


def test_of_two_with_one_surname_the_nearest_before_is_meant(annotator: Annotator) -> None:
    text = "Peter Schmitz kam. Schmitz sang. Maria Schmitz ging. Schmitz weinte."
    found = [each.entity for each in annotator.annotate("a", text, Given(language="de")).mentions]
    assert found == [f"x-person-{name}-schmitz" for name in ("peter", "peter", "maria", "maria")]
