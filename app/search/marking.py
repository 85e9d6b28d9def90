"""Where the words of a query stand in texts: by the analysis and the matching of the search itself."""

import re
from array import array
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby

import numpy as np
from numpy.typing import NDArray

from app.domain.annotations import ZONES, Zone
from app.domain.listed import ListedZone
from app.domain.native.library import Ints, address
from app.domain.native.words import find_words
from app.domain.passages import Passages, Stretches
from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, wanted_clauses
from app.domain.words import WORD
from app.search.analysis import document_languages, query_key, query_languages
from app.search.matching import likeness, looked_in, phrase_starts, wanted_forms
from app.search.vocabulary import BORDER, Vocabulary

_PARTS = re.compile(f"({WORD.pattern})")

_Places = NDArray[np.intp]
_Table = NDArray[np.int32]
_EMPTY = np.zeros((4, 0), np.int32)


class _Words:
    """The words of a text and a border behind each zone: rows of numbers, zones (in `ZONES`), starts and ends."""

    def __init__(self, vocabulary: Vocabulary, table: _Table) -> None:
        self.vocabulary = vocabulary
        self.table = np.ascontiguousarray(table)
        self.place = self.table.__array_interface__["data"][0]
        self.count = table.shape[1]


class Marker:
    """Finds the words of queries in texts, which it reads once. Any number of threads may use it at once."""

    def __init__(self) -> None:
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}

    def mark(self, query: ArticleQuery, texts: Sequence[Passages]) -> Stretches:
        """See `SearchIndex.mark`."""
        expression = query.text.expression if query.text else None
        clauses = [] if expression is None else list(wanted_clauses(expression))
        if not clauses:
            return Stretches.of(() for _ in texts)
        words = list(map(self._read, texts))
        pages = {each: _Page(each, words) for each in {each.vocabulary for each in words}}
        wanted = {each: page.wanted(clauses, query) for each, page in pages.items()}
        places = {each: address(zones) for each, zones in wanted.items()}
        found = Stretches(*find_words([(each.place, each.count, places[each.vocabulary]) for each in words]))
        phrases = [clause for clause in clauses if clause.kind == "phrase"]
        return _with_phrases(found, pages.values(), phrases, query) if phrases else found

    def _read(self, text: Passages) -> _Words:
        words: _Words | None = text.words  # which another thread may replace
        if words is None or words.vocabulary.full:
            words = text.words = _read(text, self._vocabulary(document_languages(text.language)))
        return words

    def _vocabulary(self, languages: tuple[str, ...]) -> Vocabulary:
        vocabulary = self._vocabularies.get(languages)
        if vocabulary is None or vocabulary.full:
            vocabulary = self._vocabularies[languages] = Vocabulary(languages)
        return vocabulary


