"""Our index beside Tantivy, SQLite FTS5 and stock Whoosh: the same articles, the same terms, the same 200 queries.

    make bench [N=100000] [PEERS=tantivy,fts5,stock_whoosh] [REPEATS=5]

It fails when the engines do not agree on how many articles each query finds. Indexes are written to `TMPDIR`.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import add, alone, ask_all, build, read, time_all
from benchmarks.peers import PEERS, find_peer
from benchmarks.questions import Question, draw_questions
from benchmarks.report import disagreements, engine_table, query_table

SLOW = "stock_whoosh"
MAX_SLOW = 20_000
"""Stock Whoosh is given no more articles than these: it would write for hours."""


def main() -> None:
    """One round over all articles; a smaller one for the engine that is too slow for so many."""
    count, repeats = int(os.environ.get("N") or 100_000), int(os.environ.get("REPEATS") or 5)
    asked = (os.environ.get("PEERS") or ",".join(PEERS)).split(",")
    names = [name for name in PEERS if name == "ours" or name in asked]
    if SLOW in names and count > MAX_SLOW:
        rounds = [(count, [name for name in names if name != SLOW]), (count // 10, names)]
    else:
        rounds = [(count, names)]
    sound = [one_round(size, chosen, repeats) for size, chosen in rounds]
    sys.exit(0 if all(sound) else 1)


def one_round(count: int, names: list[str], repeats: int) -> bool:
    """Build, ask and print; whether all engines agreed."""
    questions = draw_questions(count)
    queries = [question.query for question in questions]
    with tempfile.TemporaryDirectory() as place:
        folders = {name: Path(place) / name for name in names}
        built = {name: alone(build, name, folder, count) for name, folder in folders.items()}
        reading = {name: alone(read, name, folder, queries) for name, folder in folders.items()}
        agreed = compare(count, questions, folders, repeats)
        added = {name: alone(add, name, folder, count) for name, folder in folders.items()}
    print(f"\n{engine_table(count, built, reading, added)}\n", flush=True)
    return agreed


def compare(count: int, questions: list[Question], folders: dict[str, Path], repeats: int) -> bool:
    """Ask all engines in turn, and print how long they took and where they differ."""
    queries = [question.query for question in questions]
    readers = {name: find_peer(name).Reader(folder) for name, folder in folders.items()}
    answers = ask_all(readers, queries)
    warm = time_all(readers, queries, repeats)
    cold = time_all(readers, queries, repeats, cold=True) if readers["ours"].forget else {}
    print(f"## {count:,} articles, {len(queries)} queries in turn, medians of {repeats}\n")
    print(query_table(questions, warm, cold))
    different = list(disagreements(questions, answers))
    print(f"\nTotals: {len(different)} of {len(queries)} queries differ.", *different, sep="\n")
    return not different


if __name__ == "__main__":
    main()
