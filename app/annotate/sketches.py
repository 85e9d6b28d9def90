"""Sketches of texts: signatures that are alike as far as the texts are.

MinHash (A. Broder, "On the resemblance and containment of documents", 1997) over shingles of four words. Of the least
hash of each of 128 permutations 16 bits are kept (b-bit minwise hashing, Li and König, 2010), so the share of equal
numbers in two signatures estimates the share of shingles that the texts have in common. The permutations are linear
maps of 64 bits (Dietzfelbinger, 1996), drawn from a fixed seed: the same text has the same signature everywhere.
"""

import re
from array import array
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from app.annotate.memory import Memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERMUTATIONS = 128
WORDS = 4  # of a shingle
SHORTEST = 40  # words of a text that is sketched: in less, too few shingles tell too little
_WORD = re.compile(r"\w+")
_SEED = 1997


@cache
def _permutations() -> tuple["NDArray[np.uint64]", "NDArray[np.uint64]"]:
    import numpy as np  # noqa: PLC0415  (a tenth of a second, once, when needed)

    dice = np.random.Generator(np.random.PCG64(_SEED))
    factors = dice.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, dice.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)


def _hash(token: str) -> int | None:
    folded = token.casefold()
    return crc32(folded.encode()) if folded.isalnum() else _MIXED if token[0].isalnum() else None


_MIXED = -1
_HASHES = Memory(_hash, 20_000)  # of words; `_MIXED` for one that holds other signs too, None for a sign


def sketch(passages: Iterable[str], tokens: Iterable[str] = ()) -> bytes:
    """The signature of a text in passages: 128 little-endian 16-bit numbers; empty for less than 40 words.

    `tokens` may be given where they are known: all words and signs of the passages.
    """
    import numpy as np  # noqa: PLC0415

    from app.annotate.native.kernels import least  # noqa: PLC0415

    hashed = [each for each in map(_HASHES.__getitem__, tokens) if each is not None]
    if not hashed or _MIXED in hashed:
        folded = "\n".join(word for passage in passages for word in _WORD.findall(passage.casefold()))
        hashed = [*map(crc32, folded.encode().split(b"\n"))]
    if len(hashed) < SHORTEST:
        return b""
    found = least(np.frombuffer(array("I", hashed), np.uint32), WORDS, *_permutations())
    signature: bytes = (found >> np.uint64(16)).astype("<u2").tobytes()
    return signature
