"""What a segment knows of its documents, one by one: their ids and their places in an order."""

from bisect import bisect_right
from collections.abc import Sequence

from app.domain.ports import SortKey
from app.domain.queries import Sort
from app.search.whoosh.finding.lexicon import Strings
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.document_sections import NO_CLOCK


class Documents:
    """The documents of a segment by number."""

    def __init__(self, arrays: Arrays) -> None:
        self.ids = Strings(arrays, "id")
        self._by_id = arrays["id.order"].data
        self._earliest = arrays["earliest"].data
        self._latest = arrays["latest"].data
        self._clock = arrays["clock"].data
        self._ingested = arrays["ingested"].data

    def keys(
        self, numbers: Sequence[int], names: Sequence[str], sort: Sort, scores: Sequence[float | None]
    ) -> list[SortKey]:
        """The places of documents with these ids in the order of a sort, as `ordering` gives them."""
        if sort == "relevance":
            return [(0.0 - (score or 0.0), name) for score, name in zip(scores, names, strict=True)]
        if sort == "-ingested":
            return [(-self._ingested[number], name) for number, name in zip(numbers, names, strict=True)]
        return self._by_date(numbers, names, -1 if sort == "-date" else 1)

    def _by_date(self, numbers: Sequence[int], names: Sequence[str], sign: int) -> list[SortKey]:
        found: list[SortKey] = []
        for number, name in zip(numbers, names, strict=True):
            latest, clock = self._latest[number], self._clock[number]
            if not latest:
                found.append((1, name))
            else:
                timed = (0, 0) if clock == NO_CLOCK else (sign, sign * clock)
                found.append((0, sign * latest, sign * self._earliest[number], *timed, name))
        return found

    def rank_behind(self, name: str) -> int:
        """How many ids of the segment are this one or come before it."""
        return bisect_right(self._by_id, name, key=self.ids.text)

    def key(self, number: int, sort: Sort) -> SortKey:
        """The place of a document in the order of a sort; by relevance that of no score."""
        return self.keys([number], [self.ids.text(number)], sort, [None])[0]


def find_document(arrays: Arrays, name: str) -> int | None:
    """The number of the document with this id, deleted or not; None when the segment has none."""
    documents = Documents(arrays)
    rank = documents.rank_behind(name)
    number = arrays["id.order"].data[rank - 1] if rank else None
    return number if number is not None and documents.ids.text(number) == name else None
