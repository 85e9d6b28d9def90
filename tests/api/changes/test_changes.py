"""`/changes`: what a filter is told, how it is paged, waited for, refused."""

import threading
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.domain.inputs import parse_input
from app.services.ingest import delete_article, put_article
from tests.api.conftest import MakeClient, create_key, services_of

PACT = {"id": "pact", "date": "2016-12", "source": "Abendblatt", "text": "Die EU und die Nato rücken zusammen."}
GRAIN = {"id": "grain", "text": "Die Ukraine und Polen beraten über die Ausfuhr von Getreide.", "language": "de"}


@pytest.fixture
def filled(make_client: MakeClient) -> TestClient:
    return make_client([PACT, GRAIN])


def put(client: TestClient, **article: Any) -> None:
    put_article(services_of(client), parse_input(article))


def changes(client: TestClient, **asked: object) -> Any:
    answer = client.get("/changes", params={name.replace("__", "."): str(value) for name, value in asked.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()


def ops(body: Any) -> list[tuple[str, str]]:
    return [(each["id"], each["op"]) for each in body["data"]]


def test_everything_is_told_from_the_beginning(filled: TestClient) -> None:
    body = changes(filled, since=0)
    assert ops(body) == [("pact", "upsert"), ("grain", "upsert")]
    told = body["data"][0]
    assert told.keys() == {"seq", "op", "type", "id", "at", "revision", "changed"}
    assert (told["seq"], told["type"], told["revision"], told["changed"]) == (1, "article", 1, None)
    assert told["at"].endswith("Z")
    assert (body["meta"]["next_since"], body["meta"]["at_end"], body["links"]["next"]) == (2, True, None)


def test_pages_follow_each_other(filled: TestClient) -> None:
    first = filled.get("/changes?limit=1&actor=Nato&actor=EU&since=0")
    link = first.json()["links"]["next"] or first.json()["links"]["self"]
    assert link.startswith("http://attache.test/changes?since=")
    body = changes(filled, since=0, limit=1)
    assert ops(body) == [("pact", "upsert")]
    assert body["meta"]["at_end"] is False
    answer = filled.get(body["links"]["next"])
    assert ops(answer.json()) == [("grain", "upsert")]
    assert filled.get("/changes?since=0&limit=1").headers["link"] == f'<{body["links"]["next"]}>; rel="next"'


def test_a_filter_is_told_of_edits_deletions_and_what_leaves(filled: TestClient) -> None:
    assert changes(filled, since="now")["data"] == []
    head = changes(filled, since="now")["meta"]["next_since"]
    put(filled, **{**PACT, "text": "Die EU rückt zusammen."})
    assert ops(changes(filled, since=head, actor="EU")) == [("pact", "upsert")]
    assert ops(changes(filled, since=head, actor="Nato")) == [("pact", "leave")]
    assert ops(changes(filled, since=head, actor="Ukraine")) == []
    assert changes(filled, since=head)["data"][0]["changed"] == ["content", "mentions"]
    delete_article(services_of(filled), "pact")
    assert ops(changes(filled, since=head, date="2016", source="Abendblatt")) == [("pact", "delete")]
    assert ops(changes(filled, since=0)) == [("grain", "upsert")]


def test_the_article_comes_as_it_is_now(filled: TestClient) -> None:
    put(filled, **{**PACT, "title": "Neu"})
    told = changes(filled, since=0, include="doc,mentions,text", offset_unit="utf16")["data"]
    shown = filled.get("/articles/pact?include=mentions,text&offset_unit=utf16").json()
    assert [each["id"] for each in told] == ["grain", "pact"]
    assert told[1]["doc"] == shown
    assert "text" not in changes(filled, since=0, include="doc")["data"][1]["doc"]
    assert changes(filled, include="text")["data"][1]["doc"]["text"] == shown["text"]


def test_an_article_that_has_gone_meanwhile_is_deleted(filled: TestClient) -> None:
    delete_article(services_of(filled), "pact")
    put(filled, id="news", text="Die Nato berät.")
    assert ops(changes(filled, since=0, limit=1, include="doc")) == [("pact", "delete")]
    assert ops(changes(filled, since=0, limit=1)) == [("pact", "upsert")]


def test_a_text_that_needs_a_key_stays_hidden(make_client: MakeClient) -> None:
    client = make_client([{**PACT, "rights": "none"}])
    doc = changes(client, include="doc,text,mentions")["data"][0]["doc"]
    assert (doc["rights"], doc["excerpt"], doc.get("text")) == ("none", None, None)
    shown = client.get("/changes?include=text", headers=create_key(client, "read")).json()["data"][0]["doc"]
    assert shown["text"] == PACT["text"]


def test_who_waits_is_told_at_once(filled: TestClient) -> None:
    def write() -> None:
        time.sleep(0.5)
        put(filled, **{**GRAIN, "title": "Ausfuhr"})
        put(filled, **{**PACT, "title": "Nato"})

    head = changes(filled, since="now")["meta"]["next_since"]
    writer = threading.Thread(target=write)
    writer.start()
    body = changes(filled, since=head, actor="Nato", wait=50)
    writer.join()
    assert ops(body) == [("pact", "upsert")]
    assert changes(filled, since="now", wait=1)["data"] == []


@pytest.mark.parametrize(
    ("query", "parameter", "reason"),
    [
        ("q=EU", "q", "undecided"),
        ("zone=all", "zone", "undecided"),
        ("date=last:30d", "date", "undecided"),
        ("updated=last:1d", "updated", "undecided"),
        ("date.undated=only&date.estimates=true", "date.estimates", "undecided"),
        ("duplicates=collapse", "duplicates", "undecided"),
        ("sort=date", "sort", "undecided"),
        ("types=entity", "types", "invalid"),
        ("since=-1", "since", "range"),
        ("since=then", "since", "invalid"),
        ("limit=1001", "limit", "range"),
        ("limit=0", "limit", "range"),
        ("wait=61", "wait", "range"),
        ("cursor=x", "cursor", "unknown"),
        ("actor=Nobody&strict=true", "actor", "unknown-actor"),
    ],
)
def test_what_cannot_be_followed_is_refused(filled: TestClient, query: str, parameter: str, reason: str) -> None:
    answer = filled.get(f"/changes?{query}")
    assert answer.status_code == 400
    assert [(flaw["parameter"], flaw["reason"]) for flaw in answer.json()["errors"]] == [(parameter, reason)]


def test_defaults_are_taken(filled: TestClient) -> None:
    asked = "q=&zone=title,lead,body&sort=-date&duplicates=show&date.estimates=false&types=article&wait=0&strict=false"
    assert len(filled.get(f"/changes?{asked}").json()["data"]) == 2


def test_an_actor_that_nobody_is_gets_a_warning(filled: TestClient) -> None:
    meta = changes(filled, actor="Nobody")["meta"]
    assert [notice["code"] for notice in meta["warnings"]] == ["unknown-actor"]
    assert changes(filled, actor="Europäische Union")["meta"]["query"]["actor"]["expr"] == "eu"
    assert "actor=eu" in changes(filled, actor="Europäische Union")["links"]["self"]


def test_a_place_that_is_not_there_has_a_way_back(filled: TestClient) -> None:
    answer = filled.get("/changes?since=3")
    assert answer.status_code == 410
    problem = answer.json()
    assert problem["type"] == "/problems/changes-expired"
    assert problem["links"]["snapshot"] == "http://attache.test/exports/latest"


def test_the_same_answer_is_not_sent_twice(filled: TestClient) -> None:
    tag = filled.get("/changes?since=0").headers["etag"]
    assert filled.get("/changes?since=0", headers={"If-None-Match": tag}).status_code == 304
    put(filled, **{**GRAIN, "title": "Ausfuhr"})
    assert filled.get("/changes?since=0", headers={"If-None-Match": tag}).status_code == 200
