"""Articles taken out over HTTP: deleted, and erased for good."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import create_key, index_all

ARTICLE = {"id": "a", "title": "Quittenmus", "text": "Erna Quendel aus Bonn kocht Mispeln für die Nato ein."}


def store(client: TestClient, *names: str) -> dict[str, str]:
    """Puts the article under these ids; gives the headers of a key that may do all."""
    key = create_key(client, "admin")
    for name in names:
        assert client.put(f"/articles/{name}", json={**ARTICLE, "id": name}, headers=key).status_code == 201
    return key


@pytest.mark.parametrize("deleted_before", [False, True])
def test_a_purged_article_is_gone_and_found_by_nothing(client: TestClient, deleted_before: bool) -> None:
    key = store(client, "a")
    index_all(client)
    if deleted_before:
        client.delete("/articles/a", headers=key)
    answer = client.delete("/articles/a", params={"purge": "true"}, headers=key)
    assert (answer.status_code, answer.json()["id"], answer.json()["copies"]) == (200, "a", [])
    index_all(client)
    assert client.get("/articles/a").status_code == 410
    assert client.get("/articles", params={"q": "Mispeln"}).json()["meta"]["total"] == 0
    assert client.get("/entities", params={"q": "Erna"}).json()["data"] == []
    again = client.delete("/articles/a", params={"purge": "true"}, headers=key)
    assert (again.status_code, again.json()["seq"]) == (200, answer.json()["seq"])


def test_an_article_may_be_sent_again_after_a_purge(client: TestClient) -> None:
    key = store(client, "a")
    client.delete("/articles/a", params={"purge": "true"}, headers=key)
    back = client.put("/articles/a", json=ARTICLE, headers=key)
    assert (back.status_code, back.json()["revision"]) == (201, 3)
    index_all(client)
    assert client.get("/articles", params={"q": "Mispeln"}).json()["meta"]["total"] == 1
    shown = client.get("/articles/a", params={"include": "revisions"}).json()["revisions"]
    assert [each["cause"] for each in shown] == ["ingest", "purge", "ingest"]


def test_copies_are_named(client: TestClient) -> None:
    key = store(client, "a", "b", "c")
    assert client.delete("/articles/a", params={"purge": "true"}, headers=key).json()["copies"] == ["b", "c"]
    assert client.get("/articles/c").json()["duplicate_of"] == "b"


def test_a_purge_needs_an_admin_and_a_deletion_does_not(client: TestClient) -> None:
    store(client, "a")
    writer = create_key(client, "write")
    assert client.delete("/articles/a", params={"purge": "true"}).status_code == 401
    refused = client.delete("/articles/a", params={"purge": "true"}, headers=writer)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert client.get("/articles/a").status_code == 200
    deleted = client.delete("/articles/a", params={"purge": "false"}, headers=writer)
    assert (deleted.status_code, set(deleted.json())) == (200, {"id", "seq"})


def test_what_was_never_there_cannot_be_purged(client: TestClient) -> None:
    admin = create_key(client, "admin")
    assert client.delete("/articles/nobody", params={"purge": "true"}, headers=admin).status_code == 404
    wrong = client.delete("/articles/nobody", params={"purge": "yes"}, headers=admin)
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (400, "purge")
