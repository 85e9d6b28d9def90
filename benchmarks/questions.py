"""Two hundred queries of ten kinds, drawn from a corpus: the same for the same corpus."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from app.domain.actors import AllOf, Entities
from app.domain.dates import DateInterval
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, ClauseKind, Either, Every, TextExpression, TextQuery, Without
from app.search.analysis import forms
from benchmarks.corpus import articles
from benchmarks.terms import mentioned
from benchmarks.vocabulary import SEED

EACH = 20
SAMPLE = 2000
_SPANS = (30, 91, 365, 5 * 365)


class Question(NamedTuple):
    """A query and its kind."""

    kind: str
    query: ArticleQuery


class Sample:
    """Some articles and the words in them, by in how many of these they stand."""

    def __init__(self, count: int) -> None:
        self.articles = list(articles(min(count, SAMPLE)))
        having = Counter(form for article in self.articles for form in set(words(article)) if form)
        ranked = sorted(having, key=lambda form: (-having[form], form))
        share = {form: having[form] / len(self.articles) for form in ranked}
        self.common = [form for form in ranked if 0.05 <= share[form] <= 0.6]
        self.middling = [form for form in ranked if 0.005 <= share[form] <= 0.08]
        self.rare = [form for form in ranked if having[form] <= 2 and len(form) > 3]


def words(article: IndexDocument, zone: str | None = None) -> list[str]:
    """The exact forms of an article, or of one zone of it."""
    return [form for name, text in article.passages if zone in {None, name} for form in forms(text)]


def draw_questions(count: int) -> list[Question]:
    """Twenty of each kind, over the first articles of a corpus of `count`."""
    sample = Sample(count)
    return [
        Question(kind, make(random.Random(f"{SEED} {kind} {number}"), sample))
        for kind, make in KINDS.items()
        for number in range(EACH)
    ]


def _asked(expression: TextExpression, **filters: object) -> ArticleQuery:
    return ArticleQuery(text=TextQuery(expression=expression), **{"sort": "relevance", **filters})


def _word(form: str, kind: ClauseKind = "word", zone: str | None = None) -> Clause:
    return Clause(kind=kind, words=(form,), zone=zone)


def _together(dice: random.Random, sample: Sample, number: int) -> Iterator[Clause]:
    """Middling words that stand in one article."""
    middling = frozenset(sample.middling)
    while True:
        here = sorted(middling & set(words(dice.choice(sample.articles))))
        if len(here) >= number:
            return map(_word, dice.sample(here, number))


def _phrase(dice: random.Random, sample: Sample) -> Clause:
    """Two or three words in a row, of which one is no function word."""
    rows = words(dice.choice(sample.articles), "body")
    start, size = dice.randrange(len(rows) - 3), dice.choice((2, 3))
    row = tuple(rows[start : start + size])
    return Clause(kind="phrase", words=row) if all(row) and max(map(len, row)) > 5 else _phrase(dice, sample)


def _prefix(dice: random.Random, sample: Sample) -> Clause:
    form = dice.choice([form for form in sample.middling if len(form) > 6])
    return _word(form[: dice.choice((3, 4, 5, 6))], "prefix")


def _actor(dice: random.Random, sample: Sample, number: int) -> AllOf | Entities:
    """Actors who are mentioned in one article."""
    while True:
        here = sorted({entity for _, entity in mentioned(dice.choice(sample.articles))})
        if len(here) >= number:
            chosen = tuple(Entities(ids=(entity,)) for entity in dice.sample(here, number))
            return chosen[0] if number == 1 else AllOf(parts=chosen)


def _interval(dice: random.Random) -> DateInterval:
    first = date(2005, 1, 1) + timedelta(days=dice.randrange(17 * 365))
    return DateInterval(earliest=first, latest=first + timedelta(days=dice.choice(_SPANS) - 1))


def _title_without(dice: random.Random, sample: Sample) -> ArticleQuery:
    title = [form for form in words(dice.choice(sample.articles), "title") if form]
    unwanted = Without(part=_word(dice.choice(sample.common)))
    return _asked(Every(parts=(_word(dice.choice(title), zone="title"), unwanted)))


KINDS: dict[str, Callable[[random.Random, Sample], ArticleQuery]] = {
    "common word": lambda dice, sample: _asked(_word(dice.choice(sample.common))),
    "rare word": lambda dice, sample: _asked(_word(dice.choice(sample.rare))),
    "two words, AND": lambda dice, sample: _asked(Every(parts=tuple(_together(dice, sample, 2)))),
    "three words, OR": lambda dice, sample: _asked(Either(parts=tuple(_together(dice, sample, 3)))),
    "phrase": lambda dice, sample: _asked(_phrase(dice, sample)),
    "prefix": lambda dice, sample: _asked(_prefix(dice, sample)),
    "actors, newest": lambda dice, sample: ArticleQuery(actor=_actor(dice, sample, dice.choice((1, 2)))),
    "actor and word": lambda dice, sample: _asked(_word(dice.choice(sample.middling)), actor=_actor(dice, sample, 1)),
    "word in a time": lambda dice, sample: _asked(
        _word(dice.choice(sample.common)), interval=_interval(dice), undated="exclude"
    ),
    "title, without": _title_without,
}
