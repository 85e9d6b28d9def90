"""The index follows the change log: what was logged is read from the store as it stands now, and put into the index."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from app.domain.index_documents import IndexDocument
from app.domain.ports import IndexWriter, Store

BATCH = 500


def catch_up(store: Store, writer: IndexWriter, batch: int = BATCH) -> int:
    """Apply all changes past the writer's checkpoint and return how many.

    State is copied, not replayed, so doing it again does no harm: the documents and the checkpoint of a batch
    appear together, or not at all. What was purged is erased before that is recorded.
    """
    done = 0
    while changes := store.changes(writer.applied(), batch):
        names = list(dict.fromkeys(change.id for change in changes))
        documents = store.documents(names)
        living = {document.id for document in documents}
        if purged := [change.id for change in changes if change.cause == "purge"]:
            writer.erase(purged)
        writer.apply(documents, [name for name in names if name not in living], changes[-1].seq)
        done += len(changes)
    return done


def fill(store: Store, writer: IndexWriter, batch: int = BATCH, on_batch: Callable[[int], None] | None = None) -> None:
    """Fill an empty index with all that is stored; `on_batch` hears how many articles each batch held."""
    writer.fill(_batches(store, batch, on_batch), store.head())
    catch_up(store, writer, batch)


def _batches(store: Store, batch: int, on_batch: Callable[[int], None] | None) -> Iterator[Sequence[IndexDocument]]:
    names = store.ids()
    while chunk := list(islice(names, batch)):
        yield store.documents(chunk)
        if on_batch:
            on_batch(len(chunk))


def follow(store: Store, writer: IndexWriter, proceed: Callable[[], bool], pause: float = 0.1) -> None:
    """Catch up for as long as `proceed()`, looking for news every `pause` seconds."""
    while proceed():
        if store.head() > writer.applied():
            catch_up(store, writer)
        time.sleep(pause)
