"""Articles of the demo corpus whose gold was written before the extractor first saw them."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.annotate import Annotator
from app.domain.annotations import ARTICLE_ZONES, Annotation
from app.domain.scoring import Gold
from app.formats.gold import read_gold
from app.services.evaluation import evaluate, tables
from tests.gold.conftest import ROOT

GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))
STEMS = [path.stem for path in GOLD]
Annotated = dict[str, tuple[dict[str, Any], Annotation]]


def gold_of(path: Path) -> Gold:
    """The one article of a file of gold."""
    (gold,) = read_gold(path, None, [ROOT / "seed" / "articles"])
    return gold


@pytest.fixture(scope="module")
def annotated(annotator: Annotator) -> Annotated:
    both = {}
    for path in GOLD:
        gold = gold_of(path)
        both[path.stem] = json.loads(path.read_text("utf-8")), annotator.annotate(path.stem, gold.text, gold.given)
    return both


def test_the_corpus_has_gold() -> None:
    assert len(GOLD) >= 30


def test_actors_and_mentions_stay_above_the_floor(annotator: Annotator) -> None:
    figures = tables(evaluate(annotator, map(gold_of, GOLD)))
    assert figures["actors"]["all"].f1 >= 95
    assert figures["mentions"]["all"].f1 >= 90


@pytest.mark.parametrize("path", GOLD, ids=STEMS)
def test_title_language_and_date_are_as_the_reader_says(path: Path, annotated: Annotated) -> None:
    gold, annotation = annotated[path.stem]
    assert annotation.title == gold["title"]
    assert annotation.language == gold["language"]
    assert (annotation.date.date.value if annotation.date.date else None) == gold["date"]
    assert annotation.date.source == gold["date_source"]


@pytest.mark.parametrize("path", GOLD, ids=STEMS)
def test_nothing_of_the_article_is_taken_for_something_else(path: Path, annotated: Annotated) -> None:
    gold, annotation = annotated[path.stem]
    foreign = {place for start, end in gold["not_body"] for place in range(start, end)}
    text = gold_of(path).text
    left_out = set(range(len(text))) - inside(annotation) - foreign
    assert not "".join(text[place] for place in sorted(left_out)).strip()


def test_most_of_what_is_foreign_is_kept_apart(annotated: Annotated) -> None:
    spans = [(annotation, set(range(*span))) for gold, annotation in annotated.values() for span in gold["not_body"]]
    kept = sum(len(span - inside(annotation)) for annotation, span in spans)
    # Measured: 1.0, after the rules were made with these articles before their maker's eyes.
    assert kept / sum(len(span) for _, span in spans) >= 0.95


def inside(annotation: Annotation) -> set[int]:
    """The places of the title, the lead and the body."""
    spans = (range(zone.start, zone.end) for zone in annotation.zones if zone.zone in ARTICLE_ZONES)
    return {place for span in spans for place in span}
