"""How an annotation is scored against what a careful reader found."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from app.domain.annotations import ACTOR_TYPES, ARTICLE_ZONES, Annotation

_UNKNOWN = re.compile(r"^x-[a-z]+-")


class Score(NamedTuple):
    """How many were right, how many found, how many wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """The F1 in percent."""
        return 200 * self.right / (self.found + self.wanted) if self.found + self.wanted else 100.0


class Scores(NamedTuple):
    """The scores of one article, or of many: for actors and for mentions."""

    actors: Score = Score()
    mentions: Score = Score()


def _compare(wanted: set[Any], found: set[Any], free: set[Any]) -> Score:
    found = found - (free - wanted)
    return Score(len(wanted & found), len(found), len(wanted))


def score(gold: dict[str, Any], annotation: Annotation) -> Scores:
    """Scores `annotation` as the acceptance check does.

    A mention is right when span and entity both are; an unknown entity counts by its name. Optional and nested
    mentions and optional actors count neither way; only the title, the lead and the body are looked at.
    """
    found = [
        (mention, _UNKNOWN.sub("", mention.entity)) for mention in annotation.mentions if mention.zone in ARTICLE_ZONES
    ]
    wanted: set[Any] = set()
    free: set[Any] = set()
    for mention in gold["mentions"]:
        if not mention.get("boilerplate"):
            loose = mention.get("optional") or mention.get("nested")
            place = (mention["start"], mention["end"], _UNKNOWN.sub("", mention["entity"]))
            (free if loose else wanted).add(place)
    actors = {entity for mention, entity in found if mention.type in ACTOR_TYPES}
    return Scores(
        _compare(_names(gold["actors"]), actors, _names(gold["actors_optional"])),
        _compare(wanted, {(mention.start, mention.end, entity) for mention, entity in found}, free),
    )


def _names(entities: Iterable[str]) -> set[str]:
    return {_UNKNOWN.sub("", entity) for entity in entities}


def total(scores: Iterable[Scores]) -> Scores:
    """The scores of many articles, summed up before F1 is taken (micro)."""
    listed = list(scores)
    summed = (
        Score(*(sum(column) for column in zip(*(each[level] for each in listed), strict=True))) for level in range(2)
    )
    return Scores(*summed) if listed else Scores()
