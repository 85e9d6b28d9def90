import pytest

from app.annotate.furniture import furniture

_HEAD = (1, 0)
_MIDST = (12, 2000)  # the number of the paragraph, and the characters above it


@pytest.mark.parametrize(
    "line",
    [
        "NEWS+++POLITIK+++EUROPA",
        "POLITIK / AUSLAND",
        "HOME | EU | ASIA",
        "Start › Politik › Ausland",
        "Tageblatt | Politik | Nato | Wetter",
        "Share  Tweet  Email",
        "Share   Facebook   X   WhatsApp",
        "SHARE | COPY LINK | PRINT",
        "Teilen · Drucken",
        "Auf Facebook teilen",
        "Artikel drucken",
        "21. Februar 2020 | Redaktion Nord | Lesezeit 3 Min.",
        "By Jane Roe | 6 June 2017 | PRINT THIS PAGE",
        "Anna Schmidt · 3 min read",
        "Stand: 2009",
        "Updated 3 March 2022",
        "Published: 3 March 2022, 14:30",
    ],
)
def test_lines_above_the_article_are_its_header(line: str) -> None:
    assert furniture(line, *_HEAD) == "header"


@pytest.mark.parametrize(
    "line",
    [
        "Share  Tweet  Email",
        "Teilen · Drucken",
        "[Druckversion] [Leserbrief] [nach oben]",
        "Politik | Sport",
        "3. Mai 2020",
    ],
)
def test_the_same_inside_or_after_it_are_boilerplate(line: str) -> None:
    assert furniture(line, *_MIDST) == "boilerplate"


def test_the_article_s_own_date_may_stand_below_it() -> None:
    assert furniture("Stand: Mai 2020", *_MIDST) == "header"


@pytest.mark.parametrize(
    "line",
    [
        "Krieg in der Ukraine | Nato berät in Brüssel über Waffen",
        "Nato/Russland: Treffen in Genf",
        "Ukraine | Russland",
        "| Land | Einwohner | Fläche |",
        "Teilen und herrschen",
        "Share of the vote falls",
        "+++ 10:15 Uhr: Explosionen in Kiew gemeldet +++",
        "Zurück zur Normalität",
        "»Das ist ein Angriff auf uns alle«",
    ],
)
@pytest.mark.parametrize("place", [_HEAD, _MIDST])
def test_headings_are_no_rows(line: str, place: tuple[int, int]) -> None:
    assert furniture(line, *place) is None


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe",
        "BY JANE ROE",
        "By Jane Roe, staff",
        "By Morning Post staff",
        "By our correspondent in Brussels",
        "By Jane Roe and John Doe in London",
        "By Jane Roe, 3 March 2022",
        "*By Jane Roe*",
        "Von Anna Schmidt, Berlin",
        "Von Anna Schmidt, 10.02.2024",
        "Von unserem Korrespondenten Max Müller",
        "Von unserer Mitarbeiterin in Genf",
    ],
)
def test_bylines(line: str) -> None:
    assert furniture(line, *_HEAD) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "By land and by sea",
        "By Friday night it was over",
        "By Putin’s count the war is won",
        "Von Anfang an",
        "Von wegen Frieden",
        "Von Angela Merkel war dazu nichts zu hören.",
        "By the end of the week the bridge was open again.",
    ],
)
def test_headings_that_begin_as_bylines_do_are_none(line: str) -> None:
    assert furniture(line, *_HEAD) is None


@pytest.mark.parametrize(
    "block",
    [
        "![Photo: A harbour](https://example.org/a.jpg)",
        "![](https://example.org/a.jpg)\n*Feuerwerk über der Stadt*",
        "Foto: Ein Hafen",
        "Photo: A harbour in the north",
        "Bild: Ein Hafen. Archiv",
        "*Foto: Ein Hafen*",
    ],
)
def test_captions(block: str) -> None:
    assert furniture(block, *_HEAD) == "caption"
    assert furniture(block, *_MIDST) == "caption"


def test_an_image_that_opens_a_paragraph_leaves_it_a_paragraph() -> None:
    assert furniture("![Logo](logo.png) Die Nato hat am Montag beraten, wie es weitergeht.", *_MIDST) is None


@pytest.mark.parametrize(
    "box",
    [
        "Diese Seite verwendet Cookies. Mit der Nutzung stimmen Sie zu. Mehr erfahren | OK",
        "We use cookies to improve your experience.",
        "This website uses cookies.",
        "Jetzt abonnieren!",
        "Jeden Freitag das Wichtigste aus aller Welt. Jetzt kostenlos anmelden!",
        "Subscribe now for 1 euro.",
        "Für 2,99 Euro im Monat weiterlesen",
        "SUBSCRIBERS ONLY",
        "> **Support our work.** You have read 3 of 5 free articles. [Log in](https://example.org/login)",
        "Unterstützen Sie unsere Arbeit mit einer Spende.",
        "Read the full analysis. From $1 a week",
        "View this email in your browser: https://example.org/1",
        "Newsletter im Browser ansehen",
        "You receive this mail because you subscribed to it.",
        "Abmelden: https://example.org/newsletter",
        "Unsubscribe | Privacy | Forward to a friend",
        "The post Rain in Spain appeared first on Morning Post.",
        "Der Beitrag Regen im Norden erschien zuerst auf Tageblatt.",
        "This article has been updated.",
        "» zurück zur Übersicht: Archiv",
        "- [Türkei: Streit](https://example.org/1)\n- [Griechenland](https://example.org/2) (3. Mai 2020)",
        "*[Newsletter](https://example.org/n) · [PDF](https://example.org/p)*",
        "Schlagworte: Nato, Schweden",
    ],
)
def test_boxes_of_the_page_are_boilerplate(box: str) -> None:
    assert furniture(box, *_MIDST) == "boilerplate"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Die Kommission will Cookies strenger regeln. Webseiten sollen nur einmal fragen dürfen.",
        "Brussels wants a say on cookies. Sites that use them will have to ask.",
        "Jetzt testen die Russen eine neue Rakete, sagt das Ministerium.",
        "Der Beitrag Deutschlands zum Haushalt ist 1995 zuerst gestiegen.",
        "Die Preise stiegen um 3 Euro im Monat, im Winter noch mehr.",
        "Subscribers to the service numbered five million.",
        "Support for the government fell.",
        "Kunden sollen sich jetzt anmelden.",
        "> **Hintergrund:** Die Wirtschaft ist seit Jahren nicht mehr gewachsen.",
        "- *Artikel 4* sieht Gespräche vor. Die Türkei hat mehrmals darum gebeten.",
    ],
)
def test_paragraphs_that_speak_of_such_things_are_not(paragraph: str) -> None:
    assert furniture(paragraph, *_MIDST) is None
