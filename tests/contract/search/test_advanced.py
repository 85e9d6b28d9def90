"""Which advanced queries find which texts."""

import pytest

from app.domain.actors import Entities
from app.errors import QueryTooCostlyError
from app.search.matching import MAX_EXPANSIONS
from tests.contract.search.documents import Subject, article, mention

TEXTS = {
    "a": "Die EU und die NATO rücken zusammen",
    "b": "Die EU allein",
    "c": "Die NATO allein",
    "d": "Niemand",
}


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("EU NATO", "a"),
        ("EU AND NATO", "a"),
        ("EU OR NATO", "a b c"),
        ("EU NOT NATO", "b"),
        ("EU -NATO", "b"),
        ("NOT EU", "c d"),
        ("NOT (EU OR NATO)", "d"),
        ("NOT EU OR NATO", "a c d"),
        ("(EU OR NATO) allein", "b c"),
        ("EU OR NATO allein", "a b c"),
        ("NOT (EU NATO)", "b c d"),
        ("NOT (NOT EU)", "a b"),
        ("zusammenrücken OR Niemand", "d"),
        ("and", ""),
    ],
)
def test_operators(index: Subject, q: str, found: str) -> None:
    index.put(*(article(name, body) for name, body in TEXTS.items()))
    assert index.find(q, mode="advanced") == found.split()


@pytest.mark.parametrize(
    ("q", "body", "there"),
    [
        ('"engere Zusammenarbeit"~1', "engere militärische Zusammenarbeit", True),
        ('"engere Zusammenarbeit"~1', "Zusammenarbeit, engere", True),
        ('"engere Zusammenarbeit"~1', "engere und bessere Zusammenarbeit", False),
        ('"engere Zusammenarbeit"~2', "engere und bessere Zusammenarbeit", True),
        ('"engere Zusammenarbeit"~0', "Zusammenarbeit engere", False),
        ('"a b c"~2', "c x b y a", True),
        ('"a b c"~1', "c x b y a", False),
        ('"nie nie"~3', "nie mehr", False),
        ('"nie nie"~3', "nie mehr und nie", True),
        ('"Rüstung"~4', "Ruestung", True),
        ("Aussenminister", "die Außenministern", True),
        ("Außenm*", "Aussenminister", True),
        ("Auß*min*r", "Bundesaussenminister", False),
        ("Auß*min*r", "AUSSENMINISTER", True),
        ("wor?d", "world", True),
        ("wor?d", "worlld", False),
        ("wor?d", "word", False),
        ("wor*d", "word", True),
        ("Selens?yj", "Selenskyj", True),
        ("Gefl?gel", "Geflügel", True),
        ("Gefl?gel", "Gefluegel", True),
        ("Spa?es", "Spaßes", True),
        ("blu?s", "blues", True),
        ("Trump?", "Trump", False),
        ("EU-Gipfel", "der EU-Gipfel", True),
        ("Selenskij~1", "Selenskyj", True),
        ("Selenskij~1", "Selensky", False),
        ("Selenskij~2", "Selensky", True),
        ("Selenskij~1", "Selensikj", True),
        ("Selenskij~1", "Selenskij", True),
        ("Zelenskij~2", "Selenskij", False),
        ("Müller~1", "Mueler", True),
        ("Gipfel~1", "Gipfeln", True),
        ("Gipfel~2", "Gi", False),
    ],
)
def test_leaves(index: Subject, q: str, body: str, there: bool) -> None:
    index.put(article("x", body))
    assert index.find(q, mode="advanced") == ["x"] * there


def test_no_distance_reaches_over_a_passage(index: Subject) -> None:
    index.put(article("a", passages=(("body", "Gipfel in"), ("caption", "Foto"), ("body", "Brüssel heute"))))
    assert index.find('"Gipfel Brüssel"~50', mode="advanced") == []
    assert index.find('"Gipfel in"~50 "heute Brüssel"~1', mode="advanced") == ["a"]


def test_a_part_may_name_its_zone(index: Subject) -> None:
    index.put(
        article("a", "die NATO", title="EU heute"),
        article("b", "die EU", title="NATO heute"),
        article("c", passages=(("caption", "EU und NATO"),)),
    )

    def find(q: str, **more: frozenset[str]) -> list[str]:
        return index.find(q, mode="advanced", **more)

    assert find("title:EU") == ["a"]
    assert find("title:EU OR title:NATO") == find("title:(EU OR NATO)") == ["a", "b"]
    assert find("title:(EU OR body:EU)") == ["a", "b"]
    assert find('title:"EU heute"') == find('title:"heute EU"~1') == ["a"]
    assert find("title:heu*") == find("title:heutte~1") == find("title:heu?e") == ["a", "b"]
    assert find("EU -title:EU") == ["b"]
    assert find("caption:EU") == ["c"]
    assert find("title:EU", zones=frozenset({"body"})) == ["a"]
    assert find("EU", word_zones=frozenset({"title"})) == ["a"]
    assert find("EU title:NATO", word_zones=frozenset({"body"})) == ["b"]
    assert index.find("EU", word_zones=frozenset({"caption"})) == ["c"]
    assert index.find("EU", word_zones=frozenset()) == []


def test_words_and_actors_may_be_looked_for_in_different_zones(index: Subject) -> None:
    index.put(article("a", "Gipfel", title="Treffen", entities=[mention("eu", "title")]))
    asked = {"actor": Entities(ids=("eu",)), "zones": frozenset({"title"})}
    assert index.find("Gipfel", **asked) == []
    assert index.find("Gipfel", word_zones=frozenset({"body"}), **asked) == ["a"]


def test_what_matches_more_of_an_or_ranks_higher(index: Subject) -> None:
    index.put(article("both", "EU NATO"), article("one", "EU Rat"), article("other", "Rat NATO"))
    assert index.find("EU OR NATO", mode="advanced", sort="relevance")[0] == "both"
    scores = {hit.id: hit.score for hit in index.search("EU OR (NATO NOT Rat)", mode="advanced").hits}
    assert scores["both"] is not None
    assert scores["one"] is not None
    assert scores["both"] > scores["one"]
    assert [hit.score for hit in index.search("NOT Rat", mode="advanced").hits] == [0.0]


def test_a_query_that_stands_for_too_many_words_is_refused(index: Subject) -> None:
    index.put(article("a", " ".join(f"wort{number}" for number in range(MAX_EXPANSIONS))), article("b", "wortlos"))
    assert index.find("wort*") == ["a", "b"]
    assert index.find("wort1*", mode="advanced") == ["a"]
    for q in ("wort*", "NOT wort*", "EU OR wort?*", "wort12~2 OR wort1* OR wort?* OR Wort*"):
        with pytest.raises(QueryTooCostlyError):
            index.find(q, mode="advanced")


def test_a_word_may_have_a_form_many_times_as_long(index: Subject) -> None:
    word = "\ufdfa" * 30
    index.put(article("a", word))
    assert index.find(f"{word}~1", mode="advanced") == index.find(word) == ["a"]