class _Page:
    """Those of some texts whose words have their numbers from one vocabulary, one behind the other."""

    def __init__(self, vocabulary: Vocabulary, words: Sequence[_Words]) -> None:
        self._vocabulary = vocabulary
        self._words = words

    @cached_property
    def _numbers(self) -> list[int]:
        """The places of the texts among all."""
        return [number for number, each in enumerate(self._words) if each.vocabulary is self._vocabulary]

    @cached_property
    def _table(self) -> _Table:
        return np.concatenate([self._words[number].table for number in self._numbers], axis=1)

    def wanted(self, clauses: Sequence[Clause], query: ArticleQuery) -> Ints:
        """For each number of a word the zones in which any of the clauses matches it, a bit each."""
        zones = array("B", b"\0") * len(self._vocabulary.forms)
        for clause in clauses:
            bits = _bits(looked_in(clause, query))
            for number in self._accepted(clause, query):
                zones[number] |= bits
        return zones

    def phrases(self, clause: Clause, query: ArticleQuery) -> Iterator[tuple[int, tuple[int, int]]]:
        """Where a phrase stands: the place of the text among all, and the stretch."""
        firsts, lasts = self._phrase(clause, looked_in(clause, query))
        ends = np.cumsum([self._words[number].count for number in self._numbers])
        stretches = zip(self._table[2][firsts].tolist(), self._table[3][lasts].tolist(), strict=True)
        for text, stretch in zip(np.searchsorted(ends, firsts, "right").tolist(), stretches, strict=True):
            yield self._numbers[text], stretch

    def _accepted(self, clause: Clause, query: ArticleQuery) -> Iterator[int]:
        """The forms that a clause stands for; none for a phrase."""
        if clause.kind == "word":
            yield from self._found_by(wanted_forms(clause), query)
        elif like := likeness(clause):
            forms, there = self._vocabulary.forms, np.unique(self._table[0]).tolist()
            yield from (each for each in there if forms[each].startswith(like.beginning) and like.accepts(forms[each]))

    def _found_by(self, wanted: Iterable[str], query: ArticleQuery) -> Iterator[int]:
        languages = set(query_languages(query.languages)).intersection(self._vocabulary.languages)
        for form in wanted:
            same = self._vocabulary.number(form)
            yield from () if same is None else (same,)
            for language in languages:
                yield from self._vocabulary.found_by(query_key(form, language))

    def _phrase(self, clause: Clause, zones: frozenset[str]) -> tuple[_Places, _Places]:
        """A phrase is one range; when other words may stand between its words, each of them is one."""
        wanted = wanted_forms(clause)
        places = {form: self._of_form(form, zones) for form in wanted}
        if clause.distance:
            at = np.array(sorted(set(self._near(clause, places))), np.intp)
            return at, at
        starts = np.array(phrase_starts(places, wanted, 0) if wanted else (), np.intp)
        return starts, starts + len(wanted) - 1

    def _near(self, clause: Clause, places: Mapping[str, Sequence[int]]) -> Iterator[int]:
        """The words of a phrase with others between them, in each zone alone."""
        borders = np.flatnonzero(self._table[0] == BORDER).tolist()
        every = sorted(at for each in places.values() for at in each)
        for _, group in groupby(every, lambda at: bisect(borders, at)):
            inside = list(group)
            here = {form: [at for at in each if inside[0] <= at <= inside[-1]] for form, each in places.items()}
            for start in phrase_starts(here, wanted_forms(clause), clause.distance):
                end = start + len(clause.words) + clause.distance
                yield from (at for at in inside if start <= at < end)

    def _of_form(self, form: str, zones: frozenset[str]) -> list[int]:
        """Where in these zones the words of a form stand."""
        number = self._vocabulary.number(form)
        at = np.flatnonzero(self._table[0] == (-1 if number is None else number))
        inside: NDArray[np.bool_] = np.array([zone in zones for zone in ZONES])[self._table[1][at]]
        found: list[int] = at[inside].tolist()
        return found


def _with_phrases(
    found: Stretches, pages: Iterable[_Page], phrases: Sequence[Clause], query: ArticleQuery
) -> Stretches:
    """The words that were found, and behind them the phrases."""
    texts = found.by_text()
    for page in pages:
        for clause in phrases:
            for number, stretch in page.phrases(clause, query):
                texts[number].append(stretch)
    return Stretches.of(texts)


def _bits(zones: Collection[str]) -> int:
    return sum(1 << number for number, zone in enumerate(ZONES) if zone in zones)


def _read(text: Passages, vocabulary: Vocabulary) -> _Words:
    """The words of a text; none goes beyond its zone."""
    return _Words(
        vocabulary, np.concatenate([_EMPTY, *(_read_zone(text.text, each, vocabulary) for each in text.zones)], axis=1)
    )


def _read_zone(text: str, zone: Zone | ListedZone, vocabulary: Vocabulary) -> _Table:
    parts = _PARTS.split(text[zone.start : zone.end])
    edges = list(accumulate(map(len, parts), initial=zone.start))
    numbers = [*map(vocabulary.numbers.__getitem__, parts[1::2]), BORDER]
    zones = [ZONES.index(zone.zone)] * len(numbers)
    return np.array([numbers, zones, [*edges[1:-1:2], zone.end], [*edges[2::2], zone.end]], np.int32)
