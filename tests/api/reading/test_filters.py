from typing import Any

import pytest
from starlette.testclient import TestClient


def found(reading: TestClient, **params: Any) -> set[str]:
    answer = reading.get("/articles", params={name.replace("__", "."): value for name, value in params.items()})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["meta"]["total"] == len(body["data"])
    return {row["id"] for row in body["data"]}


@pytest.mark.parametrize(
    ("actor", "ids"),
    [
        ("EU", {"pact", "emoji"}),
        ("eu", {"pact", "emoji"}),
        ("Europäische Union", {"pact", "emoji"}),
        ("european union", {"pact", "emoji"}),
        ("Q458", {"pact", "emoji"}),
        ("EU,NATO", {"pact"}),
        ("EU|NATO", {"pact", "emoji", "talks", "visit-y", "visit-ij"}),
        ("NATO,-EU", {"talks", "visit-y", "visit-ij"}),
        ("(EU|NATO),Russland", {"emoji", "talks"}),
        ("-NATO", {"emoji", "grain"}),
        ("country:Polen", {"grain"}),
        ("organization:Polen", set()),
        ("Selenskyj", {"visit-y", "visit-ij"}),
        ('"Selenskij"', {"visit-ij"}),
        ('"selenskij"', set()),
        ('person:"Selenskij"', {"visit-ij"}),
        ('country:"Selenskij"', set()),
        (["EU", "-NATO"], {"emoji"}),
        ("place:Brüssel", {"pact", "talks"}),
        ("Wolkenkuckucksheim", set()),
        ("person:*", {"pact", "visit-y", "visit-ij"}),
        ("NATO,-person:*", {"talks"}),
        ("*", {"pact", "emoji", "talks", "grain", "visit-y", "visit-ij"}),
        ("-*", set()),
        ("place:*,-EU", {"talks"}),
    ],
)
def test_actors(reading: TestClient, actor: str, ids: set[str]) -> None:
    assert found(reading, actor=actor) == ids


@pytest.mark.parametrize(
    ("actor", "modifiers", "ids"),
    [
        ("EU,NATO", {"within": "sentence"}, {"pact"}),
        ("EU,Russland", {"within": "article"}, {"emoji"}),
        ("EU,Russland", {"within": "sentence"}, {"emoji"}),
        ("NATO,Russland", {"within": "sentence"}, {"talks"}),
        ("NATO,Brüssel", {"type": "place"}, set()),
        ("NATO,place:Brüssel", {"within": "sentence"}, set()),
        ("NATO,place:Brüssel", {"within": "paragraph"}, {"pact", "talks"}),
        ("EU,-Russland", {}, {"pact"}),
        ("EU,-Russland", {"within": "sentence"}, {"pact", "emoji"}),
        ("NATO", {"in": "title"}, {"pact"}),
        ("NATO", {"in": "title,body,lead"}, {"pact", "talks", "visit-y", "visit-ij"}),
        ("EU", {"min_mentions": 2}, {"pact", "emoji"}),
        ("NATO", {"min_mentions": 2}, {"pact"}),
        ("NATO,-EU", {"min_mentions": 2}, set()),
        ("NATO", {"min_mentions": 3}, set()),
        ("Selenskyj", {"type": "person"}, {"visit-y", "visit-ij"}),
        ("Selenskyj", {"type": "country"}, set()),
        ("Brüssel", {"type": "place"}, {"pact", "talks"}),
        ('"Selenskij"', {"type": "person"}, {"visit-ij"}),
        ("EU", {"parts": "true"}, {"pact", "emoji"}),
    ],
)
def test_actors_with_modifiers(reading: TestClient, actor: str, modifiers: dict[str, Any], ids: set[str]) -> None:
    assert found(reading, actor=actor, **{f"actor__{name}": value for name, value in modifiers.items()}) == ids


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"date": "2016"}, {"pact", "emoji"}),
        ({"date": "2016-12-10"}, {"pact"}),
        ({"date__within": "2016"}, {"pact", "emoji"}),
        ({"date__within": "2016-12-01/2016-12-10"}, {"emoji"}),
        ({"date__within": "../2016", "date": "2016-12-10"}, {"pact"}),
        ({"date__within": "2016", "date__undated": "only"}, set()),
        ({"date__precision": "month,unknown"}, {"pact", "visit-ij", "grain"}),
        ({"date__precision": "-month,-unknown"}, {"emoji", "talks", "visit-y"}),
        ({"date__precision": "unknown", "date": "2016"}, set()),
        ({"date__precision": "day", "date": "2016"}, {"emoji"}),
        ({"date": "2016-12-10", "date__match": "within"}, set()),
        ({"date": "2016-12-10", "date__match": "covers"}, {"pact"}),
        ({"date": "2016-12", "date__match": "within"}, {"pact", "emoji"}),
        ({"date": "2016-Q4"}, {"pact", "emoji"}),
        ({"date": "../2016"}, {"talks", "pact", "emoji"}),
        ({"from": "2016-12-31"}, {"pact", "visit-y", "visit-ij"}),
        ({"from": "2014-06", "to": "2016"}, {"talks", "pact", "emoji"}),
        ({"date": "2014", "date__undated": "include"}, {"talks", "grain"}),
        ({"date__undated": "only"}, {"grain"}),
        ({"date__undated": "exclude"}, {"pact", "emoji", "talks", "visit-y", "visit-ij"}),
        ({"date": "last:30d"}, set()),
        ({"source": "Abendblatt"}, {"pact", "emoji"}),
        ({"source": "Abendblatt,The Post"}, {"pact", "emoji", "talks"}),
        ({"source": ["Abendblatt", "The Post"]}, {"pact", "emoji", "talks"}),
        ({"source": "none"}, {"grain", "visit-y", "visit-ij"}),
        ({"source": "-Abendblatt,-none"}, {"talks"}),
        ({"language": "en"}, {"talks"}),
        ({"language": "EN"}, {"talks"}),
        ({"language": "-en"}, {"pact", "emoji", "grain", "visit-y", "visit-ij"}),
        ({"actor": "EU", "zone": "title"}, {"pact"}),
        ({"actor": "EU", "zone": "title,body,lead"}, {"pact", "emoji"}),
        ({"actor": "EU", "zone": "all"}, {"pact", "emoji"}),
        ({"q": "Aussenminister"}, {"emoji"}),
        ({"q": '"enger zusammenarbeiten"'}, {"pact"}),
        ({"q": ""}, {"pact", "emoji", "talks", "grain", "visit-y", "visit-ij"}),
        ({"q": '"'}, set()),
        ({"q": "Nato", "actor": "EU", "date": "2016"}, {"pact"}),
    ],
)
def test_dates_choices_zones_and_words(reading: TestClient, params: dict[str, Any], ids: set[str]) -> None:
    assert found(reading, **params) == ids


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("-date", ["visit-y", "visit-ij", "pact", "emoji", "talks", "grain"]),
        ("date", ["talks", "emoji", "pact", "visit-ij", "visit-y", "grain"]),
        ("-ingested", ["visit-ij", "visit-y", "grain", "talks", "emoji", "pact"]),
    ],
)
def test_orders(reading: TestClient, sort: str, ids: list[str]) -> None:
    assert [row["id"] for row in reading.get("/articles", params={"sort": sort}).json()["data"]] == ids


