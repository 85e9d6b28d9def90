import re

import pytest
from starlette.testclient import TestClient

from app.api.problem_pages import problem_texts
from app.api.transport.problems import PROBLEMS

HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}


def test_every_type_of_problem_is_explained_and_nothing_else_is() -> None:
    assert problem_texts().keys() == PROBLEMS.keys()
    for text in problem_texts().values():
        assert text.keys() == {"meaning", "remedy", "example"}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_type_leads_to_its_page(client: TestClient, name: str) -> None:
    answer = client.get(f"/problems/{name}", headers=JSON)
    explained = answer.json()
    status, title = PROBLEMS[name]
    assert (explained["type"], explained["status"], explained["title"]) == (f"/problems/{name}", status, title)
    assert explained["example"]["type"] == explained["type"]
    assert explained["example"]["detail"]
    page = client.get(f"/problems/{name}", headers=HTML)
    assert page.headers["content-type"].startswith("text/html")
    assert f"<h1>{title}</h1>" in page.text
    assert re.search(r"<title>[^<]+</title>", page.text)


def test_the_list_leads_to_every_page(client: TestClient) -> None:
    listed = client.get("/problems", headers=JSON).json()
    assert [each["type"] for each in listed["data"]] == [f"/problems/{name}" for name in PROBLEMS]
    assert listed["meta"]["total"] == len(PROBLEMS)
    page = client.get("/problems", headers=HTML).text
    for name in PROBLEMS:
        assert client.get(f"/{name}", headers=HTML).status_code == 404
        assert f'href="problems/{name}"' in page
        assert client.get(f"/problems/{name}").status_code == 200


def test_a_problem_that_there_is_not(client: TestClient) -> None:
    for path in ("/problems/nonsense", "/problems/%3Cb%3E", "/problems/"):
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize("path", ["/problems", "/problems/gone"])
def test_the_pages_load_from_here_and_have_a_place_to_skip_to(client: TestClient, path: str) -> None:
    page = client.get(path, headers=HTML)
    assert '<html lang="en">' in page.text
    assert '<a class="skip" href="#main">' in page.text
    assert len(re.findall("<h1>", page.text)) == len(re.findall(r"<main\b", page.text)) == 1
    links = re.findall(r'href="([^"#]+)"', page.text)
    assert links
    for each in links:
        assert client.get(str(page.url.join(each)), headers=HTML).status_code == 200, each
