"""A merge that runs beside the commits of a writer, and is taken into a later one."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from app.search.whoosh.codec import ArraySegment
from app.search.whoosh.segments.container import Container, write_container
from app.search.whoosh.segments.merging import merge
from app.search.whoosh.storage import INDEX, UNFINISHED


class Merge:
    """Merges the segments as they stand now, in a thread of its own."""

    def __init__(self, folder: Path, sources: Sequence[ArraySegment]) -> None:
        self._folder = folder
        self._masks = {segment.segid: segment.live() for segment in sources}
        self._merged = ArraySegment(INDEX)
        self._merged.set_doc_count(sum(int(np.count_nonzero(mask)) for mask in self._masks.values()))
        self._beside = folder / f".{self._merged.segid}{UNFINISHED}"
        pool = ThreadPoolExecutor(1, "merge")
        self._running: Future[None] = pool.submit(self._merge, [Container(each.path(folder)) for each in sources])
        pool.shutdown(wait=False)

    def done(self) -> bool:
        """Whether it has ended."""
        return self._running.done()

    def takes(self, segment: ArraySegment) -> bool:
        """Whether it merges this segment."""
        return segment.segid in self._masks

    def adopt(self, segments: list[ArraySegment]) -> None:
        """Put the merged segment in the place of its sources, less what was deleted from them since.

        Waits for the end, and raises what went wrong.
        """
        self._running.result()
        left = {segment.segid: segment.live() for segment in segments}
        gone = [~left.get(name, np.zeros_like(mask))[mask] for name, mask in self._masks.items()]
        for number in np.flatnonzero(np.concatenate(gone)).tolist():
            self._merged.delete_document(number)
        self._beside.rename(self._merged.path(self._folder))
        segments[:] = [*(segment for segment in segments if not self.takes(segment)), self._merged]

    def discard(self) -> None:
        """Wait for the end, and leave nothing."""
        self._running.exception()
        self._beside.unlink(missing_ok=True)

    def _merge(self, containers: Sequence[Container]) -> None:
        write_container(self._beside, merge(zip(containers, self._masks.values(), strict=True)))
