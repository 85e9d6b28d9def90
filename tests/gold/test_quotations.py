"""Quotations are found as a careful reader finds them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.annotate import Annotator
from app.domain.annotations import Given
from app.domain.scoring import Score

TEXTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "quotations.toml").read_text("utf-8"))["texts"]


def _score(annotator: Annotator, text: dict[str, Any]) -> Score:
    found = annotator.annotate("a", text["text"], Given(language=text["language"])).quotations
    said = {(text["text"][q.start : q.end], q.speaker.entity if q.speaker else "", q.kind) for q in found}
    wanted = {(each["words"], each["speaker"], each["kind"]) for each in text["quotations"]}
    return Score(len(wanted & said), len(said), len(wanted))


@pytest.mark.parametrize(("half", "f1"), [("tuning", 97), ("held", 92)])
def test_quotations_with_their_speakers(annotator: Annotator, half: str, f1: float) -> None:
    scores = [_score(annotator, text) for text in TEXTS if text["half"] == half]
    assert Score(*map(sum, zip(*scores, strict=True))).f1 >= f1
