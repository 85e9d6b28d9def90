import pytest

from app.annotate import Annotator
from tests.unit.annotate.reading import marks

STATES = [
    ("de", "Das bestreitet [Moskau] seit Jahren."),
    ("de", "[Moskau] bestreitet das."),
    ("de", "[Moskau] schafft Tatsachen."),
    ("de", "Auch [Washington] verschärfte den Kurs."),
    ("de", "Es war ein Signal in Richtung [Washington]."),
    ("de", "Sie verhandeln mit [Moskau] und [Kiew]."),
    ("de", "Sie verhandeln mit [Moskau], [Kiew] und [Paris]."),
    ("de", "Zugleich erlaubte [Moskau] den Transport."),
    ("de", "Außerdem habe es aus [Berlin] geheißen, man warte."),
    ("de", "Aus [Washington] kam vorsichtige Zustimmung."),
    ("de", "Lob kam dagegen aus [Moskau]."),
    ("de", "Die Regierung in [Kiew] dankt."),
    ("de", "Nach dem Machtwechsel in [Washington] wird es schwer."),
    ("de", "Wir prüfen [Moskaus] neuen Vorschlag."),
    ("de", "[Kiew] und seine Partner warten."),
    ("de", "[Paris] und [Berlin] fordern mehr."),
    ("de", "Will [Washington] das? Damit hat [Moskau] nicht gerechnet. Wenn es so kommt, wird [Kiew] handeln."),
    ("de", "Am Dienstag hat [Moskau] zugestimmt; er meinte, [Kiew] sei bereit."),
    (
        "de",
        "[Paris] und [Berlin] wollen Soldaten schicken. Der Druck auf [Moskau] wächst.",
    ),
    ("de", "Die von [Moskau] unterstützten Kämpfer. Aus Sicht [Kiews] ist das falsch."),
    ("en", "[Moscow] denied the report."),
    ("en", "Will [Washington] pay? Why did [Moscow] wait? Nor has [Kyiv] answered."),
    ("en", "Ties to [Moscow] are close, officials in [Washington] said of [Moscow]-backed rebels."),
    ("en", "Later [Kyiv] has answered: [Moscow] later said no."),
    ("en", "Talks between [Moscow] and [Washington] failed."),
    ("en", "He praised [Washington]'s support."),
    ("en", "Others left; [Berlin] even withdrew its ships."),
    ("en", "It blamed pressure from [Washington] for that."),
    ("en", "[Washington]'s answer came late."),
    ("en", "It came months after [Kyiv] applied."),
]
CITIES = [
    ("de", "In [Moskau] kündigte er Gespräche an."),
    ("de", "Sie reiste nach [Washington] ab."),
    ("de", "[Moskau] ist groß."),
    ("de", "Der Zug aus [Berlin] war voll."),
    ("de", "BERLIN. Heute in [Kiew] trafen sie sich."),
    ("de", "Er war in [Moskau], [Kiew] und [Paris]."),
    ("de", "Merkel besucht [Moskau] bald. Scholz will [Moskau] besuchen. Sie kam von [Berlin] nach [Paris]."),
    ("en", "They met in [Moscow] and flew to [Kyiv]."),
    ("en", "[Washington] is a city."),
]


def _cut(text: str) -> tuple[str, list[str]]:
    wanted = [piece.partition("]")[0] for piece in text.split("[")[1:]]
    return text.replace("[", "").replace("]", ""), wanted


@pytest.mark.parametrize(("language", "text"), STATES)
def test_a_capital_stands_for_its_state_where_the_words_show_it(annotator: Annotator, language: str, text: str) -> None:
    plain, wanted = _cut(text)
    found = [mark.partition("=")[0] for mark in marks(annotator, plain, language) if mark.endswith(":metonym")]
    assert found == wanted


@pytest.mark.parametrize(("language", "text"), CITIES)
def test_else_it_is_the_city(annotator: Annotator, language: str, text: str) -> None:
    plain, wanted = _cut(text)
    found = marks(annotator, plain, language)
    assert not [mark for mark in found if mark.endswith(":metonym")]
    assert {mark.partition("=")[0] for mark in found} >= set(wanted)


def test_the_seat_of_two_is_that_of_the_organization(annotator: Annotator) -> None:
    assert marks(annotator, "Das fordert Brüssel.") == ["Brüssel=eu:metonym"]


@pytest.mark.parametrize(
    "text", ["BERLIN. Die Regierung schweigt.", "Berlin – Die Regierung schweigt.", "Berlin (dpa) Die Regierung ruht."]
)
def test_a_dateline_is_a_place(annotator: Annotator, text: str) -> None:
    found = annotator.annotate("a", text).mentions
    assert [(each.entity, each.rule) for each in found] == [("berlin", "gazetteer/dateline")]
