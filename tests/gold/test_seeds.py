"""Five real articles that are not part of the repository: the floor below which the extractor must not fall."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.annotate import Annotator
from app.domain.annotations import ARTICLE_ZONES, Annotation
from app.formats.gold import read_gold
from app.services.evaluation import evaluate, tables

SHARED = Path(os.environ.get("SHARED", Path(__file__).parents[2] / ".." / "shared"))
GOLD = SHARED / "gold" / "seeds.json"

pytestmark = pytest.mark.skipif(
    not GOLD.is_file(),
    reason="the seed articles and their gold are not shipped: set SHARED to the folder that has them",
)


@pytest.fixture(scope="module")
def articles(annotator: Annotator) -> list[tuple[dict[str, Any], str, Annotation]]:
    read = []
    for gold in json.loads(GOLD.read_text("utf-8")):
        text = (SHARED / "seeds" / gold["file"]).read_text("utf-8")
        read.append((gold, text, annotator.annotate(Path(gold["file"]).stem, text)))
    return read


def test_actors_and_mentions_stay_above_the_floor(annotator: Annotator) -> None:
    figures = tables(evaluate(annotator, read_gold(GOLD, None, [SHARED / "seeds"])))
    assert figures["actors"]["all"].f1 >= 95
    assert figures["mentions"]["all"].f1 >= 93


def test_title_language_and_date_are_found(articles: list[tuple[dict[str, Any], str, Annotation]]) -> None:
    for gold, _, annotation in articles:
        assert annotation.language == gold["language"]
        assert (annotation.date.date.value if annotation.date.date else None) == gold["date"]
        assert annotation.date.source == gold["date_source"]
        assert gold["title"] is None or gold["title"] in (annotation.title or "")


def test_what_is_not_the_article_is_in_no_zone_of_it(articles: list[tuple[dict[str, Any], str, Annotation]]) -> None:
    for gold, text, annotation in articles:
        zone_at = {place: zone.zone for zone in annotation.zones for place in range(zone.start, zone.end)}
        assert sorted(zone_at) == list(range(len(text)))
        astray = [
            (start, end)
            for start, end in gold["not_body"]
            if any(zone_at[place] in ARTICLE_ZONES and not text[place].isspace() for place in range(start, end))
        ]
        assert not astray, gold["file"]
