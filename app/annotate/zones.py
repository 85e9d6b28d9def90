"""The parts of an article in plain text: head, title, byline, lead, body, captions, and what follows the article."""

from collections.abc import Iterable
from typing import NamedTuple

from app.annotate.blocks import Block, split_blocks
from app.annotate.dates import find_dateline, header_prefix
from app.annotate.furniture import furniture
from app.annotate.markdown import plain
from app.annotate.tails import LONGEST, ended, is_prose, is_tail, tail_start
from app.domain.annotations import Span, Zone, ZoneName

_SHORTEST_LEAD, _LEAD = 40, 600  # characters of a lead
_SHORTEST_TEASER = 60  # characters of a title below a blank line that is no sub-heading
_LONGEST_KICKER = 3  # words of a kicker above a blank line


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


def _label(text: str, blocks: list[Block], above: int) -> list[ZoneName]:
    """The zones of the paragraphs, title and lead still as body; `above` counts those that stand before them."""
    labels: list[ZoneName] = []
    lines = [plain(text[start : min(end, start + LONGEST + 1)]) for start, end, _ in blocks]
    tail = tail_start(text, blocks, lines)
    read = 0
    for number, (start, end, _) in enumerate(blocks[:tail]):
        short = end - start <= LONGEST
        label = furniture(text[start:end], number + above, read, lines[number]) if short else None
        labels.append(label or "body")
        read += 0 if label else end - start
    _mark_teasers(text, blocks[:tail], lines, labels)
    return labels + ["boilerplate"] * (len(blocks) - tail)


def _mark_teasers(text: str, blocks: list[Block], lines: list[str], labels: list[ZoneName]) -> None:
    """Labels what a box in the midst of the article lists: the lines under its mark that are no sentences."""
    begun = listing = first = False
    for number, block in enumerate(blocks):
        line = lines[number]
        if labels[number] == "boilerplate":
            listing = first = begun and is_tail(line)
        elif listing and _teaser(text, block, first):
            labels[number] = "boilerplate"
            first = False
        else:
            listing = False
            begun = begun or is_prose(line)


def _teaser(text: str, block: Block, first: bool) -> bool:
    """Whether a paragraph of a box is the title of another article, not a short heading below a blank line."""
    if block.apart and not first and block.end - block.start < _SHORTEST_TEASER:
        return False
    return _headline(text, block) or (first and not ended(text[block.start : block.end]))


def _find_title(text: str, blocks: list[Block], labels: list[ZoneName]) -> list[int]:
    """The numbers of the paragraphs that are kicker and title: none, one, or two."""
    content = [number for number, label in enumerate(labels) if label == "body"]
    if len(content) < 2 or not _headline(text, blocks[content[0]]):
        return []
    first, second = content[:2]
    return [first, second] if len(content) > 2 and _kicker(text, blocks, first, second) else [first]


def _kicker(text: str, blocks: list[Block], first: int, second: int) -> bool:
    """Whether the paragraph `first` only leads to the title, which is `second`."""
    upper, under = blocks[first], blocks[second]
    spaces = text.count(" ", upper.start, upper.end)
    if second != first + 1 or upper.end - upper.start > 60 or spaces > 5 or not _headline(text, under):
        return False
    if under.apart:
        return spaces < _LONGEST_KICKER <= text.count(" ", under.start, under.end)
    after = blocks[second + 1]
    return after.apart or after.end - after.start > 150


def _mark_lead(text: str, blocks: list[Block], labels: list[ZoneName]) -> None:
    """Labels the paragraph under the title as lead, unless a dateline opens it; a short line may stand between."""
    content = [number for number, label in enumerate(labels) if label == "body"]
    short = [number for number in content[:1] if blocks[number].end - blocks[number].start < _SHORTEST_LEAD]
    content = content[len(short) :]
    if len(content) < 2:
        return
    start, end, _ = blocks[content[0]]
    if _SHORTEST_LEAD <= end - start <= _LEAD and not find_dateline(text, start, end):
        labels[content[0]] = "lead"


def _tile(text: str, blocks: Iterable[Block], labels: Iterable[ZoneName]) -> tuple[Zone, ...]:
    cuts: list[tuple[int, ZoneName]] = []
    for block, label in zip(blocks, labels, strict=True):
        if not cuts or cuts[-1][1] != label:
            cuts.append((block.start if cuts else 0, label))
    if not cuts:
        return (Zone(zone="body", start=0, end=len(text)),) if text else ()
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return tuple(Zone.trusted(zone=label, start=start, end=end) for (start, label), end in zip(cuts, ends, strict=True))


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
    labels = _label(text, blocks, 1 if titled else 0)
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
