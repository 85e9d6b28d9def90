"""brat standoff: a text in `name.txt`, and in `name.ann` lines `T1<tab>Type start end<tab>text`.

The types are ours (`person`, `treaty` …) or the four of CoNLL. Relations, events, attributes and notes are passed over.
Offsets are code points into the text as it stands. https://brat.nlplab.org/standoff.html
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.annotations import ENTITY_TYPES, Annotation, Given
from app.domain.scoring import Gold, Labels, Mark
from app.errors import InvalidBodyError
from app.formats.gold.lines import read_lines, read_text, wrong
from app.formats.gold.tagging import COARSE, coarse_label

_LINE = re.compile(r"T\S*\t(\S+) (\d+) (\d+)\t(.*)")
_CLASSES = frozenset({*COARSE.values(), "MISC"})


def read(path: Path, _folders: Sequence[Path]) -> Iterator[Gold]:
    """The text beside an `.ann` file, with what is marked in it; raises `InvalidBodyError`."""
    text = read_text(path.with_suffix(".txt"))
    marks = [_mark(path, number, line, text) for number, line in _marked(path)]
    fine = {mark.name.lower() for mark in marks} <= set(ENTITY_TYPES)
    label = str.lower if fine else coarse_label
    wanted = [mark._replace(name=label(mark.name), type=label(mark.name)) for mark in marks]
    if not fine and (strange := sorted({mark.name for mark in wanted} - _CLASSES)):
        known = ", ".join((*ENTITY_TYPES, *sorted(_CLASSES)))
        raise InvalidBodyError(f"{path}: the types {', '.join(strange)} are none of {known}.")
    labels: Labels = _label_finely if fine else _label_coarsely
    yield Gold(path.stem, text, Given(), tuple(wanted), labels)


def _marked(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_lines(path), 1):
        if line.startswith("T"):
            yield number, line


def _mark(path: Path, number: int, line: str, text: str) -> Mark:
    found = _LINE.fullmatch(line)
    if found is None:
        raise wrong(path, number, "a mark is T1<tab>Type start end<tab>text; one in pieces (0 5;8 10) is not read.")
    start, end = int(found[2]), int(found[3])
    if text[start:end] != found[4]:
        raise wrong(path, number, f"the text has {text[start:end]!r} at {start} to {end}, not {found[4]!r}.")
    return Mark(start, end, found[1], found[1])


def _label_finely(annotation: Annotation) -> list[Mark]:
    return [Mark(each.start, each.end, each.type, each.type, each.kind) for each in annotation.mentions]


def _label_coarsely(annotation: Annotation) -> list[Mark]:
    found = ((each, COARSE.get(each.type, "MISC")) for each in annotation.mentions if each.kind != "nominal")
    return [Mark(each.start, each.end, label, label) for each, label in found]
