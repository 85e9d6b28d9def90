"""Which words find which texts."""

import pytest

from app.domain.queries import Choice
from app.domain.text_queries import Clause, Every, TextQuery
from app.domain.words import MAX_WORD
from tests.contract.search.documents import Subject, article

FOUND = [
    ("Aussenminister", "die Außenministern"),
    ("Außenminister", "AUSSENMINISTER"),
    ("außenministern", "der Außenminister"),
    ("Rüstung", "die Ruestungen"),
    ("Ruestung", "die Rüstungen"),
    ("Strasse", "Straßen"),
    ("Bauer", "die Bauern"),
    ("neue", "neuen Neuen"),
    ("Nato", "NATO"),
    ("Erdogan", "Erdoğan"),
    ("EU NATO", "die NATO und die EU"),
    ("eu", "EU-Gipfel"),
    ("EU-Gipfel", "der EU-Gipfel"),
    ('"engere Zusammenarbeit"', "Eine ENGERE\nZusammenarbeit."),
    ('"grosse Staedte"', "große Städte"),
    ("„engere“ Zusammenarbeit", "Zusammenarbeit, engere"),
    ("-EU", "die NATO"),
    ('NATO -"die EU"', "NATO, EU und die"),
    ("Zusammen*", "die Zusammenarbeit"),
    ("Außenm*", "Aussenminister"),
    ("AND", "this and that"),
    ("2016", "im Dezember 2016"),
    ("Außen\u00administer", "Außenminister"),
    ("Außenminister", "Außen\u00administer"),
    ("Kramp\u00adKarrenbauer", "KrampKarrenbauer"),
    ("Lavrov", "LAVROV"),
    ("Лавров", "ЛАВРОВ sagte"),
    ("Zu\u0308rich", "Zürich"),
]
NOT_FOUND = [
    ("fordern", "fördern"),
    ("fördern", "fordern"),
    ("schon", "schön"),
    ("Koln", "Köln"),
    ('"die Bauern"', "der Bauer die Bauer"),
    ('"engere Zusammenarbeit"', "Zusammenarbeit engere"),
    ("-EU", "die EU"),
    ('NATO -"die EU"', "NATO und die EU"),
    ("EU NATO", "die EU"),
    ("EU-Gipfel", "Gipfel der EU"),
    ("EU -NATO", "die NATO und die EU"),
    ("zusammen*", "Arbeit zusammn"),
    ("st*", "Staat"),
    ("arbeit*", "Zusammenarbeit"),
    ("Rat_haus", "Rathaus"),
]


@pytest.mark.parametrize(("q", "body"), FOUND)
def test_a_query_finds(index: Subject, q: str, body: str) -> None:
    index.put(article("a", body))
    assert index.find(q) == ["a"]


@pytest.mark.parametrize(("q", "body"), NOT_FOUND)
def test_a_query_does_not_find(index: Subject, q: str, body: str) -> None:
    index.put(article("a", body))
    assert index.find(q) == []


@pytest.mark.parametrize("q", ["-", '"', "*", "", "-*", '"" ""', "?!"])
def test_a_query_without_a_word_finds_nothing(index: Subject, q: str) -> None:
    index.put(article("a", "die EU"))
    assert index.search(q).total == 0


def test_words_may_stand_in_different_zones_but_a_phrase_stands_in_one_passage(index: Subject) -> None:
    index.put(article("a", "Brüssel heute", title="Gipfel in"))
    index.put(article("b", passages=(("body", "Gipfel in"), ("body", "Brüssel heute"))))
    assert index.find("Gipfel Brüssel", sort="date") == ["a", "b"]
    assert index.find('"in Brüssel"') == []
    assert index.find('"Brüssel heute"', sort="date") == ["a", "b"]


def test_a_phrase_does_not_reach_over_other_words(index: Subject) -> None:
    index.put(article("a", "eins zwei " + "x" * (MAX_WORD + 1) + " drei vier"))
    assert index.find('"zwei drei"') == []
    assert index.find('"drei vier"') == ["a"]


