"""The index in memory: what a search means, executable. It looks at every word of every article for each query."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from threading import Lock

from app.domain.actors import Entities
from app.domain.annotations import ARTICLE_ZONES
from app.domain.counts import Facet, FacetCounts, Interval, Timeline, largest
from app.domain.index_documents import IndexDocument
from app.domain.narrowing import before_collapsing, to_unknown, to_value, with_copies
from app.domain.networks import Neighborhood, Network, NetworkShape
from app.domain.passages import Passages, Stretches
from app.domain.ports import Hits, SortKey
from app.domain.queries import ArticleQuery, Window
from app.domain.similarity import Feature, Similar, SimilarHits
from app.domain.text_queries import Clause, TextQuery, every_clause, holds, wanted_clauses
from app.domain.words import WORD
from app.search.analysis import exact_form, forms, shared_languages
from app.search.counting import DATED, dated_counts, facet_values, timeline_of
from app.search.matching import check_expansions, factor, likeness, looked_in, matched, phrase_starts_in, wanted_forms
from app.search.mentioning import mentions_actor
from app.search.networks import neighborhood_of, network_of
from app.search.ordering import Facts, Found, Page, answer, facts_of
from app.search.passing import passing
from app.search.respelling import Spelled, completed, respelled
from app.search.scoring import boost, damping, rarity, score
from app.search.similarity import Trait, clause_of, traits, weighed


@dataclass(frozen=True)
class _Entry:
    """An article as it is looked at: by zone, the forms of the words of each of its passages."""

    document: IndexDocument
    zones: dict[str, list[list[str]]]
    facts: Facts


class MemoryIndex:
    """A `SearchIndex` and an `IndexWriter` over a dictionary, for tests; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: dict[str, _Entry] = {}
        self._applied = self._written = 0

    def apply(self, documents: Sequence[IndexDocument], deleted: Sequence[str], applied: int) -> None:
        """Put or replace `documents`, then remove `deleted`, and record `applied`, in one step."""
        entries = {document.id: _entry(document) for document in documents}
        with self._lock:
            kept = {**self._entries, **entries}
            self._entries = {name: kept[name] for name in kept if name not in set(deleted)}
            self._applied = applied
            self._written += 1

    def fill(self, batches: Iterable[Sequence[IndexDocument]], applied: int) -> None:
        """Put all documents, and record `applied`."""
        self.apply([document for batch in batches for document in batch], [], applied)

    def search(self, query: ArticleQuery, *, limit: int | None, offset: int = 0, after: SortKey | None = None) -> Hits:
        """The hits, as the port says."""
        with self._lock:
            entries, applied = list(self._entries.values()), self._applied
        return answer(_find(entries, query), query, Page(limit, offset, after), applied)

    def facets(self, query: ArticleQuery, facets: Sequence[Facet], most: int | None = None) -> list[FacetCounts]:
        """The counts, as the port says."""
        return [self._facet(query, facet, most) for facet in facets]

    def _facet(self, query: ArticleQuery, facet: Facet, most: int | None) -> FacetCounts:
        if facet in DATED:
            return dated_counts(self._found(query), facet, most)
        values = facet_values(self._found(before_collapsing(query)), query, facet)
        found = largest({value: self._total(to_value(query, facet, value)) for value in values}, most)
        return FacetCounts(**found._asdict(), unknown=self._total(to_unknown(query, facet)))

    def timeline(self, query: ArticleQuery, interval: Interval) -> Timeline:
        """The timeline, as the port says."""
        return timeline_of(self._found(query), interval)

    def network(self, query: ArticleQuery, shape: NetworkShape) -> Network:
        """The network, as the port says."""
        return network_of(self._found(with_copies(query)), query, shape)

    def neighborhood(self, query: ArticleQuery, entity: str, shape: NetworkShape) -> Neighborhood:
        """The neighborhood, as the port says."""
        return neighborhood_of(self._found(with_copies(query)), query, entity, shape)

    def similar(self, document: IndexDocument, query: ArticleQuery, window: Window) -> SimilarHits:
        """The articles, as the port says."""
        entries = list(self._entries.values())
        tried = traits(document)
        counts = [sum(_has(entry, trait) for entry in entries) for trait in tried]
        features = weighed(tried, counts, len(entries))
        text = document.duplicate_of or document.id
        found = [self._entries[each.id] for each in self._found(query)]
        rows = [_shared(entry, features) for entry in found if entry.facts.original != text]
        ordered = sorted((row for row in rows if row.shared), key=lambda row: (-row.score, row.id))
        end = None if window.limit is None else window.offset + window.limit
        return SimilarHits(len(ordered), tuple(ordered[window.offset : end]))

    def erase(self, ids: Sequence[str]) -> None:
        """Remove these articles."""
        with self._lock:
            self._entries = {name: entry for name, entry in self._entries.items() if name not in set(ids)}
            self._written += 1

    def passing(self, query: ArticleQuery, documents: Sequence[IndexDocument]) -> list[bool]:
        """The documents, as the port says."""
        return passing(query, documents)

    def mark(self, query: ArticleQuery, texts: Sequence[Passages]) -> Stretches:
        """The stretches, as the port says."""
        return Stretches.of(sorted(set(_marked(query, text))) for text in texts)

    def completions(self, beginning: str, limit: int) -> Sequence[str]:
        """The words, as the port says."""
        return completed(self._spellings(), beginning, limit)

    def respellings(self, word: str, limit: int) -> Sequence[str]:
        """The words, as the port says."""
        return respelled(self._spellings(), word, limit)

    def applied(self) -> int:
        """The `seq` of the last change."""
        return self._applied

    def state(self) -> int:
        """A number of what it holds."""
        return self._written

    def count(self) -> int:
        """How many articles there are."""
        return len(self._entries)

    def sources(self) -> Mapping[str, int]:
        """How many articles each source has."""
        return Counter(entry.document.source for entry in list(self._entries.values()) if entry.document.source)

    def _spellings(self) -> list[Spelled]:
        """The forms in the text of articles: how many of these have each, and how it is most often spelled."""
        spelled: dict[str, Counter[str]] = {}
        having = Counter[str]()
        for entry in self._entries.values():
            texts = (text for zone, text in entry.document.passages if zone in ARTICLE_ZONES)
            words = [word for text in texts for word in WORD.findall(text)]
            having.update({form for form in map(exact_form, words) if form})
            for word in words:
                spelled.setdefault(exact_form(word), Counter())[word] += 1
        return [
            Spelled(form, count, min(spelled[form], key=lambda word: (-spelled[form][word], word)))
            for form, count in having.items()
        ]

    def _total(self, query: ArticleQuery) -> int:
        return self.search(query, limit=0).total

    def _found(self, query: ArticleQuery) -> list[IndexDocument]:
        entries = self._entries
        return [entries[hit.id].document for hit in self.search(query, limit=None).hits]

    def close(self) -> None:
        """There is nothing to let go of."""


