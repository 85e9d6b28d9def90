"""CoNLL-2003: a word a line, its tag in the last column, blank lines between sentences, `-DOCSTART-` between texts.

Tags are IOB1, IOB2 or BIOES. Where nothing divides the file into texts, each sentence is one.
https://www.clips.uantwerpen.be/conll2003/ner/
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from app.domain.annotations import Annotation, Given
from app.domain.scoring import Gold, Mark
from app.formats.gold.lines import read_lines, wrong
from app.formats.gold.tagging import COARSE, Word, coarse_label, outermost, set_text, whole_words

_START = "-DOCSTART-"
_TAG = re.compile(r"O|[BIES]-\w+")


def read(path: Path, _folders: Sequence[Path]) -> Iterator[Gold]:
    """The texts of a file, with what is marked in them; raises `InvalidBodyError`."""
    lines = read_lines(path)
    texts = _texts(path, lines)
    if not any(line.startswith(_START) for line in lines):
        texts = ([sentence] for text in texts for sentence in text)
    for number, sentences in enumerate(texts, 1):
        text, starts, marks = set_text(sentences)
        wanted = (mark._replace(name=label, type=label) for mark in marks for label in [coarse_label(mark.name)])
        yield Gold(f"{path.name}#{number}", text, Given(), tuple(wanted), partial(label_coarsely, text, starts))


def _texts(path: Path, lines: Sequence[str]) -> Iterator[list[list[Word]]]:
    sentences: list[list[Word]] = [[]]
    for number, line in enumerate(lines, 1):
        columns = line.split()
        if columns and columns[0] != _START:
            if len(columns) < 2 or not _TAG.fullmatch(columns[-1]):
                raise wrong(path, number, "a line is a word and, in the last column, a tag such as B-PER or O.")
            sentences[-1].append(Word(columns[0], columns[-1]))
        elif sentences[-1]:
            sentences.append([])
        if columns and columns[0] == _START and len(sentences) > 1:
            yield sentences[:-1]
            sentences = [[]]
    if sentences := [sentence for sentence in sentences if sentence]:
        yield sentences


def label_coarsely(text: str, starts: Sequence[int], annotation: Annotation) -> list[Mark]:
    """What is found, in the four classes; peoples, adjectives and parts of words are MISC, common nouns nothing."""
    marks = []
    for mention in annotation.mentions:
        start, end, part = whole_words(mention, starts, text)
        derived = part or mention.kind in {"adjective", "demonym"}
        label = "MISC" if derived else COARSE.get(mention.type, "MISC")
        if mention.kind != "nominal":
            marks.append(Mark(start, end, label, label))
    return list(outermost(marks))
