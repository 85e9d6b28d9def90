"""What readers without a key get of a text that is not theirs to read: nothing of it, at any address."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key

SECRET = "Quittenmarmelade"
_LEAD = "Die Nato und die EU wollen enger zusammenarbeiten, sagte Jens Stoltenberg in Brüssel. "
_TEXT = f"{_LEAD * 4}Am Abend gab es für die Nato {SECRET} mit Butter.\n\nDie EU schwieg dazu. "
CLOSED = tuple({"id": name, "title": "Bündnis berät", "text": _TEXT, "rights": name} for name in ("snippet", "none"))
FOUND_BY = {"q": "quittenm*", "actor": "nato", "ids": "snippet,none"}
OPEN = {"id": "open", "text": f"Von {SECRET} war die Rede. Die Nato schwieg.", "rights": "full"}


def readings(client: TestClient) -> Iterator[tuple[str, dict[str, str]]]:
    """Every GET that the API describes, for each closed article, with all that can be asked for beside it."""
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        if "get" in operations and "text/event-stream" not in str(operations["get"]["responses"]):
            parameters = _parameters(document, operations["get"])
            for article in CLOSED:
                where = path.replace("{article_id}", str(article["id"])).replace("{entity_id}", "nato")
                yield from ((where, params) for params in _questions(parameters))


def _parameters(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The schemas of the query parameters of an operation by name."""
    references = (each["$ref"].rsplit("/", 1)[1] for each in operation.get("parameters", ()) if "$ref" in each)
    return {each["name"]: each["schema"] for each in map(document["components"]["parameters"].get, references)}


def _questions(parameters: dict[str, dict[str, Any]]) -> Iterator[dict[str, str]]:
    """Nothing; words and actors, marked where that can be; each choice there is; all members of each list at once."""
    yield {}
    marked = {name: "true" for name in ("highlight",) if name in parameters}
    yield from ({name: value, **marked} for name, value in FOUND_BY.items() if name in parameters)
    for name, schema in parameters.items():
        yield from ({name: option} for option in schema.get("enum", ()))
        if members := schema.get("items", {}).get("enum"):
            yield {name: ",".join(members)}


@pytest.mark.parametrize("options", [{}, {"text": "none"}])
def test_no_answer_holds_what_a_reader_without_a_key_may_not_read(make_client: MakeClient, options: Any) -> None:
    client = make_client(CLOSED, **options)
    answers = [client.get(path, params=params) for path, params in readings(client)]
    assert len(answers) > 60
    for answer in answers:
        assert answer.status_code < 500
        assert SECRET not in answer.text, answer.url
    assert {str(answer.url.path) for answer in answers if answer.status_code == 401} == {
        "/articles/snippet/text",
        "/articles/none/text",
    }


def test_words_of_a_closed_text_find_it(make_client: MakeClient) -> None:
    client = make_client((*CLOSED, OPEN))
    found = client.get("/articles", params={"q": SECRET, "include": "text"}).json()["data"]
    texts = {each["id"]: each["text"] for each in found}
    assert texts == {"open": OPEN["text"], "snippet": None, "none": None}


def test_a_snippet_is_the_excerpt_and_none_is_not_even_that(make_client: MakeClient) -> None:
    client = make_client(CLOSED)
    snippet, none = (
        client.get(f"/articles/{name}", params={"include": "zones"}).json() for name in ("snippet", "none")
    )
    assert (snippet["rights"], none["rights"]) == ("snippet", "none")
    assert snippet["excerpt"]["text"].startswith("Die Nato und die EU")
    assert len(snippet["excerpt"]["text"]) <= 240
    assert none["excerpt"] is None
    assert none["title"] == "Bündnis berät"
    assert none["zones"] == snippet["zones"]
    assert {actor["id"] for actor in none["actors"]} >= {"nato", "eu"}


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
def test_any_key_opens_every_text(make_client: MakeClient, scope: Any) -> None:
    client = make_client(CLOSED, text="none")
    key = create_key(client, scope)
    for article in CLOSED:
        whole = f"{article['title']}\n\n{article['text']}"
        path = f"/articles/{article['id']}"
        assert client.get(f"{path}/text", headers=key).text == whole
        one = client.get(path, params={"include": "text,provenance"}, headers=key).json()
        assert (one["rights"], one["text"]) == ("full", whole)
        assert one["provenance"]["sent"]["text"] == article["text"]
        assert one["provenance"]["sent"]["rights"] == article["rights"]


def test_a_text_that_needs_a_key_says_so(make_client: MakeClient) -> None:
    client = make_client(CLOSED)
    answer = client.get("/articles/none/text", headers={"If-None-Match": "*"})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorized")
    assert "needs a key" in answer.json()["detail"]
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "text" not in client.get("/articles/none", params={"include": "provenance"}).json()["provenance"]["sent"]


def test_what_the_article_says_wins_over_the_setting(make_client: MakeClient) -> None:
    client = make_client((OPEN, {"id": "silent", "text": _TEXT}), text="snippet")
    rights = {each["id"]: each["rights"] for each in client.get("/articles").json()["data"]}
    assert rights == {"open": "full", "silent": "snippet"}
    assert client.get("/articles/open/text").text == OPEN["text"]
    assert client.get("/articles/silent/text").status_code == 401


def test_caches_are_told_that_a_key_gets_more(make_client: MakeClient) -> None:
    client = make_client(CLOSED)
    for path in ("/articles", "/articles.csv", "/articles/none", "/articles/none/text"):
        assert "authorization" in client.get(path).headers["vary"].lower()


def test_rights_that_are_not_known_are_refused(make_client: MakeClient) -> None:
    client = make_client()
    answer = client.post("/articles", json={"text": "EU", "rights": "some"}, headers=create_key(client, "write"))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/rights")


def test_new_rights_are_a_new_revision_and_none_are_none(make_client: MakeClient) -> None:
    client = make_client()
    key, sent = create_key(client, "write"), {"id": "a", "text": "Die Nato."}
    said = [sent, {**sent, "rights": None}, {**sent, "rights": "none"}, {**sent, "rights": "none"}]
    statuses = [client.post("/articles", json=each, headers=key).json()["status"] for each in said]
    assert statuses == ["created", "unchanged", "updated", "unchanged"]
