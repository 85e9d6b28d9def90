"""How fast articles come in: annotated, stored, indexed, each beside a floor that was timed in the same run.

    .venv/bin/python benchmarks/writing.py [ARTICLES]

The articles are the demo corpus, each time with its paragraphs in another order, so that no two texts are the same.
"""

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

from app.bootstrap import rebuild_index, using_services
from app.domain.inputs import ArticleInput, parse_input
from app.services.ingest import draft
from app.settings import Settings, shipped

ROUNDS = 3


def articles() -> Iterator[ArticleInput]:
    """The demo corpus without end, its paragraphs shuffled anew each time."""
    dice = random.Random(1)
    sources = [json.loads(path.read_text("utf-8")) for path in sorted((shipped("seed") / "articles").glob("*.json"))]
    for fields in cycle(sources):
        paragraphs = fields["text"].split("\n\n")
        dice.shuffle(paragraphs)
        yield parse_input({**fields, "id": None, "text": "\n\n".join(paragraphs)})


def rate(count: int, work: Callable[[], object]) -> float:
    """Articles a second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def one_round(count: int, chosen: list[ArticleInput], folder: Path) -> dict[str, float]:
    """The rates of one round, in an empty data folder."""
    settings = Settings(data_dir=folder / "var")
    with using_services(settings) as services:
        services.annotator.annotate("", "Die Nato und die EU beraten in Brüssel.")
        drafts = []
        figures = {
            "annotate": rate(count, lambda: drafts.extend(draft(services.annotator, a.derived_id, a) for a in chosen)),
            "floor: split at white space": rate(count, lambda: [article.text.split() for article in chosen]),
            "store": rate(count, lambda: [services.store.put(each) for each in drafts]),
            "floor: one row a transaction": rate(count, lambda: plain_inserts(folder / "floor.db", chosen)),
        }
        figures["index"] = rate(count, lambda: rebuild_index(settings, services.store))
    return figures


def plain_inserts(database: Path, chosen: list[ArticleInput]) -> None:
    """The text of each article in a transaction of its own, as safely as the store does it."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS t (x TEXT)")
    for article in chosen:
        connection.execute("INSERT INTO t VALUES (?)", (article.text,))
    connection.close()


def main() -> None:
    """Print the medians as a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chosen = list(islice(articles(), count))
    rounds = []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(one_round(count, chosen, Path(folder)))
    print(f"{count} articles of {sum(len(a.text) for a in chosen) // count} characters, median of {ROUNDS} rounds\n")
    print("| what | articles/s |\n|---|---|")
    for name in rounds[0]:
        print(f"| {name} | {statistics.median(each[name] for each in rounds):,.0f} |")


if __name__ == "__main__":
    main()
