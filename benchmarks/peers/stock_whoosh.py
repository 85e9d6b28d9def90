"""Whoosh as it comes: its own codec, writer, queries and collectors, over the same terms."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from whoosh import query as ask
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir

from app.domain.actors import ActorExpression, AllOf, Entities
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without
from app.search.matching import wanted_forms
from benchmarks.corpus import ZONES
from benchmarks.peers import LIMIT, Answer
from benchmarks.terms import EXACT, STEMS, Terms, asked_terms, field, terms_of, zones_of

_MEGABYTES = 512


class Prepared(NamedTuple):
    """A query, what it is filtered by, and what it is sorted by."""

    query: Any
    filter: Any
    order: str | None


def schema() -> Schema:
    """The fields."""
    exact = {field(EXACT, zone): TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True) for zone in ZONES}
    stems = {field(STEMS, zone): KEYWORD(scorable=True) for zone in ZONES}
    days = {"earliest": NUMERIC(), "latest": NUMERIC(), "newest": NUMERIC(bits=64, sortable=True)}
    return Schema(id=ID(stored=True), actors=KEYWORD(), source=KEYWORD(), **exact, **stems, **days)


class Writer:
    """See `benchmarks.peers.Writer`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._index = open_dir(folder) if exists_in(folder) else create_in(folder, schema())
        self._writer: Any = None

    def prepare(self, document: IndexDocument) -> Terms:
        """Its terms."""
        return terms_of(document)

    def fill(self, batches: Iterable[Sequence[Terms]]) -> None:
        """One batch after the other."""
        for batch in batches:
            self.add(batch)
        self.commit()

    def add(self, prepared: Sequence[Terms]) -> None:
        """Pool them."""
        self._writer = self._writer or self._index.writer(limitmb=_MEGABYTES)
        for terms in prepared:
            days = {"earliest": terms.earliest, "latest": terms.latest, "newest": terms.newest}
            known = {name: day for name, day in days.items() if day is not None}
            self._writer.add_document(id=terms.id, actors=terms.actors, source=terms.source, **terms.words, **known)

    def commit(self) -> None:
        """Write a segment."""
        if self._writer:
            self._writer.commit()
        self._writer = None

    def close(self) -> None:
        """Let go."""
        self._index.close()


class Reader:
    """See `benchmarks.peers.Reader`. Threads take turns: they share the position in the file."""

    forget = forget_queries = None

    def __init__(self, folder: Path) -> None:
        self._lock = Lock()
        self._searcher = open_dir(folder).searcher()

    def prepare(self, query: ArticleQuery) -> Prepared:
        """Days are a filter: as a part of the query, Whoosh gives wrong totals with a limit."""
        parts = list(_actors(query.actor)) if query.actor else []
        if query.text and query.text.expression:
            parts.append(_tree(query.text.expression))
        days = None
        if query.interval and query.interval.earliest and query.interval.latest:
            low, high = query.interval.earliest.toordinal(), query.interval.latest.toordinal()
            days = ask.And([ask.NumericRange("earliest", None, high), ask.NumericRange("latest", low, None)])
        return Prepared(ask.And(parts).normalize(), days, None if query.sort == "relevance" else "newest")

    def ask(self, prepared: Prepared) -> Answer:
        """The answer."""
        sort = {"sortedby": prepared.order, "reverse": True} if prepared.order else {}
        with self._lock:
            found = self._searcher.search(prepared.query, limit=LIMIT, filter=prepared.filter, **sort)
            ids = [hit["id"] for hit in found]
            return Answer(len(found) if ids else 0, ids)  # a filter that nothing passes is forgotten by len

    def refresh(self) -> None:
        """Take the newest searcher."""
        self._searcher = self._searcher.refresh()


def _actors(actor: ActorExpression) -> Iterator[Any]:
    match actor:
        case Entities(ids=(name,)):
            yield ask.Term("actors", name)
        case AllOf(parts=parts):
            yield from (query for part in parts for query in _actors(part))
        case _:
            raise NotImplementedError(actor)


def _tree(expression: TextExpression) -> Any:
    match expression:
        case Clause():
            return ask.Or(list(_choices(expression)))
        case Either(parts=parts):
            return ask.Or([_tree(part) for part in parts])
        case Every(parts=parts):
            return ask.And([_tree(part) for part in parts])
        case Without(part=part):
            return ask.Not(_tree(part))


def _choices(clause: Clause) -> Iterator[Any]:
    forms = list(wanted_forms(clause))
    match clause.kind:
        case "word":
            yield from (ask.Term(name, term) for name, term in asked_terms(clause))
        case "phrase":
            yield from (ask.Phrase(field(EXACT, zone), forms) for zone in zones_of(clause))
        case "prefix":
            yield from (ask.Prefix(field(EXACT, zone), forms[0]) for zone in zones_of(clause))
        case _:
            raise NotImplementedError(clause)
