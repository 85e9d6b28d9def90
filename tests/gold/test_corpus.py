"""Articles of the demo corpus whose gold was written before the extractor first saw them."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.annotate import Annotator
from app.domain.annotations import Annotation
from app.domain.inputs import ArticleInput, parse_input
from app.formats.readers import read
from tests.gold.conftest import ROOT
from tests.gold.scoring import score, total

GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))


def sent(name: str) -> ArticleInput:
    """The article that the file `name` of the demo corpus holds alone."""
    path = ROOT / "seed" / "articles" / name
    with path.open("rb") as file:
        (article,) = read(path.suffix, file, max_bytes=1_000_000)
    return parse_input(article.fields)


@pytest.fixture(scope="module")
def articles(annotator: Annotator) -> list[tuple[dict[str, Any], Annotation]]:
    annotated = []
    for path in GOLD:
        gold = json.loads(path.read_text("utf-8"))
        article = sent(gold["file"])
        annotated.append((gold, annotator.annotate(path.stem, article.composed, article.given)))
    return annotated


def test_the_corpus_has_gold() -> None:
    assert len(GOLD) >= 6


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_offsets_of_the_gold_are_those_of_the_text(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    text = sent(gold["file"]).composed
    for mention in gold["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]


def test_actors_stay_above_the_floor(articles: list[tuple[dict[str, Any], Annotation]]) -> None:
    assert total(score(gold, annotation) for gold, annotation in articles).actors.f1 >= 90


def test_title_language_and_date_are_as_the_reader_says(articles: list[tuple[dict[str, Any], Annotation]]) -> None:
    for gold, annotation in articles:
        assert annotation.title == gold["title"]
        assert annotation.language == gold["language"]
        assert (annotation.date.date.value if annotation.date.date else None) == gold["date"]
        assert annotation.date.source == gold["date_source"]
