"""One state of the index, as a search sees it.

Whoosh gives the postings of single terms; they are combined here, as plain sets and counts. Its own collectors are
not used: with a limit they return wrong totals for trees of And, Or and ranges.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, assert_never

from whoosh.matching import NullMatcher
from whoosh.reading import IndexReader, TermNotFound

from app.domain.actors import ActorExpression, AllOf, AnyOf, Entities, Not, Reference, Surface
from app.domain.annotations import ZONES
from app.domain.queries import ArticleQuery
from app.domain.surfaces import spellings
from app.domain.text_queries import (
    Clause,
    Either,
    Every,
    TextExpression,
    TextQuery,
    Without,
    every_clause,
    wanted_clauses,
)
from app.search.analysis import query_languages
from app.search.matching import Likeness, check_expansions, likeness, looked_in, phrase_starts, wanted_forms
from app.search.ordering import Facts, Found
from app.search.scoring import boost, damping, rarity, score
from app.search.whoosh.layout import (
    ENTITY,
    FACTS,
    SURFACE,
    entity_term,
    exact_term,
    stem_term,
    stored_checkpoint,
    surface_term,
    word_field,
)

SegmentFacts = list[Facts | None]
"""The facts of each document of a segment; None for one that is no article."""

Numbers = frozenset[int]
Counts = Mapping[int, int]
"""How often something stands in each document that has it."""


class Snapshot:
    """A reader of the index and the facts of its articles. One thread at a time may use it.

    `known` are the facts of segments that an earlier snapshot has read: a segment never changes.
    """

    def __init__(self, reader: IndexReader, known: Mapping[str, SegmentFacts]) -> None:
        self._reader = reader
        self.applied = stored_checkpoint(reader)
        self.segments: dict[str, SegmentFacts] = {}
        self._articles: dict[int, Facts] = {}
        for leaf, start in reader.leaf_readers() if reader.doc_count_all() else ():
            segment = leaf.segment()
            facts = known.get(segment.segment_id()) or [_facts(leaf, number) for number in range(leaf.doc_count_all())]
            gone = set(segment.deleted_docs())
            live = ((start + number, each) for number, each in enumerate(facts) if number not in gone)
            self._articles.update((number, each) for number, each in live if each)
            self.segments[segment.segment_id()] = facts
        self._live = frozenset(self._articles)
        self._words = sum(article.length for article in self._articles.values())

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def count(self) -> int:
        """How many articles there are."""
        return len(self._live)

    @cached_property
    def sources(self) -> Mapping[str, int]:
        """How many articles each source has."""
        return Counter(article.source for article in self._articles.values() if article.source)

    def find(self, query: ArticleQuery) -> Iterator[Found]:
        """The articles that have the words and the actors of a query, in no order."""
        named = self._live if query.actor is None else self._mentioning(query.actor, query.zones)
        if query.text is None:
            yield from ((self._articles[number], None) for number in named)
        elif query.text.expression:
            yield from self._score(named, query.text, query.text.expression, query)

    def _mentioning(self, actor: ActorExpression, zones: frozenset[str]) -> Numbers:
        match actor:
            case Entities(ids=ids):
                return self._having(ENTITY, (entity_term(zone, entity) for zone in zones for entity in ids))
            case Surface(form=form, type=kind):
                texts = spellings(form)
                return self._having(SURFACE, (surface_term(zone, kind, text) for zone in zones for text in texts))
            case Not(part=part):
                return self._live - self._mentioning(part, zones)
            case AllOf(parts=parts):
                return self._live.intersection(*(self._mentioning(part, zones) for part in parts))
            case AnyOf(parts=parts):
                return frozenset().union(*(self._mentioning(part, zones) for part in parts))
            case Reference(name=name):
                raise TypeError(f"{name!r} was not resolved before it was searched for")
            case _:
                assert_never(actor)

    def _having(self, field: str, terms: Iterable[str | bytes]) -> Numbers:
        """The documents that have any of these terms."""
        found: set[int] = set()
        for term in terms:
            found.update(self._matcher(field, term).all_ids())
        return frozenset(found)

    def _score(
        self, named: Numbers, text: TextQuery, expression: TextExpression, query: ArticleQuery
    ) -> Iterator[Found]:
        clauses = dict.fromkeys(every_clause(expression))
        expanded = {clause: self._expanded(clause, query) for clause in clauses}
        if text.mode == "advanced":
            check_expansions(sum(len(terms) for fields in expanded.values() for terms in fields.values()))
        weights = {clause: self._weights(clause, expanded[clause], query) for clause in clauses}
        scored = [(rarity(len(self._live), len(weights[each])), weights[each]) for each in wanted_clauses(expression)]
        mean = self._words / max(1, len(self._live))
        for number in named & self._matching(expression, weights):
            facts = self._articles[number]
            yield (
                facts,
                score(((rare, having.get(number, 0.0)) for rare, having in scored), damping(facts.length, mean)),
            )

    def _expanded(self, clause: Clause, query: ArticleQuery) -> dict[str, list[bytes]]:
        """By field, the terms that a clause stands for, if it stands for others than its own."""
        like = likeness(clause)
        zones = looked_in(clause, query).intersection(ZONES) if like else ()
        return {field: list(self._alike(field, like)) for field in map(word_field, zones) if like}

    def _alike(self, field: str, like: Likeness) -> Iterator[bytes]:
        start = exact_term("")
        for term in self._reader.expand_prefix(field, exact_term(like.beginning)):
            if like.accepts(term.decode(errors="surrogatepass").removeprefix(start)):
                yield term

    def _matching(self, expression: TextExpression, weights: Mapping[Clause, Mapping[int, float]]) -> Numbers:
        match expression:
            case Clause():
                return frozenset(weights[expression])
            case Without(part=part):
                return self._live - self._matching(part, weights)
            case Every(parts=parts):
                return self._live.intersection(*(self._matching(part, weights) for part in parts))
            case Either(parts=parts):
                return frozenset().union(*(self._matching(part, weights) for part in parts))
            case _:
                assert_never(expression)

    def _weights(self, clause: Clause, expanded: Mapping[str, list[bytes]], query: ArticleQuery) -> dict[int, float]:
        """What a clause counts in each article that has it."""
        weights: dict[int, float] = {}
        for zone in looked_in(clause, query).intersection(ZONES):
            exact, stemmed = self._counts(word_field(zone), clause, expanded, query)
            for number in exact.keys() | stemmed.keys():
                plain, alike = exact.get(number, 0), stemmed.get(number, 0)
                more = boost(zone) * (plain + max(0, alike - plain) / 2)
                weights[number] = weights.get(number, 0.0) + more
        return weights

    def _counts(
        self, field: str, clause: Clause, expanded: Mapping[str, list[bytes]], query: ArticleQuery
    ) -> tuple[Counts, Counts]:
        """How often a field has a clause: exactly, and by its stem in the language that has it most."""
        wanted = wanted_forms(clause)
        if clause.kind == "phrase":
            return self._phrases(field, wanted, clause.distance), {}
        if clause.kind != "word" or not wanted:
            return dict.fromkeys(self._having(field, expanded.get(field, ())), 1), {}
        stemmed: Counter[int] = Counter()
        for language in query_languages(query.languages):
            stemmed |= self._frequencies(field, stem_term(wanted[0], language))
        return self._frequencies(field, exact_term(wanted[0])), stemmed

    def _phrases(self, field: str, wanted: tuple[str, ...], distance: int) -> Counts:
        if not wanted:
            return {}
        terms = {form: exact_term(form) for form in wanted}
        everywhere = self._live.intersection(*(self._having(field, [term]) for term in terms.values()))
        places = {form: self._positions(field, term, everywhere) for form, term in terms.items()}
        counts: dict[int, int] = {}
        for number in everywhere:
            here = {form: places[form][number] for form in terms}
            counts[number] = len(phrase_starts(here, wanted, distance))
        return {number: count for number, count in counts.items() if count}

    def _frequencies(self, field: str, term: str) -> Counter[int]:
        return Counter({number: int(posting.weight()) for number, posting in self._postings(field, term)})

    def _positions(self, field: str, term: str, among: Numbers) -> dict[int, list[int]]:
        return {
            number: posting.value_as("positions") for number, posting in self._postings(field, term) if number in among
        }

    def _postings(self, field: str, term: str) -> Iterator[tuple[int, Any]]:
        """Each document that has a term, with Whoosh's matcher standing on it."""
        matcher = self._matcher(field, term)
        while matcher.is_active():
            yield matcher.id(), matcher
            matcher.next()

    def _matcher(self, field: str, term: str | bytes) -> Any:
        """Whoosh's matcher over the live documents that have a term."""
        key = term if isinstance(term, bytes) else term.encode(errors="surrogatepass")
        try:
            return self._reader.postings(field, key)
        except TermNotFound:
            return NullMatcher()


def _facts(leaf: IndexReader, number: int) -> Facts | None:
    """The stored facts of a document; None for the checkpoint."""
    stored = leaf.stored_fields(number)[FACTS]
    return Facts(*stored) if isinstance(stored, tuple) else None