@pytest.mark.parametrize("kind", ["{}", '"{}"', "{}*", '"vor {}"'])
def test_a_word_that_is_too_long_finds_nothing(index: Subject, kind: str) -> None:
    word = "ß" * MAX_WORD
    index.put(article("a", f"vor {word} vor {word}x"))
    assert index.find(kind.format(word)) == ["a"]
    assert index.find(kind.format(word + "x")) == []
    assert index.find(f"-{word}x") == ["a"]


def test_a_clause_without_words_finds_nothing(index: Subject) -> None:
    index.put(article("a", "die EU"))
    assert index.search(limit=0).total == 1
    assert index.search(text=TextQuery()).total == 0


def test_english_words_are_stemmed_in_english(index: Subject) -> None:
    index.put(article("en", "new sanctions were agreed", language="en"))
    index.put(article("de", "sanctions"))
    assert index.find("sanction") == ["de", "en"]
    assert index.find("agreeing") == ["en"]


@pytest.mark.parametrize("language", [None, "fr"])
def test_an_article_in_no_served_language_is_stemmed_in_all(index: Subject, language: str | None) -> None:
    index.put(article("a", "agreed Ministern", language=language))
    assert index.find("agreeing Minister") == ["a"]


def test_only_the_languages_asked_for_analyse_the_query(index: Subject) -> None:
    index.put(article("a", "agreed Ministern", language=None))
    both = frozenset({"en", None})
    assert index.find("agreeing", languages=Choice(included=both)) == ["a"]
    assert index.find("Minister", languages=Choice(included=both)) == []
    assert index.find("Ministern", languages=Choice(included=both)) == ["a"]
    assert index.find("agreeing Minister", languages=Choice(included=frozenset({None}))) == ["a"]


def test_words_are_looked_for_in_the_zones_asked_for(index: Subject) -> None:
    index.put(article("a", passages=(("title", "Gipfel"), ("boilerplate", "Werbung"), ("header", "Agentur"))))
    assert index.find("Gipfel") == ["a"]
    assert index.find("Werbung") == []
    assert index.find("Werbung", zones=frozenset({"boilerplate"})) == ["a"]
    assert index.find("Gipfel", zones=frozenset({"boilerplate", "body"})) == []
    assert index.find("-Gipfel", zones=frozenset({"body"})) == ["a"]
    assert index.find("Gipfel", zones=frozenset()) == []


def test_relevance(index: Subject) -> None:
    filler = " und so weiter" * 5
    index.put(
        article("stem", "Ministern" + filler),
        article("exact", "Minister" + filler),
        article("often", "Minister Minister Minister" + filler),
        article("title", "Haus" + filler, title="Minister"),
    )
    index.put(*(article(f"other{number}", "nichts" + filler) for number in range(5)))
    hits = index.search("Minister", sort="relevance")
    found = [hit.id for hit in hits.hits]
    assert sorted(found) == ["exact", "often", "stem", "title"]
    assert found.index("often") < found.index("exact") < found.index("stem")
    assert found.index("title") < found.index("exact")
    scores = [hit.score or 0 for hit in hits.hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_a_rare_word_counts_more(index: Subject) -> None:
    index.put(article("rare", "Erdgas Europa Europa"), article("usual", "Erdgas Erdgas Europa"))
    index.put(*(article(f"other{number}", "Europa Kohle Kohle") for number in range(5)))
    assert index.find("Erdgas Europa", sort="relevance") == ["usual", "rare"]


def test_there_is_a_score_only_with_words(index: Subject) -> None:
    index.put(article("b", "die EU"), article("a", "die EU"))
    assert [hit.score for hit in index.search(sort="relevance").hits] == [None, None]
    assert all(hit.score for hit in index.search("EU", sort="date").hits)
    assert index.find("EU", sort="relevance") == ["a", "b"]
    assert index.find("-NATO", sort="relevance") == ["a", "b"]


def test_a_repeated_word_in_a_phrase(index: Subject) -> None:
    index.put(article("a", "nie nie wieder"), article("b", "nie wieder nie"))
    assert index.find('"nie nie"') == ["a"]
    assert index.find('"nie wieder nie"') == ["b"]


def test_clauses_can_be_made_without_a_parser(index: Subject) -> None:
    index.put(article("a", "die EU"))
    wanted = Clause(kind="word", words=("EU",))
    assert index.find(text=TextQuery(expression=Every(parts=(wanted, wanted)))) == ["a"]
