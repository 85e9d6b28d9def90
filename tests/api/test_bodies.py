"""Articles sent as plain text and as pages."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import create_key
from tests.unit.formats.readers.articles import BODY, HTML, TEXT, TITLE


@pytest.fixture
def key(client: TestClient) -> dict[str, str]:
    return create_key(client, "write")


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/plain", TEXT.encode()),
        ("text/plain; charset=UTF-8", TEXT.encode("utf-8-sig")),
        ("text/plain; charset=windows-1252", TEXT.encode("cp1252")),
        ('text/plain; charset="iso-8859-1"', TEXT.encode("cp1252")),
        ("text/plain; charset=utf-16", TEXT.encode("utf-16")),
        ("text/html", HTML.encode()),
        ("text/html; charset=windows-1252", HTML.encode("cp1252")),
        ("text/html", HTML.replace("utf-8", "windows-1252").encode("cp1252")),
    ],
)
def test_a_text_and_a_page_are_taken(
    client: TestClient, key: dict[str, str], method: str, kind: str, content: bytes
) -> None:
    path = "/articles/a-1" if method == "PUT" else "/articles"
    made = client.request(method, path, content=content, headers={**key, "Content-Type": kind})
    assert (made.status_code, made.json()["title"]) == (201, TITLE)
    again = client.request(method, path, content=content, headers={**key, "Content-Type": kind})
    assert again.json()["status"] == "unchanged"
    name = made.json()["id"]
    assert (name == "a-1") == (method == "PUT")
    assert client.get(f"/articles/{name}/text").text.strip() == f"{TITLE}\n\n{BODY}"
    if "html" in kind:
        dated = {"value": "2016-12-06", "source": "metadata"}
        assert dated.items() <= made.json()["date"].items()
        assert (made.json()["source"], made.json()["author"]) == ("Beispiel Zeitung", "Max Muster")


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("text/plain", b"", "is empty"),
        ("text/plain", b"f\xfcr", "Byte 1 is not UTF-8."),
        ("text/plain", b"a\0b", "It is binary, no text"),
        ("text/html", b"<html><body></body></html>", "No article is found"),
    ],
)
def test_what_holds_no_text_is_refused(
    client: TestClient, key: dict[str, str], kind: str, content: bytes, told: str
) -> None:
    answer = client.post("/articles", content=content, headers={**key, "Content-Type": kind})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-body")
    assert told in answer.json()["detail"]
