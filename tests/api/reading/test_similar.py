"""More like this, over the whole application."""

import pytest
from starlette.testclient import TestClient

from app.api.similar import SimilarList
from tests.api.conftest import MakeClient, create_key
from tests.api.reading.test_lists import assert_told

HERE = "/articles/2015-02-minsk-abkommen/similar"


def test_it_says_why(corpus: TestClient) -> None:
    body = corpus.get(HERE).json()
    assert_told(SimilarList, body)
    scores = [each["score"] for each in body["data"]]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] < 1
    for each in body["data"]:
        reasons = each["reasons"]
        weights = [reason["weight"] for kind in ("actors", "terms") for reason in reasons[kind]]
        assert sum(weights) == pytest.approx(each["score"], abs=1e-4)
        mentioned = {actor["id"] for actor in each["actors"]}
        assert {actor["id"] for actor in reasons["actors"]} <= mentioned
        for reason in reasons["terms"]:
            found = corpus.get("/articles", params={"q": reason["term"], "limit": "200", "fields": "id"}).json()["data"]
            assert {"id": each["id"]} in found
    assert "2015-02-minsk-abkommen" not in [each["id"] for each in body["data"]]
    assert body["data"][0]["id"] == "2014-09-nato-gipfel-wales"  # the first truce in Minsk, Poroshenko, the OSCE


def test_filters_choose_among_which(corpus: TestClient) -> None:
    params = {"actor": "NATO", "date": "2014", "language": "de", "limit": "3"}
    body = corpus.get(HERE, params=params).json()
    found = corpus.get("/articles", params={**params, "limit": "200"}).json()
    assert {each["id"] for each in body["data"]} <= {each["id"] for each in found["data"]}
    assert body["meta"]["articles"] == found["meta"]["total"]
    assert body["meta"]["query"]["actor"]["expr"] == "nato"
    assert body["links"]["self"].endswith("/similar?actor=nato&date=2014&language=de&limit=3")


def test_it_pages(corpus: TestClient) -> None:
    link, walked = f"{HERE}?limit=7", list[str]()
    while link:
        answer = corpus.get(link)
        walked += [each["id"] for each in answer.json()["data"]]
        link = answer.json()["links"]["next"]
    assert len(walked) == len(set(walked)) == answer.json()["meta"]["total"]
    again = corpus.get(HERE, headers={"If-None-Match": corpus.get(HERE).headers["etag"]})
    assert again.status_code == 304


def test_copies_of_the_text_are_left_out(make_client: MakeClient) -> None:
    text = "Die Ukraine verlädt Getreide im Hafen. Die Türkei prüft die Schiffe, sagt der Minister am Dienstag."
    articles = [{"id": name, "text": text, "source": name} for name in ("a", "b")]
    client = make_client([*articles, {"id": "c", "text": "Die Ukraine verkauft Getreide aus dem Hafen von Odessa."}])
    for name in ("a", "b"):
        assert [each["id"] for each in client.get(f"/articles/{name}/similar").json()["data"]] == ["c"]


def test_no_word_is_told_of_a_text_that_may_not_be_read(make_client: MakeClient) -> None:
    texts = {"a": "Die Ukraine verlädt Getreide im Hafen.", "b": "Getreide aus der Ukraine liegt im Hafen."}
    articles = [{"id": name, "text": text} for name, text in texts.items()]
    client = make_client(articles, text="snippet")
    (shown,) = client.get("/articles/a/similar").json()["data"]
    assert shown["reasons"]["terms"] is None
    assert [actor["id"] for actor in shown["reasons"]["actors"]] == ["ukraine"]
    (trusted,) = client.get("/articles/a/similar", headers=create_key(client, "read")).json()["data"]
    assert {reason["term"] for reason in trusted["reasons"]["terms"]} == {"Getreide", "Hafen"}
    assert trusted["score"] == shown["score"]


@pytest.mark.parametrize(("name", "status"), [("nobody", 404), ("gone", 410), ("%00", 404)])
def test_like_what_is_not_there(reading: TestClient, name: str, status: int) -> None:
    assert reading.get(f"/articles/{name}/similar").status_code == status


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("sort=date", "sort"), ("limit=201", "limit"), ("actor=Niemand&strict=true", "actor"), ("ids=a", "ids")],
)
def test_what_is_wrong_is_named(reading: TestClient, query: str, parameter: str) -> None:
    answer = reading.get(f"/articles/pact/similar?{query}")
    assert answer.status_code == 400
    assert {error["parameter"] for error in answer.json()["errors"]} == {parameter}
