"""Articles of the demo corpus whose gold was written before the extractor first saw them."""

import json
from typing import Any

import pytest

from app.annotate import Annotator
from app.domain.annotations import Annotation
from app.domain.inputs import parse_input
from tests.gold.conftest import ROOT
from tests.gold.scoring import score, total

GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))


@pytest.fixture(scope="module")
def articles(annotator: Annotator) -> list[tuple[dict[str, Any], Annotation]]:
    read = []
    for path in GOLD:
        gold = json.loads(path.read_text("utf-8"))
        sent = parse_input(json.loads((ROOT / "seed" / "articles" / gold["file"]).read_text("utf-8")))
        read.append((gold, annotator.annotate(path.stem, sent.composed, sent.given)))
    return read


def test_the_corpus_has_gold() -> None:
    assert len(GOLD) >= 6


def test_actors_stay_above_the_floor(articles: list[tuple[dict[str, Any], Annotation]]) -> None:
    assert total(score(gold, annotation) for gold, annotation in articles).actors.f1 >= 90


def test_title_language_and_date_are_as_the_reader_says(articles: list[tuple[dict[str, Any], Annotation]]) -> None:
    for gold, annotation in articles:
        assert annotation.title == gold["title"]
        assert annotation.language == gold["language"]
        assert (annotation.date.date.value if annotation.date.date else None) == gold["date"]
        assert annotation.date.source == gold["date_source"]
