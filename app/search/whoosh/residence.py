"""How much of the mapped files of an index is in the memory of this process.

Every page that a search looks at stays mapped. The system can take it back at any time and yet counts it as ours: where
memory is watched, a reader would seem to grow to the size of its index.
"""

import mmap
from collections.abc import Collection
from pathlib import Path

from app.search.whoosh.segments.container import Container

_STATM = Path("/proc/self/statm")
_EVERY = 16
_ROOM = 32 << 20
_ROOM_FOR_EACH = 1 << 8


class Residence:
    """Lets go of the pages of files whenever some 32 MiB, and a quarter of a KiB for each article, have been looked at.

    A page that is asked for again comes from the page cache of the system. Without proc(5) of Linux nothing is let go.
    """

    def __init__(self) -> None:
        self._files: Collection[Container] = ()
        self._room = self._questions = 0
        self._least = mapped_bytes()

    def watch(self, files: Collection[Container], articles: int) -> None:
        """From now on these files are looked at, which hold so many articles."""
        self._files, self._room = files, _ROOM + _ROOM_FOR_EACH * articles

    def check(self) -> None:
        """Count a question, which may look at new pages; after some of them, see how much is mapped."""
        self._questions += 1
        if self._questions % _EVERY == 0 and mapped_bytes() > self._least + self._room:
            for each in self._files:
                each.let_go()
            self._least = mapped_bytes()


def mapped_bytes() -> int:
    """The bytes of files, those of libraries too, that are mapped and in memory; 0 where nobody tells."""
    try:
        return int(_STATM.read_bytes().split()[2]) * mmap.PAGESIZE
    except OSError:
        return 0
