"""GermEval 2014: `number, word, outer tag, inner tag` with tabs between, `#` and a source before each sentence.

Each sentence is a text of its own: they come from different articles. The outer level counts. `LOCderiv` is a word made
from a name (`russisch`), `LOCpart` one that holds a name (`Ukrainekrieg`).
https://sites.google.com/site/germeval2014ner/data
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.domain.annotations import Annotation, Given
from app.domain.scoring import Gold, Mark
from app.formats.gold.lines import read_lines, wrong
from app.formats.gold.tagging import COARSE, Word, outermost, set_text, whole_words

_LINE = re.compile(r"\d+\t([^\t]+)\t(O|[BI]-\w+)(?:\t(?:O|[BI]-\w+))?\s*")


def read(path: Path, _folders: Sequence[Path]) -> Iterator[Gold]:
    """The sentences of a file, with what is marked in them; raises `InvalidBodyError`."""
    for number, sentence in _sentences(path):
        text, starts, marks = set_text([sentence])
        given = Given(language="de")
        yield Gold(f"{path.name}:{number}", text, given, tuple(marks), partial(_label, text, starts))


def _sentences(path: Path) -> Iterator[tuple[int, list[Word]]]:
    """Each sentence, and the line it begins in."""
    words: list[Word] = []
    first = 1
    for number, line in enumerate([*read_lines(path), ""], 1):
        if line.strip() and not line.startswith("#\t"):
            found = _LINE.fullmatch(line)
            if found is None:
                raise wrong(path, number, "a line is a number, a word, its outer and its inner tag, with tabs between.")
            first = first if words else number
            words.append(Word(found[1], found[2]))
        elif words:
            yield first, words
            words = []


def _label(text: str, starts: Sequence[int], annotation: Annotation) -> list[Mark]:
    marks = []
    for mention in annotation.mentions:
        start, end, part = whole_words(mention, starts, text)
        ending = "part" if part else "deriv" if mention.kind in {"adjective", "demonym"} else ""
        label = COARSE.get(mention.type, "OTH") + ending
        if mention.kind != "nominal":
            marks.append(Mark(start, end, label, label))
    return list(outermost(marks))
