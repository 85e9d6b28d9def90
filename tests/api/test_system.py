import re
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import MakeClient, create_key, index_all

ARTICLES = [
    {"id": "a-1", "text": "Die Nato berät mit der EU über Russland.", "date": "2016-12-06"},
    {"id": "a-2", "text": "The European Union met in Brussels, and NATO did not.", "date": "2017"},
]


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_status_counts_what_is_there(make_client: MakeClient) -> None:
    status = make_client(ARTICLES).get("/status").json()
    assert (status["articles"], status["indexed"], status["lag"]) == (2, 2, 0)
    assert status["seq"] == status["applied"] > 0
    assert status["entities"] > 0
    assert status["versions"].keys() == {"api", "attache", "authority", "extractor"}


def test_ready_once_the_index_holds_what_was_logged_before_the_start(make_client: MakeClient) -> None:
    first = make_client()
    assert first.get("/readyz").status_code == 200
    seq = first.post("/articles", json=ARTICLES[0], headers=create_key(first, "write")).json()["seq"]
    assert first.get("/readyz").status_code == 200
    status = first.get("/status").json()
    assert (status["lag"], status["articles"], status["indexed"]) == (seq - status["applied"], 1, 0)


def test_not_ready_while_the_index_is_behind(make_client: MakeClient) -> None:
    client = make_client(ARTICLES, indexed=False)
    behind = client.get("/readyz")
    assert (behind.status_code, behind.json()["type"]) == (503, "/problems/index-unavailable")
    assert behind.headers["retry-after"]
    index_all(client)
    assert client.get("/readyz").json()["status"] == "ready"


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/status", "/openapi.json", "/docs", "/", "/static/attache.css"]
)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("path", ["/healthz", "/status", "/", "/docs", "/openapi.json"])
def test_parameters_are_refused_where_there_are_none(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"verbose": "1"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "verbose")


@pytest.mark.parametrize("path", ["/healthz/", "/articles/", "/docs/", "/Articles"])
def test_only_the_exact_path_is_there(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_start_page_has_counts_and_five_examples_that_answer(make_client: MakeClient) -> None:
    client = make_client(ARTICLES)
    page = client.get("/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert re.search(r"<dt>Articles</dt><dd>2</dd>", page.text)
    section = page.text[page.text.index('id="examples"') :]
    links = [
        urljoin("http://attache.test/", href.replace("&amp;", "&")) for href in re.findall(r'href="([^"]+)"', section)
    ]
    assert len(links) == 5
    for each in links:
        assert client.get(each).status_code == 200, each


def test_every_example_finds_something_in_the_demo_corpus(demo: TestClient) -> None:
    for each in demo.get("/", headers={"Accept": "application/json"}).json()["examples"]:
        found = demo.get(each["url"], headers={"Accept": "*/*"})
        rows = found.json()["data"] if "json" in found.headers["content-type"] else found.text.splitlines()[1:]
        assert rows, each


def test_the_start_page_of_an_empty_store_says_how_to_ingest(client: TestClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    assert "attache ingest" in page
    assert "attache seed" in page
    assert "none yet" in page
    assert page.count("<li>") == 3 + 5


def test_the_start_page_as_json(make_client: MakeClient) -> None:
    client = make_client(ARTICLES)
    for accept in ("application/json", "application/json, text/html;q=0.5"):
        facts = client.get("/", headers={"Accept": accept}).json()
        assert (facts["articles"], len(facts["examples"])) == (2, 5)
        assert facts["links"]["docs"] == "http://attache.test/docs"
    assert client.get("/", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(make_client: MakeClient, path: str) -> None:
    client = make_client(ARTICLES)
    page = client.get(path, headers={"Accept": "text/html"})
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//(?!attache\.test/)""", page.text)
    assert "default-src 'self'" in page.headers["content-security-policy"]
    loaded = re.findall(r'(?:src|href)="(static/[^"]+)"', page.text)
    assert loaded
    for each in loaded:
        assert client.get(f"/{each}").status_code == 200, each


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_have_a_language_a_title_and_a_main_landmark(client: TestClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert '<html lang="en">' in page
    assert len(re.findall(r"<main\b", page)) == 1
    assert re.search(r"<title>[^<]+</title>", page)


def test_links_start_with_the_public_url_when_there_is_one(make_client: MakeClient) -> None:
    client = make_client(public_url="https://news.example/api/")
    assert (
        client.get("/", headers={"Accept": "application/json"}).json()["links"]["docs"]
        == "https://news.example/api/docs"
    )


def test_a_host_that_is_none_does_not_get_into_links(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept": "application/json", "Host": 'evil"><script>'})
    assert "script" not in answer.text


def test_a_method_that_assets_do_not_know_names_those_they_do(client: TestClient) -> None:
    for path in ("/static/icon.svg", "/static/swagger/swagger-ui.css"):
        answer = client.post(path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
