"""How well an annotator does: what it finds in the texts of a gold, compared with what careful readers found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.ports import Annotator
from app.domain.scoring import Gold, Mark, Score, Verdict, judge, score, scores_by

_AROUND = 40  # code points of context


@dataclass
class Evaluation:
    """The verdicts on texts; `actors` stays None where no gold named any. An error is a verdict and where it stands."""

    texts: int = 0
    mentions: list[Verdict] = field(default_factory=list)
    actors: list[Verdict] | None = None
    errors: list[tuple[Gold, Verdict]] = field(default_factory=list)


def evaluate(annotator: Annotator, golds: Iterable[Gold], types: frozenset[str] = frozenset()) -> Evaluation:
    """The verdicts on all texts. Where `types` are named, only marks of these count."""
    done = Evaluation()
    for number, gold in enumerate(golds):
        judged = judge(gold, annotator.annotate(f"gold-{number}", gold.text, gold.given))
        mentions = _of(types, judged.mentions)
        done.texts += 1
        done.mentions += mentions
        done.errors += [(gold, verdict) for verdict in mentions if verdict.outcome != "right"]
        if judged.actors is not None:
            done.actors = [*(done.actors or []), *_of(types, judged.actors)]
    return done


def _of(types: frozenset[str], verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if not types or verdict.mark.type in types]


def tables(done: Evaluation) -> dict[str, dict[str, Score]]:
    """The figures: for actors and for mentions, all together and by type, and by kind where the gold tells kinds."""
    levels = {"actors": done.actors, "mentions": done.mentions}
    figures: dict[str, dict[str, Score]] = {}
    for name, verdicts in levels.items():
        if verdicts is not None:
            figures[name] = {"all": score(verdicts), **scores_by(verdicts, lambda mark: mark.type)}
    if kinds := scores_by(done.mentions, lambda mark: mark.kind):
        figures["mentions by kind"] = kinds
    return figures


def in_context(gold: Gold, mark: Mark) -> tuple[str, str, str]:
    """What stands before a mark, the mark, and what stands after it, each on one line."""
    before, after = gold.text[max(0, mark.start - _AROUND) : mark.start], gold.text[mark.end : mark.end + _AROUND]
    return _flat(before), _flat(gold.text[mark.start : mark.end]), _flat(after)


def _flat(text: str) -> str:
    return "".join(" " if character.isspace() else character for character in text)


def describe(gold: Gold, verdict: Verdict) -> dict[str, Any]:
    """An error as a JSON object."""
    before, text, after = in_context(gold, verdict.mark)
    place = {"file": gold.name, "start": verdict.mark.start, "end": verdict.mark.end}
    return {"outcome": verdict.outcome, **verdict.mark._asdict(), **place, "left": before, "text": text, "right": after}
