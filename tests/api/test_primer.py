"""What assistants are told is so."""

import re

from starlette.testclient import TestClient


def test_every_link_answers_and_every_example_finds_something(demo: TestClient) -> None:
    answer = demo.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith("# Attaché\n\n> ")
    _, examples = answer.text.split("## Examples")
    links = re.findall(r"\]\((http://attache\.test/[^)]*)\)", answer.text)
    assert len(links) >= 15
    for each in links:
        assert demo.get(each).status_code == 200, each
    for each in re.findall(r"\]\((\S+(?:articles|entities)\S*)\)", examples):
        found = demo.get(each)
        if "json" not in found.headers["content-type"]:
            assert found.text.count("\n") > 1, each
        else:
            assert found.json()["meta"]["total"] > 0, each
            assert not found.json()["meta"].get("warnings"), each


def test_it_names_every_public_path(demo: TestClient) -> None:
    text = demo.get("/llms.txt").text
    for path in demo.get("/openapi.json").json()["paths"]:
        if path not in ("/healthz", "/readyz"):
            assert path.replace("article_id", "id").replace("entity_id", "id") in text, path
