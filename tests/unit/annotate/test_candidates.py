"""One name, several entities: what else the text names decides, and the others are kept."""

import pytest

from app.annotate import build_annotator
from app.domain.annotations import Given, Mention
from app.domain.authority import Authority, AuthorityEntity

_ENTITIES = (
    {"id": "georgia", "type": "country", "labels": {"en": "Georgia"}, "capital": "tbilisi",
     "adjectives": {"en": ["Georgian"]}},
    {"id": "tbilisi", "type": "place", "labels": {"en": "Tbilisi"}, "part_of": ["georgia"]},
    {"id": "georgia-us-state", "type": "region", "labels": {"en": "State of Georgia"}, "aliases": {"en": ["Georgia"]}},
    {"id": "atlanta", "type": "place", "labels": {"en": "Atlanta"}, "part_of": ["georgia-us-state"]},
    {"id": "charles-michel", "type": "person", "labels": {"en": "Charles Michel"}, "surnames": ["Michel"]},
    {"id": "louise-michel", "type": "person", "labels": {"en": "Louise Michel"}, "surnames": ["Michel"]},
)  # fmt: skip
ANNOTATOR = build_annotator(Authority(entities=tuple(AuthorityEntity.model_validate(each) for each in _ENTITIES)))


def mention(text: str, name: str) -> Mention:
    found = ANNOTATOR.annotate("one", text, Given(language="en")).mentions
    return next(each for each in reversed(found) if each.text == name)


@pytest.mark.parametrize(
    ("text", "meant", "other"),
    [
        ("The vote in Georgia was close.", "georgia", "georgia-us-state"),
        ("The vote in Georgia was close, said officials in Tbilisi.", "georgia", "georgia-us-state"),
        ("The vote in Georgia was close, said officials in Atlanta.", "georgia-us-state", "georgia"),
        ("Georgian voters who live in Atlanta went to the polls in Georgia.", "georgia", "georgia-us-state"),
    ],
)
def test_what_else_is_named_decides(text: str, meant: str, other: str) -> None:
    found = mention(text, "Georgia")
    assert (found.entity, found.alternatives) == (meant, (other,))


def test_a_capital_may_be_the_city_or_the_state() -> None:
    found = mention("Officials met in Tbilisi on Monday.", "Tbilisi")
    assert (found.entity, found.alternatives) == ("tbilisi", ("georgia",))


def test_a_surname_keeps_the_namesakes() -> None:
    found = mention("It was Charles Michel who asked. Nobody but Michel knew.", "Michel")
    assert (found.entity, found.alternatives) == ("charles-michel", ("louise-michel",))
