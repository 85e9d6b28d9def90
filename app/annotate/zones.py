"""The parts of an article in plain text: head, title, byline, lead, body, captions, and what follows the article."""

from collections.abc import Iterable
from typing import NamedTuple

from app.annotate.blocks import Block, split_blocks
from app.annotate.dates import find_dateline, header_prefix
from app.annotate.furniture import LONGEST, furniture, is_tail
from app.domain.annotations import Span, Zone, ZoneName

_PARAGRAPH = 200  # characters of a paragraph that surely is body
_BEGUN = 300  # characters after which an article has surely begun


class Layout(NamedTuple):
    """How a text is laid out. `datelines` are the spans that open a paragraph with the place it was written in."""

    zones: tuple[Zone, ...] = ()
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    kicker: str | None = None
    datelines: tuple[Span, ...] = ()


def _headline(text: str, block: Block) -> bool:
    """Whether a paragraph may be a heading: short, and no sentence that has ended."""
    line = text[block.start : block.end]
    return len(line) <= 150 and not line.rstrip("\"'“”»«").endswith((".", ",", ";", "…", ":"))


def _tail_start(text: str, blocks: list[Block]) -> int:
    """The number of the first paragraph that follows the article; a marker that the body follows opens no tail."""
    last_long = max((n for n, (start, end, _) in enumerate(blocks) if end - start >= _PARAGRAPH), default=0)
    read = 0
    for number, (start, end, _) in enumerate(blocks):
        begun = read >= _BEGUN or number > last_long
        if begun and end - start <= LONGEST and is_tail(text[start:end]):
            return number
        read += end - start
    return len(blocks)


def _label(text: str, blocks: list[Block]) -> list[ZoneName]:
    """The zones of the paragraphs, title and lead still as body."""
    labels: list[ZoneName] = []
    tail = _tail_start(text, blocks)
    for number, (start, end, _) in enumerate(blocks[:tail]):
        line = text[start:end] if end - start <= LONGEST else ""
        labels.append((furniture(line, number) if line else None) or "body")
    return labels + ["boilerplate"] * (len(blocks) - tail)


def _find_title(text: str, blocks: list[Block], labels: list[ZoneName]) -> list[int]:
    """The numbers of the paragraphs that are kicker and title: none, one, or two."""
    content = [number for number, label in enumerate(labels) if label == "body"]
    if len(content) < 2 or not _headline(text, blocks[content[0]]):
        return []
    first, second = content[:2]
    under = blocks[second]
    kicker = blocks[first].end - blocks[first].start <= 60 and text.count(" ", *blocks[first][:2]) < 6
    if kicker and second == first + 1 and not under.apart and _headline(text, under) and len(content) > 2:
        after = blocks[second + 1]
        if after.apart or after.end - after.start > 150:
            return [first, second]
    return [first]


def _mark_lead(text: str, blocks: list[Block], labels: list[ZoneName]) -> None:
    content = [number for number, label in enumerate(labels) if label == "body"]
    if len(content) < 2:
        return
    start, end, _ = blocks[content[0]]
    if 40 <= end - start <= 600 and not find_dateline(text, start, end):
        labels[content[0]] = "lead"


def _tile(text: str, blocks: Iterable[Block], labels: Iterable[ZoneName]) -> tuple[Zone, ...]:
    cuts: list[tuple[int, ZoneName]] = []
    for block, label in zip(blocks, labels, strict=True):
        if not cuts or cuts[-1][1] != label:
            cuts.append((block.start if cuts else 0, label))
    if not cuts:
        return (Zone(zone="body", start=0, end=len(text)),) if text else ()
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return tuple(Zone(zone=label, start=start, end=end) for (start, label), end in zip(cuts, ends, strict=True))


def _datelines(text: str, blocks: list[Block], labels: list[ZoneName]) -> tuple[Span, ...]:
    opening = [block for block, label in zip(blocks, labels, strict=True) if label in {"lead", "body"}][:3]
    found = (find_dateline(text, block.start, block.end) for block in opening)
    return tuple(span for span in found if span)


def _title_block(text: str, title: str) -> Block | None:
    """The first line of `text`, when it is `title`, also as a heading of Markdown."""
    start = len(text) - len(text.lstrip().lstrip("#").lstrip())
    end = start + len(title)
    return Block(start, end, True) if text.startswith(title, start) and text[end : end + 1] in {"", "\n"} else None


def lay_out(text: str, given_title: str | None = None) -> Layout:
    """The zones of `text`, which tile it, and its title: `given_title`, in zone title where the text begins with it."""
    head = header_prefix(text)
    titled = _title_block(text, given_title) if given_title else None
    opening = titled or (Block(0, head.end, True) if head else None)
    blocks = split_blocks(text, opening.end if opening else 0)
    labels = _label(text, blocks)
    headings = [] if titled else _find_title(text, blocks, labels)
    for number in headings:
        labels[number] = "title"
    if titled or headings:
        _mark_lead(text, blocks, labels)
    datelines = _datelines(text, blocks, labels)
    names = [text[blocks[number].start : blocks[number].end] for number in headings]
    if opening:
        blocks.insert(0, opening)
        labels.insert(0, "title" if titled else "header")
    return Layout(
        zones=_tile(text, blocks, labels),
        blocks=tuple(blocks),
        title=given_title or (names[-1] if names else None),
        kicker=names[0] if len(names) > 1 else None,
        datelines=datelines,
    )
