import json
import shutil
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key, index_all, services_of

ARTICLE = {"id": "a-1", "title": "Gipfel in Brüssel", "text": "Die Nato berät mit der EU.", "date": "2016-12-06"}


@pytest.fixture
def key(client: TestClient) -> dict[str, str]:
    return create_key(client, "write")


def test_an_article_is_created_then_unchanged_then_updated(client: TestClient, key: dict[str, str]) -> None:
    first = client.post("/articles", json=ARTICLE, headers=key)
    assert first.status_code == 201
    assert first.headers["location"] == "http://attache.test/articles/a-1"
    assert (first.json()["id"], first.json()["status"], first.json()["revision"]) == ("a-1", "created", 1)
    again = client.post("/articles", json=ARTICLE, headers=key)
    assert (again.status_code, again.json()["status"]) == (200, "unchanged")
    assert again.json()["seq"] == first.json()["seq"]
    changed = client.post("/articles", json={**ARTICLE, "source": "dpa"}, headers=key)
    assert (changed.status_code, changed.json()["status"], changed.json()["revision"]) == (200, "updated", 2)
    assert changed.json()["seq"] > first.json()["seq"]
    assert client.get("/articles/a-1").json()["source"] == "dpa"


def test_what_was_posted_is_found(client: TestClient, key: dict[str, str]) -> None:
    posted = client.post("/articles", json=ARTICLE, headers=key).json()
    index_all(client)
    found = client.get("/articles", params={"actor": "EU,NATO"}).json()["data"]
    assert [each["id"] for each in found] == ["a-1"]
    assert found[0].items() <= posted.items()


def test_an_article_without_an_id_gets_one_made_of_its_text(client: TestClient, key: dict[str, str]) -> None:
    made = client.post("/articles", json={"text": "Ein Text."}, headers=key).json()["id"]
    assert made.startswith("a-")
    assert client.post("/articles", json={"text": "Ein Text."}, headers=key).json()["status"] == "unchanged"


def test_put_takes_the_id_of_the_path(client: TestClient, key: dict[str, str]) -> None:
    assert client.put("/articles/b.2", json={"text": "Ein Text."}, headers=key).status_code == 201
    assert client.put("/articles/b.2", json={"text": "Ein Text.", "id": "b.2"}, headers=key).status_code == 200
    other = client.put("/articles/b.2", json={"text": "Ein Text.", "id": "b.3"}, headers=key)
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/id")


@pytest.mark.parametrize("name", ["b.csv", "search", ".b", "%00", "%ff", "x" * 129, "a%20b", "ä"])
def test_put_refuses_what_cannot_be_an_id(client: TestClient, key: dict[str, str], name: str) -> None:
    answer = client.put(f"/articles/{name}", json={"text": "Ein Text."}, headers=key)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "article_id"


def test_a_deleted_article_is_gone_until_it_is_sent_again(client: TestClient, key: dict[str, str]) -> None:
    seq = client.post("/articles", json=ARTICLE, headers=key).json()["seq"]
    deleted = client.delete("/articles/a-1", headers=key)
    assert (deleted.status_code, deleted.json()["id"]) == (200, "a-1")
    assert deleted.json()["seq"] > seq
    assert client.get("/articles/a-1").status_code == 410
    assert client.delete("/articles/a-1", headers=key).status_code == 410
    back = client.post("/articles", json=ARTICLE, headers=key)
    assert (back.status_code, back.json()["status"]) == (201, "created")
    assert back.json()["revision"] > 1


def test_deleting_what_never_was(client: TestClient, key: dict[str, str]) -> None:
    assert client.delete("/articles/nobody", headers=key).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("POST", "/articles"), ("PUT", "/articles/a"), ("DELETE", "/articles/a")])
def test_writing_needs_a_key_that_may_write(client: TestClient, method: str, path: str) -> None:
    body = None if method == "DELETE" else json.dumps({"text": "Ein Text."})
    content = {"content": body, "headers": {"Content-Type": "application/json"}}

    def ask(authorization: str | None) -> Any:
        extra = {} if authorization is None else {"Authorization": authorization}
        return client.request(method, path, **{**content, "headers": {**content["headers"], **extra}})

    for wrong in (None, "Bearer nonsense", "Bearer", "Basic YTpi"):
        answer = ask(wrong)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorized")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    forbidden = ask(create_key(client, "read")["Authorization"])
    assert (forbidden.status_code, forbidden.json()["type"]) == (403, "/problems/forbidden")
    assert client.get("/articles").json()["meta"]["total"] == 0
    assert ask(create_key(client, "admin")["Authorization"]).status_code in (201, 404)


@pytest.mark.parametrize(
    "kind", ["text/csv", "application/x-ndjson", "application/json; charset=latin1", "text/plain; charset=koi8-r", ""]
)
def test_nothing_else_is_taken(client: TestClient, key: dict[str, str], kind: str) -> None:
    answer = client.post("/articles", content=b'{"text": "x"}', headers={**key, "Content-Type": kind})
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"", ""),
        (b"{", ""),
        (b"[]", ""),
        (b"null", ""),
        (b"\xff", ""),
        (b'{"text": NaN}', ""),
        (b'{"text": "a", "metadata": {"x": Infinity}}', ""),
        (b'{"text": "a", "text": "b"}', ""),
        (b"[" * 100_000, ""),
        (b'{"text": "\\ud800"}', "/text"),
        (b'{"text": "a\\u0000"}', "/text"),
        (b'{"text": " "}', "/text"),
        (b'{"title": "no text"}', "/text"),
        (b'{"text": "a", "titel": "b"}', "/titel"),
        (b'{"text": "a", "date": "2016-13"}', "/date"),
        (b'{"text": "a", "id": "a/b"}', "/id"),
        (b'{"text": "a", "metadata": {"n": 18446744073709551616}}', "/metadata"),
        (b'{"text": "a", "metadata": {"a": ' + b"[" * 300 + b"]" * 300 + b"}}", "/metadata"),
        (b'{"text": "a", "metadata": {"\\ud800": 1}}', ""),
    ],
)
def test_a_bad_body_is_named_by_its_place(client: TestClient, key: dict[str, str], body: bytes, pointer: str) -> None:
    answer = client.post("/articles", content=body, headers={**key, "Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-body")
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert services_of(client).store.count() == 0


def test_a_fault_of_syntax_says_where(client: TestClient, key: dict[str, str]) -> None:
    answer = client.post("/articles", content=b'{"text": "a",}', headers={**key, "Content-Type": "application/json"})
    assert answer.json()["errors"][0]["position"] == 13


def test_unknown_parameters_are_refused_in_writing_too(client: TestClient, key: dict[str, str]) -> None:
    answer = client.post("/articles?dry_run=1", json=ARTICLE, headers=key)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "dry_run")


def test_a_body_over_the_limit_is_refused_and_the_connection_goes_on(make_client: MakeClient) -> None:
    client = make_client(max_body=2_000)
    key = create_key(client, "write")
    big = client.post("/articles", json={"text": "x" * 2_000}, headers=key)
    assert (big.status_code, big.json()["maximum"]) == (413, 2_000)
    assert client.post("/articles", json={"text": "x" * 1_000}, headers=key).status_code == 201


def test_a_full_disk_is_told_and_reading_goes_on(
    client: TestClient, key: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(".")._replace(free=1_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    answer = client.post("/articles", json=ARTICLE, headers=key)
    assert (answer.status_code, answer.json()["type"]) == (507, "/problems/storage-full")
    assert client.get("/articles").status_code == 200
