"""The index in memory: what a search means, executable. It looks at every word of every article for each query."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from app.domain.actors import ActorExpression
from app.domain.ports import Hits, IndexDocument, SortKey
from app.domain.queries import ArticleQuery, Clause
from app.domain.surfaces import satisfied
from app.search.analysis import document_languages, exact_form, forms, query_languages, stem
from app.search.ordering import Facts, Found, Page, answer, facts_of
from app.search.scoring import rarity, score, weight


@dataclass(frozen=True)
class _Entry:
    """An article as it is looked at: by zone, the forms of the words of each of its passages."""

    document: IndexDocument
    zones: dict[str, list[list[str]]]
    languages: tuple[str, ...]
    facts: Facts


class MemoryIndex:
    """A `SearchIndex` and an `IndexWriter` over a dictionary, for tests; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}
        self._applied = 0

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, then remove `deleted`, and record `applied`, in one step."""
        entries = {document.id: _entry(document) for document in documents}
        with self._lock:
            kept = {**self._entries, **entries}
            self._entries = {name: kept[name] for name in kept if name not in set(deleted)}
            self._applied = applied

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits, as the port says."""
        with self._lock:
            entries, applied = list(self._entries.values()), self._applied
        return answer(_find(entries, query), query, Page(limit, offset, after), applied)

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles."""
        with self._lock:
            self._entries = {name: entry for name, entry in self._entries.items() if name not in set(ids)}

    def applied(self) -> int:
        """The `seq` of the last change."""
        return self._applied

    def count(self) -> int:
        """How many articles there are."""
        return len(self._entries)

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has."""
        return Counter(entry.document.source for entry in list(self._entries.values()) if entry.document.source)

    def close(self) -> None:
        """There is nothing to let go of."""


def _entry(document: IndexDocument) -> _Entry:
    zones: dict[str, list[list[str]]] = {}
    for zone, text in document.passages:
        zones.setdefault(zone, []).append(forms(text))
    length = sum(len(words) for passages in zones.values() for words in passages)
    return _Entry(document, zones, document_languages(document.language), facts_of(document, length))


def _find(entries: list[_Entry], query: ArticleQuery) -> Iterator[Found]:
    """The articles that have the words and the actors of a query, in no order."""
    actor = query.actor
    named = [entry for entry in entries if actor is None or _mentions(entry.document, actor, query.zones)]
    if query.text is None:
        yield from ((entry.facts, None) for entry in named)
    elif query.text.clauses:
        yield from _score(entries, named, query.text.clauses, query)


def _mentions(document: IndexDocument, actor: ActorExpression, zones: frozenset[str]) -> bool:
    entities = {entity for zone, entity in document.entities if zone in zones}
    surfaces = {(text, kind) for zone, text, kind in document.surfaces if zone in zones}
    return satisfied(actor, entities, surfaces)


def _score(
    entries: list[_Entry], named: list[_Entry], clauses: tuple[Clause, ...], query: ArticleQuery
) -> Iterator[Found]:
    wanted = [clause for clause in clauses if not clause.negated]
    unwanted = [clause for clause in clauses if clause.negated]
    having = [sum(_weight(entry, clause, query) > 0 for entry in entries) for clause in wanted]
    rarities = [rarity(len(entries), number) for number in having]
    mean = sum(entry.facts.length for entry in entries) / max(1, len(entries))
    for entry in named:
        weights = [_weight(entry, clause, query) for clause in wanted]
        if all(weights) and not any(_weight(entry, clause, query) for clause in unwanted):
            yield entry.facts, score(zip(rarities, weights, strict=True), entry.facts.length, mean)


def _weight(entry: _Entry, clause: Clause, query: ArticleQuery) -> float:
    """What a clause counts in an article: 0 when it is not there."""
    wanted = [exact_form(word) for word in clause.words]
    if not all(wanted):
        return 0.0
    languages = [one for one in query_languages(query.languages) if one in entry.languages]
    zones = [(zone, passages) for zone, passages in entry.zones.items() if zone in query.zones]
    if clause.kind == "word":
        return sum(weight(zone, *_count_word(passages, wanted[0], languages)) for zone, passages in zones)
    if clause.kind == "prefix":
        return sum(weight(zone, 1, 0) for zone, passages in zones if _begins(passages, wanted[0]))
    return sum(weight(zone, _count_phrase(passages, wanted), 0) for zone, passages in zones)


def _count_word(passages: list[list[str]], wanted: str, languages: list[str]) -> tuple[int, int]:
    """How often a word stands there: exactly, and by its stem."""
    words = [word for passage in passages for word in passage if word]
    stemmed = (sum(stem(word, one) == stem(wanted, one) for word in words) for one in languages)
    return words.count(wanted), max(stemmed, default=0)


def _begins(passages: list[list[str]], wanted: str) -> bool:
    return any(word.startswith(wanted) for passage in passages for word in passage)


def _count_phrase(passages: list[list[str]], wanted: list[str]) -> int:
    size = len(wanted)
    return sum(words[at : at + size] == wanted for words in passages for at in range(len(words)))
