from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice

import pytest

from app.domain.index_documents import IndexDocument, IndexMention
from app.domain.ports import IndexWriter, SearchIndex
from app.domain.queries import ArticleQuery
from app.search.memory import MemoryIndex
from app.search.whoosh import WhooshIndex, WhooshWriter, create_generation, switch
from app.services import Services
from app.services.articles import Page, find

DAY = date(2024, 2, 10)
ARTICLES = 10_000


def document(name: str) -> IndexDocument:
    return IndexDocument(
        id=name,
        language="de",
        source=None,
        passages=(("body", "Die EU tagt"),),
        mentions=(IndexMention("eu", "organization", "body", 0, 0, "EU"),),
        dates=(),
        earliest=DAY,
        latest=DAY,
        published_at=None,
        ingested_at=datetime(2024, 2, 10, tzinfo=UTC),
        updated_at=datetime(2024, 2, 10, tzinfo=UTC),
        duplicate_of=None,
    )


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, services: Services) -> Iterator[tuple[SearchIndex, IndexWriter]]:
    if request.param == "memory":
        memory = MemoryIndex()
        yield memory, memory
    else:
        folder = request.getfixturevalue("tmp_path") / "index"
        name = create_generation(folder)
        switch(folder, name)
        writer = WhooshWriter(folder)
        yield WhooshIndex(folder), writer
        writer.close()


@pytest.mark.parametrize("sort", ["-date", "-ingested"])
def test_a_walk_meets_every_article_once_while_others_come(
    services: Services, index: tuple[MemoryIndex | WhooshIndex, IndexWriter], sort: str
) -> None:
    reader, writer = index
    walked = Services(store=services.store, index=reader, annotator=services.annotator)
    there = [f"n{number:05}" for number in range(ARTICLES)]
    writer.apply([document(name) for name in there], [], 1)
    newcomers = (f"{'amz'[number % 3]}{number:05}-new" for number in range(ARTICLES))
    query, met, cursor, seq = ArticleQuery.model_validate({"sort": sort}), list[str](), None, 1
    while True:
        found = find(walked, query, Page(200, cursor))
        met += [hit.id for hit in found.hits]
        cursor = found.next_cursor
        if cursor is None:
            break
        seq += 1
        if seq % 5 == 0:
            writer.apply([document(name) for name in islice(newcomers, 7)], [], seq)
            reader.close()  # look at once, and not after 200 ms
    assert len(met) == len(set(met))
    assert set(there) <= set(met)
    assert len(met) > ARTICLES