def _has(entry: _Entry, trait: Trait | Feature) -> bool:
    if trait.kind == "actor":
        actor = ArticleQuery(actor=Entities(ids=(trait.key,)))
        return mentions_actor(entry.document.mentions, actor)
    return _weight(entry, clause_of(trait.key), ArticleQuery()) > 0


def _shared(entry: _Entry, features: Sequence[Feature]) -> Similar:
    shared = tuple(feature for feature in features if _has(entry, feature))
    return Similar(entry.facts.id, reduce(add, (feature.weight for feature in shared), 0.0), shared)


def _entry(document: IndexDocument) -> _Entry:
    zones: dict[str, list[list[str]]] = {}
    for zone, text in document.passages:
        zones.setdefault(zone, []).append(forms(text))
    length = sum(len(words) for passages in zones.values() for words in passages)
    return _Entry(document, zones, facts_of(document, length))


def _find(entries: list[_Entry], query: ArticleQuery) -> Iterator[Found]:
    """The articles that have the words and the actors of a query, in no order."""
    named = [entry for entry in entries if mentions_actor(entry.document.mentions, query)]
    if query.text is None:
        yield from ((entry.facts, None) for entry in named)
    elif query.text.expression:
        yield from _score(entries, named, query.text, query)


def _score(entries: list[_Entry], named: list[_Entry], text: TextQuery, query: ArticleQuery) -> Iterator[Found]:
    expression = text.expression
    if expression is None:
        return
    clauses = dict.fromkeys(every_clause(expression))
    if text.mode == "advanced":
        check_expansions({clause: _expansions(entries, clause) for clause in clauses})
    weights = {clause: {entry.facts.id: _weight(entry, clause, query) for entry in entries} for clause in clauses}
    wanted = list(wanted_clauses(expression))
    having = [sum(weight > 0 for weight in weights[clause].values()) for clause in wanted]
    rarities = [rarity(len(entries), number) for number in having]
    mean = sum(entry.facts.length for entry in entries) / max(1, len(entries))
    for entry in named:
        here = {clause: weights[clause][entry.facts.id] for clause in clauses}
        if holds(expression, {clause for clause in clauses if here[clause]}.__contains__):
            scored = zip(rarities, (here[clause] for clause in wanted), strict=True)
            yield entry.facts, score(scored, damping(entry.facts.length, mean))


def _expansions(entries: list[_Entry], clause: Clause) -> int:
    """How many different words a clause stands for, if it stands for others than its own."""
    if not likeness(clause):
        return 0
    passages = [words for entry in entries for passages in entry.zones.values() for words in passages]
    return len({words[at] for words in passages for at, _ in matched(clause, words, ())})


def _weight(entry: _Entry, clause: Clause, query: ArticleQuery) -> float:
    """What a clause counts in an article: 0 when it is not there."""
    zones = looked_in(clause, query)
    found = {zone: passages for zone, passages in entry.zones.items() if zone in zones}
    if clause.kind == "phrase":
        return sum(
            boost(zone) * len(phrase_starts_in(words, clause)) for zone, passages in found.items() for words in passages
        )
    if clause.kind != "word":
        return float(any(_matches(clause, words) for passages in found.values() for words in passages))
    languages = shared_languages(query.languages, entry.document.language)
    return sum(boost(zone) * _count(words, clause, languages) for zone, passages in found.items() for words in passages)


def _matches(clause: Clause, words: list[str]) -> bool:
    return next(matched(clause, words, ()), None) is not None


def _count(words: list[str], clause: Clause, languages: list[str]) -> float:
    """What the words of a passage count for the word of a clause."""
    return sum(factor(word, wanted, languages) for wanted in wanted_forms(clause) for word in words if word)


def _marked(query: ArticleQuery, text: Passages) -> Iterator[tuple[int, int]]:
    """What the clauses that nothing negates match in each zone of a text."""
    expression = query.text.expression if query.text else None
    languages = shared_languages(query.languages, text.language)
    for zone in text.zones:
        words = list(WORD.finditer(text.text[zone.start : zone.end]))
        exact = [exact_form(word[0]) for word in words]
        for clause in wanted_clauses(expression) if expression else ():
            for first, end in matched(clause, exact, languages) if zone.zone in looked_in(clause, query) else ():
                yield zone.start + words[first].start(), zone.start + words[end - 1].end()
