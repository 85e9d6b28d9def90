"""Tantivy, through its Python package: one indexing thread, positions of exact forms, frequencies of stems."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tantivy import Document, FieldType, Index, Occur, Order, Query, Schema, SchemaBuilder

from app.domain.actors import ActorExpression, AllOf, Entities
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without
from app.search.matching import wanted_forms
from benchmarks.corpus import ZONES
from benchmarks.peers import LIMIT, Answer
from benchmarks.terms import EXACT, STEMS, Terms, asked_terms, field, terms_of, zones_of

_HEAP = 256_000_000
_DAYS = ("earliest", "latest")


def schema() -> Schema:
    """The fields."""
    fields = SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for zone in ZONES:
        fields.add_text_field(field(EXACT, zone), tokenizer_name="whitespace", index_option="position")
        fields.add_text_field(field(STEMS, zone), tokenizer_name="whitespace", index_option="freq")
    for name in ("actors", "source"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in (*_DAYS, "newest"):
        fields.add_integer_field(name, indexed=name in _DAYS, fast=True)
    return fields.build()


class Writer:
    """See `benchmarks.peers.Writer`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._writer = Index(schema(), str(folder)).writer(_HEAP, num_threads=1)

    def prepare(self, document: IndexDocument) -> Terms:
        """Its terms."""
        return terms_of(document)

    def fill(self, batches: Iterable[Sequence[Terms]]) -> None:
        """One batch after the other."""
        for batch in batches:
            self.add(batch)
        self.commit()

    def add(self, prepared: Sequence[Terms]) -> None:
        """Hand them to the indexing thread."""
        for terms in prepared:
            self._writer.add_document(_document(terms))

    def commit(self) -> None:
        """Make them visible to new searchers."""
        self._writer.commit()

    def close(self) -> None:
        """Merge as its policy says, and let go."""
        self._writer.wait_merging_threads()


def _document(terms: Terms) -> Document:
    document = Document()
    document.add_text("id", terms.id)
    for name, words in terms.words.items():
        document.add_text(name, words)
    document.add_text("actors", terms.actors)
    document.add_text("source", terms.source)
    for name, day in zip(_DAYS, (terms.earliest, terms.latest), strict=True):
        if day is not None:
            document.add_integer(name, day)
    document.add_integer("newest", terms.newest)
    return document


class Reader:
    """See `benchmarks.peers.Reader`."""

    forget = forget_queries = None

    def __init__(self, folder: Path) -> None:
        self._index = Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def prepare(self, query: ArticleQuery) -> tuple[Query, str | None]:
        """The query, and by which field to sort."""
        parts = list(self._parts(query))
        whole = parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)
        return whole, None if query.sort == "relevance" else "newest"

    def ask(self, prepared: tuple[Query, str | None]) -> Answer:
        """The answer; ids come from the document store."""
        query, order = prepared
        found = self._searcher.search(query, LIMIT, count=True, order_by_field=order, order=Order.Desc)
        return Answer(found.count, [self._searcher.doc(address)["id"][0] for _, address in found.hits])

    def refresh(self) -> None:
        """Take the newest searcher."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def _parts(self, query: ArticleQuery) -> Iterator[tuple[Occur, Query]]:
        if query.text and query.text.expression:
            yield from self._required(query.text.expression)
        if query.actor:
            yield from ((Occur.Must, Query.const_score_query(each, 0.0)) for each in self._actors(query.actor))
        if query.interval and query.interval.earliest and query.interval.latest:
            low, high = query.interval.earliest.toordinal(), query.interval.latest.toordinal()
            for part in (self._range("earliest", None, high), self._range("latest", low, None)):
                yield Occur.Must, Query.const_score_query(part, 0.0)

    def _range(self, name: str, low: int | None, high: int | None) -> Query:
        return Query.range_query(self._schema, name, FieldType.Integer, low, high)

    def _actors(self, actor: ActorExpression) -> Iterator[Query]:
        match actor:
            case Entities(ids=(name,)):
                yield Query.term_query(self._schema, "actors", name, "basic")
            case AllOf(parts=parts):
                yield from (query for part in parts for query in self._actors(part))
            case _:
                raise NotImplementedError(actor)

    def _required(self, expression: TextExpression) -> Iterator[tuple[Occur, Query]]:
        match expression:
            case Every(parts=parts):
                yield from (each for part in parts for each in self._required(part))
            case Without(part=part):
                yield Occur.MustNot, self._any(part)
            case _:
                yield Occur.Must, self._any(expression)

    def _any(self, expression: TextExpression) -> Query:
        return Query.boolean_query([(Occur.Should, each) for each in self._choices(expression)])

    def _choices(self, expression: TextExpression) -> Iterator[Query]:
        """Flat, as Tantivy is fastest."""
        match expression:
            case Either(parts=parts):
                yield from (each for part in parts for each in self._choices(part))
            case Clause(kind="word"):
                for name, term in asked_terms(expression):
                    yield Query.term_query(self._schema, name, term, "freq")
            case Clause(kind="phrase"):
                for zone in zones_of(expression):
                    yield Query.phrase_query(self._schema, field(EXACT, zone), list(wanted_forms(expression)))
            case Clause(kind="prefix"):
                (form,) = wanted_forms(expression)  # Tantivy's own prefix query stops at 50 words
                for zone in zones_of(expression):
                    yield Query.regex_query(self._schema, field(EXACT, zone), f"{form}.*")
            case _:
                raise NotImplementedError(expression)
