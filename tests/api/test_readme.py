"""What the README shows is what the service answers."""

import json
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

ROOT = Path(__file__).parents[2]
EXAMPLES = re.findall(
    r"```sh\ncurl -sG (http://127\.0\.0\.1:8000)(\S+) ([^\n]+)\n```\n```(json|csv)\n(.+?)\n```\n",
    (ROOT / "README.md").read_text("utf-8"),
    flags=re.DOTALL,
)


def test_every_example_of_the_readme_answers_as_shown(demo: TestClient) -> None:
    demo.base_url = "http://127.0.0.1:8000"  # type: ignore[assignment]  # the address that the README names
    assert len(EXAMPLES) == 8
    for _, path, options, kind, shown in EXAMPLES:
        pairs = [tuple(pair.split("=", 1)) for pair in re.findall(r"--data-urlencode '([^']+)'", options)]
        answer = demo.get(path, params=pairs)
        assert alike(read(answer.text, kind), read(shown, kind))


def test_the_readme_counts_the_demo_corpus(demo: TestClient) -> None:
    (shown,) = re.findall(r"The demo corpus is (\d+) articles", (ROOT / "README.md").read_text("utf-8"))
    assert demo.get("/articles", params={"limit": 0}).json()["meta"]["total"] == int(shown)


def alike(answered: Any, shown: Any) -> bool:
    """Whether two values are the same; `…` stands for any string."""
    if isinstance(shown, dict) and isinstance(answered, dict):
        return shown.keys() == answered.keys() and all(alike(answered[name], shown[name]) for name in shown)
    if isinstance(shown, list) and isinstance(answered, list):
        return len(shown) == len(answered) and all(map(alike, answered, shown))
    return bool(shown == answered) or (shown == "…" and isinstance(answered, str))


def read(text: str, kind: str) -> Any:
    return json.loads(text) if kind == "json" else text.replace("\r\n", "\n").strip()
