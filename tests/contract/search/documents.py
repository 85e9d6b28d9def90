"""Index documents as short as a test needs them, and what a search over them found."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from app.domain.annotations import EntityType, ZoneName
from app.domain.dates import parse_partial_date
from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.ports import Hits, IndexWriter, SearchIndex
from app.domain.queries import ArticleQuery
from app.domain.word_grammar import parse_word_expression
from app.domain.words import parse_words
from app.search.memory import MemoryIndex
from app.search.whoosh import WhooshIndex, WhooshWriter

START = datetime(2024, 1, 1, tzinfo=UTC)


def article(name: str, body: str = "", *, on: str | None = None, title: str = "", **more: Any) -> IndexDocument:
    """An article `name`, dated by EDTF.

    `entities` are ids, `surfaces` texts of persons, both of the body; or mentions as `mention` makes them.
    """
    days = parse_partial_date(on) if on else None
    passages = tuple((zone, text) for zone, text in (("title", title), ("body", body)) if text)
    given: dict[str, Any] = {
        "language": "de",
        "source": None,
        "passages": passages,
        "dates": (),
        "published_at": None,
        "ingested_at": START,
        "updated_at": START,
        "duplicate_of": None,
        **more,
    }
    entities = [each if isinstance(each, IndexMention) else mention(each) for each in given.pop("entities", ())]
    surfaces = [each if isinstance(each, IndexMention) else spelled(each) for each in given.pop("surfaces", ())]
    span: dict[str, date | None] = {"earliest": days and days.earliest, "latest": days and days.latest}
    return IndexDocument(id=name, mentions=(*entities, *surfaces), **span, **given)


def mention(entity: str, zone: ZoneName = "body", **more: Any) -> IndexMention:
    """A mention of an entity, in the first sentence of a zone."""
    plain: dict[str, Any] = {"type": "other", "sentence": 0, "paragraph": 0, "text": entity}
    return IndexMention(entity=entity, zone=zone, **{**plain, **more})


def spelled(text: str, zone: ZoneName = "body", kind: EntityType = "person") -> IndexMention:
    """A mention of this spelling."""
    return mention("x-somebody", zone, text=text, type=kind)


class Reader(SearchIndex, Protocol):
    """A `SearchIndex` that can be told to look for the newest state at once."""

    def close(self) -> None: ...


@dataclass
class Subject:
    """An adapter under test: what is written is seen by the next search."""

    writer: IndexWriter
    reader: Reader
    applied: int = field(default=0)

    def put(self, *documents: IndexDocument, deleted: Sequence[str] = ()) -> None:
        """One commit."""
        self.applied += 1
        self.writer.apply(documents, deleted, self.applied)
        self.reader.close()

    def search(self, q: str | None = None, *, limit: int | None = None, **filters: Any) -> Hits:
        """The answer to a query; the other keywords are `mode`, fields of `ArticleQuery`, and `offset` and `after`."""
        page = {name: filters.pop(name) for name in ("offset", "after") if name in filters}
        parse = {"simple": parse_words, "advanced": parse_word_expression}[filters.pop("mode", "simple")]
        text = filters if q is None else {"text": parse(q), **filters}
        return self.reader.search(ArticleQuery(**text), limit=limit, **page)

    def find(self, q: str | None = None, **filters: Any) -> list[str]:
        """The ids that a query finds, in order."""
        return ids(self.search(q, **filters))


def ids(hits: Hits) -> list[str]:
    """The ids on a page."""
    return [hit.id for hit in hits.hits]


def names(number: int) -> Iterable[str]:
    """As many ids, in ascending order."""
    return (f"a{index:05}" for index in range(number))


Written = list[tuple[list[IndexDocument], list[str]]]
"""Commits: what each puts, and the ids of what it deletes."""


@contextmanager
def both(written: Written) -> Iterator[tuple[MemoryIndex, WhooshIndex]]:
    """An index in memory and one of Whoosh that hold the same."""
    memory = MemoryIndex()
    with tempfile.TemporaryDirectory() as folder, closing(WhooshWriter(Path(folder))) as writer:
        for applied, (put, deleted) in enumerate(written, start=1):
            for index in (memory, writer):
                index.apply(put, deleted, applied)
        with closing(WhooshIndex(Path(folder))) as whoosh:
            yield memory, whoosh
