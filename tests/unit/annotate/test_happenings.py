import pytest

from app.annotate import Annotator
from tests.unit.annotate.reading import marks


def _named(annotator: Annotator, text: str, language: str) -> list[str]:
    found = (mark.partition("=") for mark in marks(annotator, text, language))
    return [text for text, _, entity in found if entity.startswith(("x-event", "x-mission", "x-treaty"))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Der Nato-Gipfel in Washington und der EU-Gipfel im Juni", ["Nato-Gipfel in Washington"]),
        ("de", "Nach der Weltklimakonferenz in Paris", ["Weltklimakonferenz in Paris"]),
        ("de", "Die EU-Mission Sophia und das Manöver „Sapad 17“", ["EU-Mission Sophia"]),
        ("de", "Das Manöver „Kalter Bär“ und die französische Operation „Barkhane“", ["Kalter Bär", "Barkhane"]),
        ("de", "Nach der Operation Schmerzen, im Einsatz Soldaten, ein Einsatz in Syrien", []),
        ("de", "Der ATT-Vertrag und der Vertrag von Paris", ["ATT-Vertrag", "Vertrag von Paris"]),
        ("de", "Das Moskauer Abkommen, die EU-Verträge, ein Vertrag von Müller", ["Moskauer Abkommen"]),
        ("de", "Das Moskau-Format und das Format", ["Moskau-Format"]),
        ("en", "The NATO summit in Paris; a summit in Paris", ["NATO summit in Paris"]),
        ("en", "Operation Barkhane, an operation in Syria", ["Operation Barkhane"]),
        (
            "en",
            "The Paris Convention and the Treaty of Paris, a treaty of peace",
            ["Paris Convention", "Treaty of Paris"],
        ),
    ],
)
def test_happenings_are_known_by_their_shape(
    annotator: Annotator, language: str, text: str, expected: list[str]
) -> None:
    assert _named(annotator, text, language) == expected


def test_an_inflected_head_gives_the_same_entity(annotator: Annotator) -> None:
    text = "Der Nato-Gipfel in Paris. Die Folgen des Nato-Gipfels in Paris."
    found = annotator.annotate("a", text).unknown
    assert [(each.id, each.label) for each in found] == [("x-event-nato-gipfel-in-paris", "Nato-Gipfel in Paris")]
