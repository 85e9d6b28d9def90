import pytest

from tests.api.conftest import MakeClient


@pytest.mark.parametrize(
    ("robots", "rule", "tag"), [("refuse", "Disallow", "noindex, nofollow"), ("allow", "Allow", None)]
)
def test_crawlers_are_refused_unless_they_are_let_in(make_client: MakeClient, robots: str, rule: str, tag: str) -> None:
    client = make_client(robots=robots)
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == f"User-agent: *\n{rule}: /\n"
    for path in ("/", "/articles", "/articles.csv", "/articles/none", "/robots.txt"):
        assert client.get(path).headers.get("x-robots-tag") == tag
