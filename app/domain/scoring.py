"""How what was found compares with what a careful reader found: right, missed, wrong, and figures of these."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from app.domain.annotations import ACTOR_TYPES, ARTICLE_ZONES, Annotation, Given
from app.domain.entities import plain_id

Outcome = Literal["right", "missed", "wrong"]


class Mark(NamedTuple):
    """A span and what it is: `name` must agree beside the span; `type` and `kind` say which figures it counts for."""

    start: int
    end: int
    name: str
    type: str
    kind: str | None = None


Labels = Callable[[Annotation], Iterable[Mark]]
"""What was found, in the labels of a gold format."""


@dataclass(frozen=True)
class Gold:
    """A text and what a careful reader found in it; what is `free` may be found or not.

    `actors` is None where the format does not say who is meant. `labels` puts what is found as the format would.
    """

    name: str
    text: str
    given: Given
    wanted: tuple[Mark, ...]
    labels: Labels
    free: tuple[Mark, ...] = ()
    actors: tuple[Mark, ...] | None = None
    free_actors: tuple[Mark, ...] = ()


class Verdict(NamedTuple):
    """What became of one mark; one that is right is the gold's."""

    outcome: Outcome
    mark: Mark


class Judged(NamedTuple):
    """The verdicts on one text; `actors` is None where its gold names none."""

    mentions: list[Verdict]
    actors: list[Verdict] | None


class Score(NamedTuple):
    """How many were right, how many found, how many wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float | None:
        """In percent; None where nothing was found."""
        return 100 * self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """In percent; None where nothing was wanted."""
        return 100 * self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float:
        """In percent; 100 where nothing was found nor wanted."""
        return 200 * self.right / (self.found + self.wanted) if self.found + self.wanted else 100.0


def label_entities(annotation: Annotation) -> list[Mark]:
    """What title, lead and body mention, by who is meant; an entity that no authority file knows by its name."""
    return [
        Mark(each.start, each.end, plain_id(each.entity), each.type, each.kind)
        for each in annotation.mentions
        if each.zone in ARTICLE_ZONES
    ]


def judge(gold: Gold, annotation: Annotation) -> Judged:
    """Compare an annotation of the gold's text with the gold.

    A mention is right when its span and its name both are, an actor when the text names it at all.
    """
    found = sorted(gold.labels(annotation))
    mentions = _judge(gold.wanted, found, gold.free, _place)
    if gold.actors is None:
        return Judged(mentions, None)
    acting = [mark for mark in found if mark.type in ACTOR_TYPES]
    return Judged(mentions, _judge(gold.actors, acting, gold.free_actors, _name))


def _place(mark: Mark) -> Hashable:
    return mark[:3]


def _name(mark: Mark) -> Hashable:
    return mark.name


def _judge(
    wanted: Iterable[Mark], found: Iterable[Mark], free: Iterable[Mark], key: Callable[[Mark], Hashable]
) -> list[Verdict]:
    """The verdicts in the order of the text; of several marks with one key the first counts."""
    want, got = ({key(mark): mark for mark in reversed(list(marks))} for marks in (wanted, found))
    either = {key(mark) for mark in free}
    verdicts = [Verdict("right" if each in got else "missed", mark) for each, mark in want.items()]
    verdicts += [Verdict("wrong", mark) for each, mark in got.items() if each not in want and each not in either]
    return sorted(verdicts, key=lambda verdict: verdict.mark[:2])


def score(verdicts: Iterable[Verdict]) -> Score:
    """The figures of verdicts, of one text or of many (micro)."""
    outcomes = [verdict.outcome for verdict in verdicts]
    right = outcomes.count("right")
    return Score(right, right + outcomes.count("wrong"), right + outcomes.count("missed"))


def scores_by(verdicts: Iterable[Verdict], trait: Callable[[Mark], str | None]) -> dict[str, Score]:
    """The figures for each value of a trait, such as the type, in the order of the alphabet."""
    traits = sorted(((trait(verdict.mark), verdict) for verdict in verdicts), key=lambda pair: pair[0] or "")
    return {
        name: score(verdict for _, verdict in group)
        for name, group in groupby(traits, key=lambda pair: pair[0])
        if name
    }
