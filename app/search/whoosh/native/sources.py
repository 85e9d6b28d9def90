"""Where the inner loops of a search stand in C, and where they are compiled to."""

from hashlib import blake2b
from pathlib import Path

_HERE = Path(__file__).parent

SOURCES = sorted(_HERE.glob("*.c"))


def library_path() -> Path:
    """The library of these sources, and of no others: its name has their digest."""
    digest = blake2b(digest_size=4)
    for source in [*SOURCES, *sorted(_HERE.glob("*.h"))]:
        digest.update(source.read_bytes())
    return _HERE / f"kernels-{digest.hexdigest()}.so"
