"""Which mentions an actor filter finds."""

import pytest

from app.domain.actors import ActorExpression, AllOf, AnyOf, Entities, Not, Reference, Surface
from tests.contract.search.documents import Subject, article, mention, spelled

EU, NATO, RUSSIA = (Entities(ids=(name,)) for name in ("eu", "nato", "russia"))


@pytest.fixture
def mentioned(index: Subject) -> Subject:
    index.put(
        article("both", entities=["eu", "nato", "nato"]),
        article("eu", entities=["eu"]),
        article("nato", entities=["nato"]),
        article("none"),
        article("russia", entities=["nato", "russia"]),
    )
    return index


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        (EU, "both eu"),
        (Entities(ids=("eu", "russia")), "both eu russia"),
        (Entities(ids=()), ""),
        (Entities(ids=("e", "\ud800")), ""),
        (Not(part=EU), "nato none russia"),
        (Not(part=Entities(ids=())), "both eu nato none russia"),
        (AllOf(parts=(EU, NATO)), "both"),
        (AnyOf(parts=(EU, NATO)), "both eu nato russia"),
        (AllOf(parts=(AnyOf(parts=(EU, NATO)), Not(part=RUSSIA))), "both eu nato"),
        (Not(part=AnyOf(parts=(EU, RUSSIA))), "nato none"),
        (AnyOf(parts=(Not(part=NATO), RUSSIA)), "eu none russia"),
        (AllOf(parts=()), "both eu nato none russia"),
        (AnyOf(parts=()), ""),
    ],
)
def test_actors_combine(mentioned: Subject, actor: ActorExpression, found: str) -> None:
    assert mentioned.find(actor=actor) == found.split()


def test_an_actor_and_a_word_both_hold(index: Subject) -> None:
    index.put(article("a", "der Gipfel", entities=["eu"]), article("b", "der Gipfel"), article("c", entities=["eu"]))
    assert index.find("Gipfel", actor=EU) == ["a"]
    assert index.find("Gipfel", actor=Not(part=EU)) == ["b"]


def test_mentions_count_in_the_zones_asked_for(index: Subject) -> None:
    index.put(article("a", entities=[mention("eu", "boilerplate", text="EU")]))
    for actor in (EU, Surface(form="EU")):
        assert index.find(actor=actor) == []
        assert index.find(actor=Not(part=actor)) == ["a"]
        assert index.find(actor=actor, zones=frozenset({"boilerplate", "body"})) == ["a"]
        assert index.find(actor=actor, zones=frozenset()) == []


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Selenskij", "Selenskij"),
        ("Selenskij", "Selenskijs"),
        ("Trump", "Trump's"),
        ("Trump", "Trump’s"),
        ("Paris", "Paris’"),
        ("Paris", "Paris'"),
        ("Schulz", "Schulz’"),
        ("Strauß", "Strauß'"),
        ("Marx", "Marx'"),
        ("US", "US'"),
        ("Zu\u0308rich", "Zürich"),
        ("Jens  Stoltenberg", "Jens Stoltenberg"),
        (" Jens\nStoltenberg ", "Jens Stoltenberg"),
        ("Jens Stoltenberg", "Jens Stoltenbergs"),
        ("x" * 3000, "x" * 3000),
    ],
)
def test_a_surface_form_finds(index: Subject, form: str, text: str) -> None:
    index.put(article("a", surfaces=[text]))
    assert index.find(actor=Surface(form=form)) == ["a"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Selenskij", "Selenskyj"),
        ("Selenskij", "selenskij"),
        ("Erdogan", "Erdoğan"),
        ("Selenskijs", "Selenskij"),
        ("Selenskij", "Wolodymyr Selenskij"),
        ("Putin", "Putin’"),
        ("EU", "EUs'"),
        ("s", ""),
        ("", "s"),
        ("\ud800", "s"),
    ],
)
def test_a_surface_form_does_not_find(index: Subject, form: str, text: str) -> None:
    index.put(article("a", surfaces=[text]))
    assert index.find(actor=Surface(form=form)) == []


def test_a_surface_form_may_be_of_one_type(index: Subject) -> None:
    index.put(
        article("a", surfaces=[spelled("Michel", kind="person")]),
        article("b", surfaces=[spelled("Michel", kind="place")]),
    )
    assert index.find(actor=Surface(form="Michel")) == ["a", "b"]
    assert index.find(actor=Surface(form="Michel", type="person")) == ["a"]
    assert index.find(actor=Not(part=Surface(form="Michel", type="person"))) == ["b"]


def test_a_name_must_be_resolved_first(index: Subject) -> None:
    index.put(article("a"))
    with pytest.raises(TypeError, match="'EU' was not resolved"):
        index.search(actor=Reference(name="EU"))
