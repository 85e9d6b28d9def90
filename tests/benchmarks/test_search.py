"""The benchmark of the search: what is compared is the same, and every engine finds as much of it."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from importlib.util import find_spec
from itertools import islice

import numpy as np
import pytest

from app.domain.queries import ArticleQuery
from benchmarks.corpus import CHUNK, articles
from benchmarks.measuring import ask_all, time_all
from benchmarks.peers import LIMIT, PEERS, Answer, Reader, find_peer
from benchmarks.questions import EACH, KINDS, Question, draw_questions
from benchmarks.report import disagreements, query_table
from benchmarks.terms import mentioned

COUNT = 150
PRESENT = [name for name in PEERS if name != "tantivy" or find_spec("tantivy")]


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return draw_questions(COUNT)


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    folder = tmp_path_factory.mktemp("peers")
    for name in PRESENT:
        writer = find_peer(name).Writer(folder / name)
        writer.add([writer.prepare(document) for document in articles(COUNT)])
        writer.commit()
        writer.close()
    return {name: find_peer(name).Reader(folder / name) for name in PRESENT}


def test_the_corpus_is_the_same_in_another_process() -> None:
    script = "from benchmarks.corpus import articles; print(*articles(40), sep='\\n', end='')"
    other = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert other.stdout == "\n".join(map(str, articles(40)))


def test_a_small_corpus_is_the_beginning_of_a_large_one() -> None:
    assert list(articles(5)) == list(islice(articles(CHUNK + 1), 5))


def test_the_corpus_is_like_news() -> None:
    chunk = list(articles(CHUNK))
    length = np.mean([sum(len(text.split()) for _, text in article.passages) for article in chunk])
    having = Counter(entity for article in chunk for entity in {entity for _, entity in mentioned(article)})
    precision = Counter((a.latest - a.earliest) // timedelta(days=1) if a.latest else None for a in chunk)
    assert 270 < length < 330
    assert 0.28 < having["eu"] / CHUNK < 0.34
    assert 0.22 < having["nato"] / CHUNK < 0.28
    assert 0.65 < precision[0] / CHUNK < 0.75
    assert 0.07 < precision[None] / CHUNK < 0.13
    assert Counter(article.language for article in chunk).keys() == {"de", "en", None}
    assert 10 < sum(article.duplicate_of is not None for article in chunk) < 30


def test_a_mention_is_spelled_as_in_its_zone() -> None:
    for article in articles(50):
        texts = dict(article.passages)
        for mention in article.mentions:
            assert mention.text in texts[mention.zone]


def test_there_are_twenty_queries_of_each_kind(questions: list[Question]) -> None:
    assert Counter(question.kind for question in questions) == dict.fromkeys(KINDS, EACH)
    assert questions == draw_questions(COUNT)


def test_all_engines_find_as_many(readers: dict[str, Reader], questions: list[Question]) -> None:
    answers = ask_all(readers, [question.query for question in questions])
    assert list(disagreements(questions, answers)) == []
    found = [answer.total for answer in answers["ours"]]
    assert sum(total > 0 for total in found) > 0.8 * len(found)
    assert max(found) > LIMIT


def test_a_total_that_differs_is_told(readers: dict[str, Reader], questions: list[Question]) -> None:
    answers = ask_all(readers, [question.query for question in questions[:2]])
    answers["fts5"][1] = answers["fts5"][1]._replace(total=10_000)
    (line,) = disagreements(questions[:2], answers)
    assert "10000" in line
    assert questions[1].query.text.expression.words[0] in line


def test_a_ratio_below_one_says_that_ours_is_faster(questions: list[Question]) -> None:
    times = {"ours": np.full(len(questions), 1.0), "tantivy": np.full(len(questions), 4.0)}
    assert query_table(questions, times, {}).splitlines()[-1] == "| **all 200** | 1.00 (1.00) | 0.25 (0.25) |"


@pytest.mark.parametrize(("cold", "forgets"), [(False, "queries"), (True, "all")])
def test_caches_are_dropped_before_each_query_that_is_timed(
    questions: list[Question], cold: bool, forgets: str
) -> None:
    calls: list[str] = []

    class Forgetful:
        def forget(self) -> None:
            calls.append("all")

        def forget_queries(self) -> None:
            calls.append("queries")

        def prepare(self, query: ArticleQuery) -> ArticleQuery:
            return query

        def ask(self, prepared: ArticleQuery) -> Answer:
            calls.append("ask")
            return Answer(0, [])

    times = time_all({"ours": Forgetful()}, [questions[0].query] * 3, 2, cold=cold)
    assert calls == [forgets, "ask"] * 6
    assert times["ours"].shape == (3,)
