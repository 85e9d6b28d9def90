"""The strings of a segment; its names, sorted, and its forms: found by what they are, how they begin and by keys."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from app.search.analysis import query_key
from app.search.whoosh.finding.factors import SCALES
from app.search.whoosh.native.families import Families, Hashed, Runs, Word, word
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers, hash_string

_BEHIND = b"\xff"  # no byte of UTF-8 is as high
_HASHED = ("form.hash", "form.hashed", "key.hash", "key.starts", "key.forms", "key.kinds")
_FEW = 64  # what one query looks for in several segments


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


class Lexicon(Names):
    """The exact forms of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays, "form")
        self.sizes: Numbers = arrays["form.size"]
        self.letters: Numbers = arrays["form.letters"]
        self._families = Families(Hashed(*map(arrays.__getitem__, _HASHED)))

    def number(self, name: str) -> int | None:
        """The number of a form, by its hash."""
        (found,) = self.all_numbers((name,)) or (None,)
        return found

    def all_numbers(self, names: tuple[str, ...]) -> list[int]:
        """The number of each of these forms; none when one of them is not there."""
        found = self._families.forms(_hashes(names))
        return [] if -1 in found else found

    def family(self, form: str, languages: int) -> Runs:
        """The forms that a word stands for: its own, and its family in each language, which are told by their bits."""
        return self._families.family(_word(form, languages))


@lru_cache(maxsize=_FEW)
def _hashes(names: tuple[str, ...]) -> bytes:
    return array("Q", map(hash_string, names)).tobytes()


@lru_cache(maxsize=_FEW)
def _word(form: str, languages: int) -> Word:
    spoken = [(language, scale) for place, (language, scale) in enumerate(SCALES.items()) if languages >> place & 1]
    return word(hash_string(form), [(hash_string(query_key(form, language)), scale) for language, scale in spoken])
