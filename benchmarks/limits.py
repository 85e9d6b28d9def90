"""The worst that a query may cost: a random search over the grammar of `q`, on the corpus of the search benchmark.

    .venv/bin/python -m benchmarks.limits [N=100000] [QUERIES=2000]

It prints how long accepted queries take, the slowest of them, and how long the refused ones take to be refused: first
for queries of up to eight parts, then for such as are as long as a query may be. Each is asked three times, all caches
dropped before; the median counts.
"""

import os
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from app.domain.queries import ArticleQuery
from app.domain.word_grammar import parse_word_expression
from app.domain.words import MAX_Q, parse_words
from app.errors import InvalidParameterError, QueryTooCostlyError
from app.search.whoosh import WhooshIndex, WhooshWriter
from benchmarks.corpus import articles
from benchmarks.questions import Sample
from benchmarks.terms import batched

LENGTHS = {"up to eight parts": range(1, 9), "as long as may be": (16, 32, 64)}
"""Of how many parts queries are."""

_REPEATS = 3


def main() -> None:
    """Build, ask and print."""
    count, number = int(os.environ.get("N") or 100_000), int(os.environ.get("QUERIES") or 2000)
    with tempfile.TemporaryDirectory() as place:
        writer = WhooshWriter(Path(place))
        writer.fill(batched(articles(count)), 1)
        report(WhooshIndex(Path(place)), Sample(count), number)
        writer.close()


def report(index: WhooshIndex, sample: Sample, number: int) -> None:
    """Ask as many random queries of each length, and print what they took."""
    for name, sizes in LENGTHS.items():
        print(f"\n{name}")
        _report(index, sample, number, sizes)


def _report(index: WhooshIndex, sample: Sample, number: int, sizes: Sequence[int]) -> None:
    accepted, refused = list[tuple[float, str]](), list[float]()
    for at in range(number):
        q, query = draw(random.Random(f"limits {at}"), sample, sizes)
        asked = [_ask(index, query) for _ in range(_REPEATS)]
        taken = median(each for each, _ in asked)
        if asked[0][1]:
            accepted.append((taken, q))
        else:
            refused.append(taken)
    for name, times in (("accepted", [taken for taken, _ in accepted]), ("refused", refused or [0.0])):
        shown = ", ".join(f"p{at} {np.percentile(times, at):.1f}" for at in (50, 95, 99, 100))
        print(f"{len(times):,} {name}, ms: {shown}")
    for taken, q in sorted(accepted, reverse=True)[:5]:
        print(f"{taken:.0f} ms: {q[:100]}")


def _ask(index: WhooshIndex, query: ArticleQuery) -> tuple[float, bool]:
    """Milliseconds, and whether the query is accepted."""
    index.forget()
    started = time.perf_counter()
    try:
        index.search(query, limit=20)
    except QueryTooCostlyError:
        return 1000 * (time.perf_counter() - started), False
    return 1000 * (time.perf_counter() - started), True


def draw(chance: random.Random, sample: Sample, sizes: Sequence[int]) -> tuple[str, ArticleQuery]:
    """A query of either mode, as long as one may be, with the parts that cost most more often than anybody asks."""
    while True:
        simple = chance.random() < 0.3
        parts = [part(chance, sample, simple) for _ in range(chance.choice(sizes))]
        q = " ".join(parts) if simple else _joined(chance, parts)
        try:
            text = parse_words(q[:MAX_Q]) if simple else parse_word_expression(q) if len(q) <= MAX_Q else None
        except InvalidParameterError:
            continue
        if text:
            return q[:MAX_Q], ArticleQuery(text=text, sort=chance.choice(("relevance", "-date")))


def _joined(chance: random.Random, parts: list[str]) -> str:
    signs = (" AND ", " OR ", " OR ", " AND NOT ")
    return parts[0] + "".join(chance.choice(signs) + each for each in parts[1:])


def part(chance: random.Random, sample: Sample, simple: bool) -> str:
    """A word, a phrase of words that may be the commonest, a beginning, a pattern or a word with edits."""
    word = _word(chance, sample)
    phrase = '"' + " ".join(_word(chance, sample) for _ in range(chance.choice((2, 2, 3, 5, 20)))) + '"'
    kinds = [word, word, phrase, phrase, f"{word[:3]}*"]
    if not simple:
        near = f"{phrase}~{chance.choice((1, 5, 50))}"
        kinds += [near, near, f"title:{word}", f"body:{phrase}", f"{word[:3]}*{word[-1]}", f"{word[:4]}?*", f"{word}~2"]
    return chance.choice(kinds)


def _word(chance: random.Random, sample: Sample) -> str:
    words = chance.choice((sample.common[:12], sample.common, sample.middling, sample.rare))
    return chance.choice(words)


if __name__ == "__main__":
    main()
