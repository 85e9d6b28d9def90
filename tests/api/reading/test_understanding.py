"""What an answer says of how its question was understood."""

import pytest
from starlette.testclient import TestClient


def test_what_was_understood_is_echoed(reading: TestClient) -> None:
    params = {"actor": "(EU|person:Stoltenberg),-Q7184", "from": "2016-12", "to": "2017", "q": "Plan*"}
    meta = reading.get("/articles", params=params).json()["meta"]
    assert meta["query"] == {
        "actor": {
            "expr": ["and", ["or", "eu", "jens-stoltenberg"], ["not", "nato"]],
            "within": "article",
            "role": None,
            "zones": ["title", "lead", "body"],
            "min_mentions": 1,
            "parts": False,
            "resolved": [
                {"input": "EU", "id": "eu", "by": "alias", "alternatives": []},
                {"input": "person:Stoltenberg", "id": "jens-stoltenberg", "by": "alias", "alternatives": []},
                {"input": "Q7184", "id": "nato", "by": "wikidata", "alternatives": []},
            ],
        },
        "date": {"earliest": "2016-12-01", "latest": "2017-12-31", "match": "overlaps", "estimates": False},
        "q": {"input": "Plan*", "mode": "simple", "expr": "Plan*", "adjusted": []},
    }
    assert meta["warnings"] == []
    assert meta["undated"] == 0


def test_what_was_asked_of_the_date_is_echoed(reading: TestClient) -> None:
    query = reading.get("/articles?date.within=2016&date.precision=day,-unknown").json()["meta"]["query"]
    assert query["date"]["within"] == {"earliest": "2016-01-01", "latest": "2016-12-31"}
    assert query["date"]["precision"] == ["day", "-unknown"]
    assert "date" not in reading.get("/articles").json()["meta"]["query"]


@pytest.mark.parametrize(
    ("params", "suggestions"),
    [
        ({"q": "Getriede"}, ["Getreide"]),
        ({"q": 'Ukraine Getriede -Haus "enger zusammen"'}, ['Ukraine Getreide -Haus "enger zusammen"']),
        ({"q": "(Getriede OR title:Ukrane) EU", "q.mode": "advanced"}, ["(Getreide OR title:Ukraine) EU"]),
        ({"q": "Xylophon"}, []),
    ],
)
def test_a_word_that_nobody_has_is_respelled(
    reading: TestClient, params: dict[str, str], suggestions: list[str]
) -> None:
    (warning,) = reading.get("/articles", params=params).json()["meta"]["warnings"]
    assert (warning["code"], warning["parameter"], warning["suggestions"]) == ("unknown-word", "q", suggestions)


def test_words_that_only_do_not_meet_are_not_respelled(reading: TestClient) -> None:
    assert reading.get("/articles", params={"q": "Getreide Brüssel"}).json()["meta"]["warnings"] == []


def test_a_query_that_was_repaired_says_so(reading: TestClient) -> None:
    echo = reading.get("/articles", params={"q": "“EU”"}).json()["meta"]["query"]["q"]
    assert echo["input"] == "“EU”"
    assert echo["adjusted"]


@pytest.mark.parametrize(
    ("actor", "suggestions"),
    [
        ("EU NATO", ["EU,NATO"]),
        ("EU AND NATO", ["EU,NATO"]),
        ("eu und nato", ["eu,nato"]),
        ("EU OR NATO", ["EU|NATO"]),
        ("EU AND NOT NATO", ["EU,-NATO"]),
        ("NOT Russland", ["-Russland"]),
        ("-(NOT Russland)", ["Russland"]),
        ("EU AND", []),
        ("Vereinte Nationen & Jens Stoltenberg", ["Vereinte Nationen,Jens Stoltenberg"]),
        ("Russland|(Polen,EU OR NATO)", ["Russland|(Polen,(EU|NATO))"]),
        ("Brüssel", ["place:brussels", "belgium"]),
        ("EU,-Brüssel", ["EU,-place:brussels", "EU,-belgium"]),
        ("Stoltenburg", ["jens-stoltenberg"]),
        ("Wolkenkuckucksheim", []),
        ("EU XOR Wolkenkuckucksheim", []),
        ("EU AND NATO OR Russland", []),
    ],
)
def test_an_unknown_actor_is_told_with_what_to_write_instead(
    reading: TestClient, actor: str, suggestions: list[str]
) -> None:
    meta = reading.get("/articles", params={"actor": actor}).json()["meta"]
    assert [(warning["code"], warning["parameter"]) for warning in meta["warnings"]] == [("unknown-actor", "actor")]
    assert meta["warnings"][0]["suggestions"] == suggestions
    for suggestion in suggestions:
        assert reading.get("/articles", params={"actor": suggestion}).json()["meta"]["warnings"] == []


def test_many_unknown_actors_are_all_told(reading: TestClient) -> None:
    actor = ",".join(f"Stoltenburg{number}" for number in range(64))
    warnings = reading.get("/articles", params={"actor": actor}).json()["meta"]["warnings"]
    assert len(warnings) == 64


def test_an_actor_of_another_type_names_it(reading: TestClient) -> None:
    warning = reading.get("/articles", params={"actor": "Brüssel"}).json()["meta"]["warnings"][0]
    assert warning["detail"].startswith("'Brüssel' is known as place, not as a person, an organization or a country:")
    assert warning["suggestions"] == ["place:brussels", "belgium"]
    warning = reading.get("/articles", params={"actor": "person:EU"}).json()["meta"]["warnings"][0]
    assert warning["detail"] == "'EU' is known as organization, not as person: write eu."
    assert warning["suggestions"] == ["eu"]


def test_words_without_a_word_find_nothing_and_say_so(reading: TestClient) -> None:
    meta = reading.get("/articles", params={"q": "*"}).json()["meta"]
    assert (meta["total"], [warning["code"] for warning in meta["warnings"]]) == (0, ["no-searchable-word"])


def test_an_empty_store_says_how_to_fill_it(client: TestClient) -> None:
    for params in ({}, {"actor": "EU"}, {"q": "Nato"}, {"ids": "a"}):
        answer = client.get("/articles", params=params)
        assert answer.status_code == 200
        warning = answer.json()["meta"]["warnings"][-1]
        assert (warning["code"], "attache ingest" in warning["detail"]) == ("empty-store", True)
    assert client.get("/articles.ndjson").content == b""
    assert client.get("/articles.csv").text.count("\n") == 1