def test_words_order_by_relevance_and_say_how_much(reading: TestClient) -> None:
    rows = reading.get("/articles", params={"q": "Nato"}).json()["data"]
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] > 0
    assert rows == reading.get("/articles", params={"q": "Nato", "sort": "relevance"}).json()["data"]
    assert all("score" not in row for row in reading.get("/articles", params={"actor": "NATO"}).json()["data"])


def test_undated_articles_that_match_all_else_are_counted(reading: TestClient) -> None:
    meta = reading.get("/articles", params={"actor": "Ukraine", "date": "2023"}).json()["meta"]
    assert (meta["total"], meta["undated"]) == (2, 1)


def test_speakers_are_found(make_client: Any) -> None:
    said = {"id": "said", "text": "„Wir sind bereit“, sagte Jens Stoltenberg in Brüssel. Russland schwieg dazu lange."}
    named = {"id": "named", "text": "Jens Stoltenberg reiste gestern nach Kiew. Die Reise dauerte zwei Tage."}
    client = make_client((said, named))
    assert found(client, actor="Stoltenberg") == {"said", "named"}
    assert found(client, actor="Stoltenberg", actor__role="speaker") == {"said"}
    assert found(client, actor="Russland", actor__role="speaker") == set()


def test_guessed_dates_are_filtered_by_when_that_is_asked_for(make_client: Any) -> None:
    text = "Am Montag begann der Klimagipfel in Kopenhagen. Die Staaten wollen dort bis Freitag beraten."
    client = make_client(({"id": "a", "text": text},))
    assert client.get("/articles/a").json()["date"]["estimate"]["value"] == "2009-12~"
    assert found(client, date="2009") == set()
    assert found(client, date="2009", date__estimates="true") == {"a"}
    assert found(client, date="2010", date__estimates="true") == set()
    assert found(client, date__undated="only", date__estimates="true") == set()


def test_a_source_is_named_whatever_it_is_called(make_client: Any) -> None:
    sources = ["Reuters, Inc.", "none", "-x", ' "Bote" ', '"', "Bote"]
    client = make_client(
        {"id": f"a{number}", "text": "Es regnet.", "source": each} for number, each in enumerate(sources)
    )
    for number, source in enumerate(sources):
        written = '"' + source.replace('"', '""') + '"'
        body = client.get("/articles", params={"source": f"{written},nobody"}).json()
        assert [article["id"] for article in body["data"]] == [f"a{number}"]
        assert client.get(body["links"]["self"]).json()["data"] == body["data"]
        assert client.post("/articles/search", json={"source": [written]}).json()["data"] == body["data"]
        assert client.get("/articles", params={"source": f"-{written}"}).json()["meta"]["total"] == len(sources) - 1
    assert client.get("/articles", params={"source": "none"}).json()["meta"]["total"] == 0


def test_copies_are_collapsed_before_their_dates_are_asked_for(make_client: Any) -> None:
    text = "Die EU und die Nato wollen enger zusammenarbeiten, sagte ein Sprecher am Abend in Brüssel."
    client = make_client([{"id": "a", "text": text, "date": "2016"}, {"id": "b", "text": text, "date": "2017"}])
    params = {"duplicates": "collapse", "date.within": "2017"}
    assert client.get("/articles", params=params).json()["meta"]["total"] == 0
    assert client.get("/articles", params={**params, "duplicates": "show"}).json()["meta"]["total"] == 1
