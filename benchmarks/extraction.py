"""How fast texts are annotated: documents of 1,800 characters a second of one core.

    .venv/bin/python benchmarks/extraction.py [ROUNDS [CORPUS]]

The texts are those of the demo corpus, cut to one length. Seconds are those of the processor, so that other work on the
machine counts little; the rate is the median of the rounds, beside a floor that only splits at white space. With a
corpus (GermEval or CoNLL) its sentences are put together to documents of that length, each annotated once: most of
their words are new then, as in what users send.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.annotate import build_annotator
from app.domain.authority import load_authority
from app.formats.gold import read_gold
from app.settings import shipped

LENGTH = 1_800  # characters


def texts() -> list[str]:
    """The longer articles of the demo corpus, each cut to one length."""
    paths = sorted((shipped("seed") / "articles").glob("*.json"))
    whole = [json.loads(path.read_text("utf-8"))["text"] for path in paths]
    return [text[:LENGTH] for text in whole if len(text) >= LENGTH]


def unseen(corpus: Path) -> list[str]:
    """The sentences of a corpus, as many in a row as make one length."""
    text = " ".join(gold.text for gold in read_gold(corpus, None, []))
    return [text[start : start + LENGTH] for start in range(0, len(text) - LENGTH, LENGTH)]


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
    for text in (documents[0], "Ceci est un texte en français."):  # to load what each language needs
        annotator.annotate("a", text)
    work: dict[str, Callable[[str], object]] = {
        "annotate": lambda text: annotator.annotate("a", text),
        "floor: split at white space": str.split,
    }
    rates: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, each in work.items():
            rates[name].append(rate(documents, each))
    if len(sys.argv) > 2:
        new = unseen(Path(sys.argv[2]))
        print(f"annotate, each once: {rate(new, work['annotate']):,.0f} documents/s ({len(new)} documents)")
    for name, measured in rates.items():
        print(f"{name}: {statistics.median(measured):,.0f} documents/s ({len(documents)} documents, {rounds} rounds)")


if __name__ == "__main__":
    main()
