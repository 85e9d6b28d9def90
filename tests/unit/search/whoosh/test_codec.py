"""Whoosh's own writer and readers over segments of arrays."""

import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.index import FileIndex
from whoosh.query import And, Phrase, Prefix, Query, Term
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import OPTIMIZE, SegmentWriter

from app.domain.index_documents import IndexDocument
from app.search.whoosh.codec import ArrayCodec
from app.search.whoosh.commits import Commit
from app.search.whoosh.fields import document_fields, schema
from app.search.whoosh.storage import INDEX, DurableStorage
from tests.contract.search.documents import article
from tests.contract.search.test_agreement import documents


def create(folder: Path) -> FileIndex:
    folder.mkdir()
    return FileIndex.create(DurableStorage(folder), schema(), INDEX)


def write(writer: SegmentWriter, given: Sequence[IndexDocument]) -> None:
    for document in given:
        writer.add_document(**document_fields(document))
    writer.commit()


def stock(index: FileIndex) -> SegmentWriter:
    return SegmentWriter(index, codec=ArrayCodec(), _lk=False)


def content(folder: Path) -> bytes:
    return next(folder.glob("*.arrays")).read_bytes()


@settings(max_examples=40)
@given(st.lists(documents(), min_size=1, max_size=6, unique_by=lambda each: each.id))
def test_two_writers_make_one_format(given: list[IndexDocument]) -> None:
    with tempfile.TemporaryDirectory() as name:
        theirs, ours = Path(name) / "theirs", Path(name) / "ours"
        write(stock(create(theirs)), given)
        write(Commit(create(ours), ours, 0), given)
        assert content(theirs) == content(ours)


TEXTS = {"a": "Die EU und die NATO", "b": "Die NATO und die EU", "c": "Neue Töne der NATO"}


@pytest.fixture
def index(tmp_path: Path) -> FileIndex:
    """Three articles in two segments, of which `b` is deleted."""
    index = create(tmp_path / "index")
    given = [article(name, body, title="EU") for name, body in TEXTS.items()]
    write(stock(index), given[:2])
    writer = stock(index)
    writer.add_document(**document_fields(given[2]))
    writer.delete_by_term("article", "b")
    writer.commit(merge=False)
    return index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Term("text", "nato"), "a c"),
        (Term("title", "eu"), "a c"),
        (Term("lead", "eu"), ""),
        (Term("article", "c"), "c"),
        (And([Term("text", "eu"), Term("text", "und")]), "a"),
        (Phrase("text", ["die", "eu"]), "a"),
        (Phrase("text", ["die", "nato"], slop=1), "a"),
        (Phrase("text", ["toene", "der"]), "c"),
        (Prefix("text", "n"), "a c"),
    ],
)
def test_whoosh_searches_it(index: FileIndex, query: Query, found: str) -> None:
    with index.searcher() as searcher:
        hits = searcher.search(query, limit=None, scored=False)
        assert sorted(hit["article"] for hit in hits) == found.split()


def test_whoosh_reads_its_terms(index: FileIndex) -> None:
    with closing(index.reader()) as reader:
        assert [text for field, text in reader.all_terms() if field == "title"] == [b"eu"]
        assert (reader.doc_count(), reader.doc_count_all()) == (2, 3)
        assert reader.frequency("text", "die") == 4
        assert reader.term_info("title", "eu").max_weight() == 4
        leaf = reader.leaf_readers()[0][0]
        assert [leaf.stored_fields(number)["article"] for number in leaf.all_doc_ids()] == ["a"]
        with pytest.raises(TermNotFound):
            leaf.postings("text", "niemand")


def test_our_writer_takes_in_whooshs_readers(index: FileIndex, tmp_path: Path) -> None:
    writer = Commit(index, tmp_path / "index", 7)
    writer.commit(mergetype=OPTIMIZE)
    (segment,) = index._read_toc().segments
    assert (segment.doc_count_all(), segment.applied) == (2, 7)
    with closing(SegmentReader(index.storage, schema(), segment)) as reader:
        assert list(reader.all_terms())


def test_whooshs_writer_cannot_merge(index: FileIndex) -> None:
    with pytest.raises(TypeError, match="cannot merge"):
        stock(index).commit(mergetype=OPTIMIZE)


def test_what_is_cancelled_leaves_no_file(tmp_path: Path) -> None:
    writer = stock(create(tmp_path / "index"))
    writer.add_document(**document_fields(article("a", "EU")))
    writer.cancel()
    assert not list((tmp_path / "index").glob("*.arrays"))
