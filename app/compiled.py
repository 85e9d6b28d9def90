"""Where the inner loops stand that are written in C, and where they are compiled to."""

from hashlib import blake2b
from pathlib import Path

_HERE = Path(__file__).parent

FOLDERS = tuple(_HERE.joinpath(*each, "native") for each in (("annotate",), ("domain",), ("search", "whoosh")))
"""Each has the sources of a library."""


def sources(folder: Path) -> list[Path]:
    """What is compiled in a folder."""
    return sorted(folder.glob("*.c"))


def library_path(folder: Path) -> Path:
    """The library of the sources in a folder, and of no others: its name has their digest."""
    digest = blake2b(digest_size=4)
    for source in [*sources(folder), *sorted(folder.glob("*.h"))]:
        digest.update(source.read_bytes())
    return folder / f"kernels-{digest.hexdigest()}.so"
