from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.suggest import SuggestionList
from tests.api.reading.test_lists import assert_told


def suggested(client: TestClient, q: str, **params: str) -> list[Any]:
    answer = client.get("/suggest", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    assert_told(SuggestionList, answer.json())
    data: list[Any] = answer.json()["data"]
    return data


def test_an_entity_is_suggested_with_what_asks_for_it(reading: TestClient) -> None:
    assert suggested(reading, "europäische u")[0] == {
        "kind": "entity",
        "id": "eu",
        "label": "European Union",
        "type": "organization",
        "hint": "Europäische Union",
        "articles": 2,
        "params": {"actor": "eu"},
    }
    assert suggested(reading, "European Union")[0]["hint"] is None
    assert suggested(reading, "Stoltenb")[0]["hint"] == "Stoltenberg"


def test_words_are_suggested_last(reading: TestClient) -> None:
    assert suggested(reading, "Gesch") == []
    minister = next(each for each in suggested(reading, "ministe") if each["kind"] == "word")
    assert minister == {
        "kind": "word",
        "id": "ministers",
        "label": "ministers",
        "type": None,
        "hint": None,
        "articles": 2,
        "params": {"q": "ministers"},
    }
    kinds = [each["kind"] for each in suggested(reading, "minist", limit="20")]
    assert kinds == sorted(kinds, key=lambda kind: kind == "word")
    assert [each for each in suggested(reading, "ru") if each["kind"] == "word"] == []


def test_a_source_is_suggested_too(reading: TestClient) -> None:
    assert suggested(reading, "abendbl") == [
        {
            "kind": "source",
            "id": "Abendblatt",
            "label": "Abendblatt",
            "type": None,
            "hint": None,
            "articles": 2,
            "params": {"source": "Abendblatt"},
        }
    ]


@pytest.mark.parametrize("q", ["EUROP", "europaische", "Europaeische", "  europäische   union "])
def test_case_accents_umlauts_and_spaces_do_not_count(reading: TestClient, q: str) -> None:
    assert "eu" in [each["id"] for each in suggested(reading, q)]


def test_the_exact_name_goes_first_then_the_most_mentioned(reading: TestClient) -> None:
    assert suggested(reading, "EU")[0]["id"] == "eu"
    counts = [each["articles"] for each in suggested(reading, "n", limit="20")]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 4


@pytest.mark.parametrize("q", ["br", "eu", "n", "abendblatt", "the post", "donbas", "ru"])
def test_every_suggestion_finds_as_many_articles_as_it_says(reading: TestClient, q: str) -> None:
    for each in suggested(reading, q, limit="20", unverified="true"):
        meta = reading.get("/articles", params=each["params"]).json()["meta"]
        assert (meta["total"], meta["warnings"]) == (each["articles"], [])


def test_who_is_in_no_authority_file_is_suggested_on_request(make_client: Any) -> None:
    client = make_client(({"id": "a", "text": "Der Minister sprach mit Erna Mustermann. Die EU tagt in Brüssel."},))
    assert suggested(client, "Erna Mus") == []
    (unknown,) = suggested(client, "Erna Mus", unverified="true")
    assert unknown["params"] == {"actor": unknown["id"]}
    assert (unknown["label"], unknown["articles"]) == ("Erna Mustermann", 1)


@pytest.mark.parametrize("source", ["A, B", "-A", "none", "A", "Ä&B=c+d%"])
def test_a_source_is_left_out_that_no_parameter_can_hold(make_client: Any, source: str) -> None:
    client = make_client(({"id": "a", "text": "Die EU tagt.", "source": source}, {"id": "b", "text": "Die Nato tagt."}))
    found = [each["params"] for each in suggested(client, source[:2], limit="20") if each["kind"] == "source"]
    if source in {"A", "Ä&B=c+d%"}:
        assert found == [{"source": source}]
        assert client.get("/articles", params=found[0]).json()["meta"]["total"] == 1
    else:
        assert found == []


def test_nothing_begins_with_nothing(reading: TestClient) -> None:
    for q in ("", "  ", "\u0301", "zzzz"):
        assert suggested(reading, q) == []
    answer = reading.get("/suggest")
    assert (answer.status_code, answer.json()["data"]) == (200, [])


def test_the_best_are_cut_at_the_limit(reading: TestClient) -> None:
    body = reading.get("/suggest", params={"q": "s", "limit": "2"}).json()
    assert len(body["data"]) == 2
    assert body["meta"]["total"] > 2
    assert body["links"]["self"] == "http://attache.test/suggest?q=s&limit=2"
    assert len(suggested(reading, "s")) == 10
    assert body["data"] == suggested(reading, "s")[:2]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("q=a&limit=0", "limit"),
        ("limit=21", "limit"),
        ("prefix=a", "prefix"),
        ("unverified=yes", "unverified"),
        ("q=" + "a" * 201, "q"),
        ("q=%00", "q"),
    ],
)
def test_what_is_wrong_is_named(reading: TestClient, query: str, parameter: str) -> None:
    answer = reading.get(f"/suggest?{query}")
    assert answer.status_code == 400
    assert {error["parameter"] for error in answer.json()["errors"]} == {parameter}
