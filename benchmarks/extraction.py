"""How fast texts are annotated: documents of 1,800 characters a second of one core.

    .venv/bin/python benchmarks/extraction.py [ROUNDS]

The texts are those of the demo corpus, cut to one length. Seconds are those of the processor, so that other work on the
machine counts little; the rate is the median of the rounds, beside a floor that only splits at white space.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from app.annotate import build_annotator
from app.domain.authority import load_authority
from app.settings import shipped

LENGTH = 1_800  # characters


def texts() -> list[str]:
    """The longer articles of the demo corpus, each cut to one length."""
    paths = sorted((shipped("seed") / "articles").glob("*.json"))
    whole = [json.loads(path.read_text("utf-8"))["text"] for path in paths]
    return [text[:LENGTH] for text in whole if len(text) >= LENGTH]


def rate(documents: list[str], work: Callable[[str], object]) -> float:
    """Documents a second of the processor."""
    started = time.process_time()
    for document in documents:
        work(document)
    return len(documents) / (time.process_time() - started)


def main() -> None:
    """Prints the median rates."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    annotator = build_annotator(load_authority(shipped("seed") / "actors"))
    documents = texts()
    annotator.annotate("a", documents[0])
    work: dict[str, Callable[[str], object]] = {
        "annotate": lambda text: annotator.annotate("a", text),
        "floor: split at white space": str.split,
    }
    rates: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, each in work.items():
            rates[name].append(rate(documents, each))
    for name, measured in rates.items():
        print(f"{name}: {statistics.median(measured):,.0f} documents/s ({len(documents)} documents, {rounds} rounds)")


if __name__ == "__main__":
    main()
