"""Where sentences begin, in German and English: abbreviations, initials and ordinals do not end one."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.annotate.blocks import Block
from app.annotate.word_lists import word_set
from app.domain.annotations import Span

# Each run of marks is looked at once, from its first mark; a mark comes first here since that is searched for fast.
_END = re.compile(r"""[.!?…](?<![.!?…].)[.!?…]*+["'»«“”’‘)\]]*+(?=\s)""")
_BEFORE = re.compile(r"[\w.\-]*\Z")
_OPENING = "\"'»«„“”‚‘’([–—-•"
_ABBREVIATIONS = word_set("""
    abb abs adj allg art aug az bd betr bzgl bzw ca dgl dipl dr ebd ehem eigtl einschl etc evtl exkl feb ff fr geb
    gegr gem ggf ggü hl hon hr hrsg inkl ing insb jan jh jhd kap kath lat lfd max mind min mio mrd med nov nr okt
    phil prof fa hbf kfz mill rd red resp sog sept sep st std str tel tsd usf usw v.a vgl vol vs z.b zit zt zw z.t
    u.a d.h i.d.r o.ä u.ä a.d apr capt cf co col corp dec est ft gen gov inc jr jul jun lt ltd maj mr mrs ms mt no
    oct rep rev sen sgt sr a.m p.m e.g i.e u.s u.k u.n d.c
    """)
_MAY_END = frozenset({"etc", "usw", "usf", "u.s", "u.k", "u.n", "a.m", "p.m", "d.c", "jr", "inc", "corp", "co", "ltd"})
_MONTHS = word_set("jan feb mär mar apr mai may jun jul aug sep okt oct nov dez dec jah jh")


def _ordinal(word: str, follows: str) -> bool:
    """`3. Februar`, `der 2. Weltkrieg`; but a sentence may end in `um 12. Die …`."""
    if not word.isdigit() or len(word) > 2:
        return False
    return follows[:3].lower() in _MONTHS or not follows.startswith(("Der ", "Die ", "Das ", "The ", "In ", "Es "))


def _abbreviated(word: str, follows: str) -> bool:
    lower = word.lower()
    if lower in _MAY_END:
        return not follows.startswith(
            ("Der ", "Die ", "Das ", "The ", "In ", "Es ", "It ", "He ", "She ", "But ", "Er ")
        )
    initial = len(word) == 1 and word.isalpha() and word != "I"
    return lower in _ABBREVIATIONS or initial or _ordinal(word, follows)


def _ends(text: str, found: re.Match[str], end: int) -> bool:
    follows = text[found.end() : min(end, found.end() + 24)].lstrip()
    first = follows.lstrip(_OPENING)[:1]
    if not first or not (first.isupper() or first.isdigit()):
        return False
    if found[0] != ".":
        return True
    before = _BEFORE.search(text[max(0, found.start() - 12) : found.start()])
    return before is None or not _abbreviated(before[0], follows)


def _starts(text: str, block: Block) -> Iterator[int]:
    yield block.start
    for found in _END.finditer(text, block.start, block.end):
        if _ends(text, found, block.end):
            gap = text[found.end() : min(block.end, found.end() + 64)]
            yield found.end() + len(gap) - len(gap.lstrip())


def sentence_starts(text: str, blocks: list[Block]) -> list[int]:
    """The offsets at which the sentences of `blocks` begin, ascending; every block begins one."""
    return [start for block in blocks for start in _starts(text, block)]


def sentence_spans(text: str, blocks: list[Block]) -> list[Span]:
    """The sentences of `blocks`, in order; the white space between them belongs to none."""
    return [
        Span(start=start, end=start + len(text[start:end].rstrip()))
        for block in blocks
        for start, end in pairwise([*_starts(text, block), block.end])
    ]
