"""The strings of a segment; its names, sorted, and its forms: found by what they are, how they begin and by keys."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers, hash_string

_BEHIND = b"\xff"  # no byte of UTF-8 is as high


class Strings:
    """Strings by number, each decoded when it is asked for."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._bytes = arrays[f"{name}.bytes"].data
        self._starts = arrays[f"{name}.starts"].data

    def text(self, number: int) -> str:
        """The string that has a number."""
        return str(self._bytes[self._starts[number] : self._starts[number + 1]], "utf-8")

    def texts(self, numbers: range) -> list[str]:
        """Strings that follow upon each other."""
        first = self._starts[numbers.start]
        whole = bytes(self._bytes[first : self._starts[numbers.stop]])
        ends = (at - first for at in self._starts[numbers.start : numbers.stop + 1])
        if whole.isascii():
            text = whole.decode()
            return [text[start:end] for start, end in pairwise(ends)]
        return [whole[start:end].decode() for start, end in pairwise(ends)]

    def some_texts(self, numbers: Iterable[int]) -> list[str]:
        """The strings that have these numbers."""
        data, starts = self._bytes, self._starts
        return [str(data[starts[number] : starts[number + 1]], "utf-8") for number in numbers]


class Names(Strings):
    """Strings in the order of their code points."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        super().__init__(arrays, name)
        self._numbers = range(len(self._starts) - 1)

    def number(self, name: str) -> int | None:
        """The number of a name, None when it is not there."""
        wanted = name.encode(errors="surrogatepass")
        at = bisect_left(self._numbers, wanted, key=self._encoded)
        return at if at < len(self._numbers) and self._encoded(at) == wanted else None

    def span(self, beginning: str) -> range:
        """The numbers of those that begin so."""
        first = beginning.encode(errors="surrogatepass")
        low = bisect_left(self._numbers, first, key=self._encoded)
        return range(low, bisect_left(self._numbers, first + _BEHIND, low, key=self._encoded))

    def _encoded(self, number: int) -> bytes:
        return bytes(self._bytes[self._starts[number] : self._starts[number + 1]])


class Family(NamedTuple):
    """The forms that have a key, by number, and by which `Kind` each."""

    forms: Sequence[int]
    kinds: Sequence[int]


class Lexicon(Names):
    """The exact forms of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays, "form")
        self.sizes: Numbers = arrays["form.size"]
        self.letters: Numbers = arrays["form.letters"]
        self._hashes = arrays["form.hash"].data
        self._hashed = arrays["form.hashed"].data
        self._key_hashes = arrays["key.hash"].data
        self._key_starts = arrays["key.starts"].data
        self._key_forms = arrays["key.forms"].data
        self._key_kinds = arrays["key.kinds"].data

    def number(self, name: str) -> int | None:
        """The number of a form, by its hash."""
        at = _place(self._hashes, hash_string(name))
        return None if at is None else self._hashed[at]

    def family(self, key: str) -> Family:
        """The forms that have a key (see `analysis.keys`) in some document."""
        at = _place(self._key_hashes, hash_string(key))
        if at is None:
            return Family((), ())
        start, end = self._key_starts[at], self._key_starts[at + 1]
        return Family(self._key_forms[start:end].tolist(), self._key_kinds[start:end].tolist())


def _place(hashes: memoryview, wanted: int) -> int | None:
    at = bisect_left(hashes, wanted)
    return at if at < len(hashes) and hashes[at] == wanted else None
