"""SQLite FTS5: a table of terms without their text, beside one of ids and days; totals by count(*)."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import local

from app.domain.actors import ActorExpression, AllOf, Entities
from app.domain.index_documents import IndexDocument
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, Either, Every, TextExpression, Without
from app.search.matching import wanted_forms
from benchmarks.peers import LIMIT, Answer
from benchmarks.terms import EXACT, FIELDS, Terms, asked_terms, field, terms_of, zones_of

_FILE = "fts5.db"
_TABLES = f"""
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS facts
  (number INTEGER PRIMARY KEY, id TEXT, earliest INTEGER, latest INTEGER, newest INTEGER);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5({", ".join(FIELDS)}, actors, content='', columnsize=1,
  tokenize="ascii tokenchars ':-'");
"""
_PLACES = ", ".join("?" * (len(FIELDS) + 2))
_INTO_WORDS = f"INSERT INTO words (rowid, {', '.join(FIELDS)}, actors) VALUES ({_PLACES})"
_FROM = "FROM words JOIN facts ON facts.number = words.rowid WHERE words MATCH :match"
_DATED = " AND earliest <= :high AND latest >= :low"


class Writer:
    """See `benchmarks.peers.Writer`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._database = sqlite3.connect(folder / _FILE)
        self._database.executescript(_TABLES)

    def prepare(self, document: IndexDocument) -> Terms:
        """Its terms."""
        return terms_of(document)

    def fill(self, batches: Iterable[Sequence[Terms]]) -> None:
        """One batch after the other."""
        for batch in batches:
            self.add(batch)
        self.commit()

    def add(self, prepared: Sequence[Terms]) -> None:
        """Insert them in the open transaction."""
        first = self._database.execute("SELECT coalesce(max(number), 0) + 1 FROM facts").fetchone()[0]
        rows = list(enumerate(prepared, first))
        facts = ((number, each.id, each.earliest, each.latest, each.newest) for number, each in rows)
        words = ((number, *(each.words.get(name, "") for name in FIELDS), each.actors) for number, each in rows)
        self._database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?, ?)", facts)
        self._database.executemany(_INTO_WORDS, words)

    def commit(self) -> None:
        """End the transaction."""
        self._database.commit()

    def close(self) -> None:
        """Merge all segments into one, and let go."""
        self._database.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.commit()
        self._database.close()


class Reader:
    """See `benchmarks.peers.Reader`. Each thread has a connection of its own."""

    forget = forget_queries = None

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._of_thread = local()
        self._connection()

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = sqlite3.connect(self._file)
            self._of_thread.connection.execute("PRAGMA mmap_size=4294967296")
        return self._of_thread.connection

    def prepare(self, query: ArticleQuery) -> tuple[str, str, dict[str, str | int]]:
        """The statement that counts, the one that lists, and their parameters."""
        parts = [_actors(query.actor)] if query.actor else []
        if query.text and query.text.expression:
            parts.append(_match(query.text.expression))
        given: dict[str, str | int] = {"match": " AND ".join(parts)}
        where = _FROM
        if query.interval and query.interval.earliest and query.interval.latest:
            given |= {"low": query.interval.earliest.toordinal(), "high": query.interval.latest.toordinal()}
            where += _DATED
        order = "rank" if query.sort == "relevance" else "newest DESC"
        count = f"SELECT count(*) {where}" if "low" in given else "SELECT count(*) FROM words WHERE words MATCH :match"
        return count, f"SELECT id {where} ORDER BY {order} LIMIT {LIMIT}", given

    def ask(self, prepared: tuple[str, str, dict[str, str | int]]) -> Answer:
        """The answer, in two statements."""
        count, listing, given = prepared
        database = self._connection()
        total = database.execute(count, given).fetchone()[0]
        return Answer(total, [row[0] for row in database.execute(listing, given)])

    def refresh(self) -> None:
        """Each statement sees the newest state."""


def _actors(actor: ActorExpression) -> str:
    match actor:
        case Entities(ids=(name,)):
            return f'actors : "{name}"'
        case AllOf(parts=parts):
            return f"({' AND '.join(map(_actors, parts))})"
        case _:
            raise NotImplementedError(actor)


def _match(expression: TextExpression) -> str:
    match expression:
        case Clause():
            return f"({' OR '.join(_choices(expression))})"
        case Either(parts=parts):
            return f"({' OR '.join(map(_match, parts))})"
        case Every(parts=parts):
            wanted = " AND ".join(_match(part) for part in parts if not isinstance(part, Without))
            unwanted = "".join(f" NOT {_match(part.part)}" for part in parts if isinstance(part, Without))
            return f"(({wanted}){unwanted})"
        case _:
            raise NotImplementedError(expression)


def _choices(clause: Clause) -> Iterator[str]:
    if clause.kind == "word":
        by_term: dict[str, list[str]] = {}
        for name, term in asked_terms(clause):
            by_term.setdefault(term, []).append(name)
        yield from (f'{{{" ".join(names)}}} : "{term}"' for term, names in by_term.items())
    else:
        names = " ".join(field(EXACT, zone) for zone in zones_of(clause))
        yield f'{{{names}}} : "{" ".join(wanted_forms(clause))}"{"*" if clause.kind == "prefix" else ""}'
