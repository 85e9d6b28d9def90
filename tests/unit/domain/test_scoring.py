"""What counts as right, and what the figures are."""

from app.domain.annotations import Annotation, Given
from app.domain.scoring import Gold, Mark, Score, judge, score, scores_by

NATO = Mark(0, 4, "nato", "organization", "name")
EU = Mark(10, 12, "eu", "organization", "compound")
MOSCOW = Mark(20, 26, "moscow", "place", "name")
RUSSIA = Mark(20, 26, "russia", "country", "metonym")
MERKEL = Mark(30, 36, "angela-merkel", "person", "name")


def gold(found: list[Mark], **told: tuple[Mark, ...]) -> Gold:
    return Gold(name="g", text=" " * 40, given=Given(), labels=lambda _: found, **{"wanted": (), **told})


def test_a_mention_is_right_when_span_and_name_are() -> None:
    judged = judge(gold([NATO, MOSCOW], wanted=(NATO, EU, RUSSIA)), Annotation(language="de"))
    assert judged.mentions == [("right", NATO), ("missed", EU), ("missed", RUSSIA), ("wrong", MOSCOW)]
    assert judged.actors is None


def test_what_is_free_counts_neither_way() -> None:
    judged = judge(gold([EU, NATO], wanted=(NATO,), free=(EU, MOSCOW)), Annotation(language="de"))
    assert judged.mentions == [("right", NATO)]


def test_actors_count_once_for_each_text() -> None:
    again = EU._replace(start=14, end=16)
    told = gold([EU, again, MOSCOW, MERKEL], wanted=(), actors=(NATO, EU), free_actors=(MERKEL,))
    assert judge(told, Annotation(language="de")).actors == [("missed", NATO), ("right", EU)]


def test_a_right_one_counts_for_the_type_that_the_gold_says() -> None:
    found = EU._replace(type="other", kind="name")
    verdicts = judge(gold([found, MOSCOW], wanted=(EU,)), Annotation(language="de")).mentions
    assert scores_by(verdicts, lambda mark: mark.type) == {"organization": (1, 1, 1), "place": (0, 1, 0)}
    assert scores_by(verdicts, lambda mark: mark.kind) == {"compound": (1, 1, 1), "name": (0, 1, 0)}
    assert score(verdicts) == (1, 2, 1)


def test_the_figures() -> None:
    figures = Score(right=3, found=4, wanted=6)
    assert (figures.precision, figures.recall, figures.f1) == (75, 50, 60)
    assert (Score().precision, Score().recall, Score().f1) == (None, None, 100)
