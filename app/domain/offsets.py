"""Offsets in the units that callers count in: code points (Python), UTF-16 code units (JavaScript), UTF-8 bytes."""

from collections.abc import Iterable
from typing import Literal

OffsetUnit = Literal["codepoint", "utf16", "byte"]
OFFSET_UNITS: tuple[OffsetUnit, ...] = ("codepoint", "utf16", "byte")


def convert_offsets(text: str, offsets: Iterable[int], unit: OffsetUnit) -> dict[int, int]:
    """Each code point offset into `text`, in `unit`. One pass over the text, whatever the order of the offsets."""
    wanted = sorted(set(offsets))
    if unit == "codepoint" or text.isascii():
        return {offset: offset for offset in wanted}
    encoding, width = ("utf-16-le", 2) if unit == "utf16" else ("utf-8", 1)
    converted: dict[int, int] = {}
    done = total = 0
    for offset in wanted:
        total += len(text[done:offset].encode(encoding)) // width
        done, converted[offset] = offset, total
    return converted
