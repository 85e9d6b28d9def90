"""The engines that are measured, one module each; all are asked the same through the two protocols."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery

PEERS = {"ours": "Attaché", "tantivy": "Tantivy", "fts5": "SQLite FTS5", "stock_whoosh": "stock Whoosh"}
LIMIT = 20


class Answer(NamedTuple):
    """How many articles there are, and the ids of the best or newest 20."""

    total: int
    ids: list[str]


class Writer(Protocol):
    """Writes the index in a folder. Analysis that is not the engine's own work is done in `prepare`."""

    def __init__(self, folder: Path) -> None: ...

    def prepare(self, document: IndexDocument) -> Any:
        """What the engine takes."""
        ...

    def fill(self, batches: Iterable[Sequence[Any]]) -> None:
        """Write all articles of an index that is empty."""
        ...

    def add(self, prepared: Sequence[Any]) -> None:
        """Add articles."""
        ...

    def commit(self) -> None:
        """From here on they are found."""
        ...

    def close(self) -> None:
        """All is on the disk, as compact as the engine makes it."""
        ...


class Reader(Protocol):
    """Reads the index in a folder. `forget` drops all caches, `forget_queries` those of whole queries; None: none."""

    forget: Callable[[], object] | None
    forget_queries: Callable[[], object] | None

    def __init__(self, folder: Path) -> None: ...

    def prepare(self, query: ArticleQuery) -> Any:
        """A query as the engine takes it."""
        ...

    def ask(self, prepared: Any) -> Answer:
        """The answer."""
        ...

    def refresh(self) -> None:
        """See what was committed."""
        ...


class Peer(Protocol):
    """A module of this package."""

    Writer: type[Writer]
    Reader: type[Reader]


def find_peer(name: str) -> Peer:
    """The engine of one of the names in `PEERS`."""
    module: Any = import_module(f"benchmarks.peers.{name}")
    return module
