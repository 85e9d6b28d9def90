"""The figures as Markdown: ours against each peer, as ratios, so that they can be read on any machine."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.domain.actors import as_lists
from app.domain.queries import ArticleQuery
from app.domain.text_queries import text_as_lists
from benchmarks.measuring import Adding, Building, Reading
from benchmarks.peers import PEERS, Answer
from benchmarks.questions import Question

Times = dict[str, np.ndarray]


def query_table(questions: Sequence[Question], warm: Times, cold: Times) -> str:
    """Medians and 95th percentiles of each kind; a ratio below 1 says that ours is faster."""
    others = [name for name in warm if name != "ours"]
    heads = ["queries", "ours, ms (p95)", *(f"ours / {PEERS[name]}, median (p95)" for name in others)]
    if cold:
        heads += ["ours cold, ms (p95)", *(f"cold / {PEERS[name]}" for name in others)]
    kinds = np.array([question.kind for question in questions])
    rows = [_row(kind, kinds == kind, warm, cold) for kind in dict.fromkeys(kinds.tolist())]
    rows.append(_row(f"**all {len(kinds)}**", np.ones(len(kinds), dtype=bool), warm, cold))
    return _table(heads, rows)


def _row(kind: str, chosen: np.ndarray, warm: Times, cold: Times) -> list[str]:
    cells = [kind]
    for times in filter(None, (warm, cold)):
        middle, high = ({name: np.percentile(each[chosen], at) for name, each in times.items()} for at in (50, 95))
        cells.append(f"{middle['ours']:.2f} ({high['ours']:.2f})")
        cells += [
            f"{_ratio(middle['ours'], middle[name])} ({_ratio(high['ours'], high[name])})"
            for name in times
            if name != "ours"
        ]
    return cells


def engine_table(count: int, built: dict[str, Building], read: dict[str, Reading], added: dict[str, Adding]) -> str:
    """What each engine costs beside its queries."""
    heads = [
        "engine",
        "articles a processor second",
        "with analysis",
        "index, MB",
        "opening, ms",
        "private memory, MB (before opening)",
        *(f"queries/s, {threads} thread{'s' * (threads > 1)}" for threads in next(iter(read.values())).throughput),
        "one article more: committed, found, ms",
    ]
    return _table(heads, [_engine(name, count, built[name], read[name], added[name]) for name in built])


def _engine(name: str, count: int, built: Building, read: Reading, added: Adding) -> list[str]:
    return [
        PEERS[name],
        f"{count / built.seconds:,.0f}",
        f"{count / (built.seconds + built.analysis):,.0f}",
        f"{built.size / 1e6:,.0f}",
        f"{read.opening:.1f}",
        f"{read.after / 1e6:,.0f} ({read.before / 1e6:,.0f})",
        *(f"{rate:,.0f} ({read.gains[threads]:.2f} ×)" for threads, rate in read.throughput.items()),
        f"{added.committed:.1f}, {added.found:.1f}",
    ]


def disagreements(questions: Sequence[Question], answers: dict[str, list[Answer]]) -> Iterator[str]:
    """A line for each query whose totals differ, or whose ids are fewer than they should be."""
    for at, question in enumerate(questions):
        totals = {PEERS[name]: found[at].total for name, found in answers.items()}
        pages = {len(found[at].ids) for found in answers.values()}
        if len(set(totals.values())) > 1 or len(pages) > 1:
            yield f"{question.kind}: {_written(question.query)}: {totals}, pages of {sorted(pages)}"


def _written(query: ArticleQuery) -> str:
    text = query.text and query.text.expression and text_as_lists(query.text.expression)
    return f"{text}, {query.actor and as_lists(query.actor)}, {query.interval}"


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
