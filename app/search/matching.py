"""What a clause of a text query matches among the exact forms of words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.queries import ArticleQuery
from app.domain.text_queries import Clause, written
from app.errors import Flaw, QueryTooCostlyError
from app.search.analysis import exact_form, fold, keys, query_key
from app.search.scoring import EXACT, FACTORS

MAX_EXPANSIONS = 1000
"""For how many words of an index the clauses of an advanced query may stand together."""

_WILDCARD = re.compile(r"([*?])")
_ONE_LETTER = "(?:ae|oe|ue|ss|.)"


class Likeness(NamedTuple):
    """The forms that a prefix, a pattern or a fuzzy word stands for: those that begin so and that it `accepts`.

    `among` finds in many forms that begin so the places of the accepted ones, ascending: sooner than one by one.
    """

    beginning: str
    accepts: Callable[[str], bool]
    among: Callable[[Sequence[str]], Sequence[int]]


def looked_in(clause: Clause, query: ArticleQuery) -> frozenset[str]:
    """The zones in which a clause is looked for."""
    if clause.zone:
        return frozenset({clause.zone})
    return query.zones_of_words


@lru_cache(maxsize=1 << 10)
def wanted_forms(clause: Clause) -> tuple[str, ...]:
    """The exact forms of the words of a clause; none when one of them is too long to be found."""
    forms = tuple(exact_form(word) for word in clause.words)
    return forms if all(forms) else ()


@lru_cache(maxsize=1 << 10)
def likeness(clause: Clause) -> Likeness | None:
    """What a prefix, a pattern or a fuzzy word stands for; None for other clauses, and when it can stand for nothing.

    The first letter of a fuzzy word is sure. It differs by an edit when a letter is put in, left out or replaced, or
    when two neighbours are swapped (optimal string alignment). A letter with umlaut is one letter to `?`.
    """
    form = "" if clause.kind == "wildcard" else "".join(wanted_forms(clause))
    match clause.kind:
        case "prefix":
            return Likeness(form, lambda _: True, lambda forms: range(len(forms))) if form else None
        case "fuzzy":
            return _fuzzy(form, clause.edits) if form else None
        case "wildcard":
            return _wildcard(clause.words[0])
        case _:
            return None


def _fuzzy(form: str, edits: int) -> Likeness:
    def among(forms: Sequence[str]) -> list[int]:
        found = process.extract(form, forms, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=None)
        return sorted(at for _, _, at in found)

    return Likeness(form[:1], lambda other: _edits(form, other, edits) <= edits, among)


def _wildcard(word: str) -> Likeness:
    beginning, *others = _WILDCARD.split(word)
    signs = {"*": ".*", "?": _ONE_LETTER}
    rest = "".join(signs.get(part) or re.escape(fold(part)) for part in others)
    matches = re.compile(re.escape(fold(beginning)) + rest, re.DOTALL).fullmatch
    return Likeness(
        fold(beginning),
        lambda other: matches(other) is not None,
        lambda forms: [at for at, found in enumerate(map(matches, forms)) if found],
    )


def _edits(form: str, other: str, limit: int) -> int:
    """By how many letters two forms differ, or more than `limit`."""
    return OSA.distance(form, other, score_cutoff=limit)


def phrase_starts(places: Mapping[str, Sequence[int]], wanted: Sequence[str], distance: int) -> list[int]:
    """Where the phrase of the `wanted` forms stands, by its first word, given the places of each of the forms.

    In a row when `distance` is 0; else in any order, with at most so many other words between.
    """
    if not distance:
        return sorted(
            set[int].intersection(*({place - step for place in places[form]} for step, form in enumerate(wanted)))
        )
    reach, needed = len(wanted) + distance, Counter(wanted).items()
    firsts = sorted(set[int]().union(*(places[form] for form in wanted)))
    return [
        first
        for first in firsts
        if all(sum(first <= place < first + reach for place in places[form]) >= number for form, number in needed)
    ]


def phrase_starts_in(words: Sequence[str], clause: Clause) -> list[int]:
    """Where a phrase stands among the words of a passage."""
    wanted = wanted_forms(clause)
    places = {form: [at for at, word in enumerate(words) if word == form] for form in wanted}
    return phrase_starts(places, wanted, clause.distance) if wanted else []


def matched(clause: Clause, words: Sequence[str], languages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The half-open ranges of the words of a passage that a clause matches.

    A phrase is one range; when other words may stand between its words, each of them is one. They may come more than
    once and overlap.
    """
    wanted = wanted_forms(clause) if clause.kind != "wildcard" else ()
    if clause.kind == "phrase":
        yield from _phrase_ranges(clause, words, wanted)
        return
    accepts = _accepts(clause, wanted, languages)
    yield from ((at, at + 1) for at, word in enumerate(words) if word and accepts(word))


def _accepts(clause: Clause, wanted: Sequence[str], languages: Sequence[str]) -> Callable[[str], bool]:
    like = likeness(clause)
    if like:
        return lambda word: word.startswith(like.beginning) and like.accepts(word)
    if clause.kind != "word" or not wanted:
        return lambda _: False
    return lambda word: factor(word, wanted[0], languages) > 0


def factor(form: str, wanted: str, languages: Sequence[str]) -> float:
    """What a form counts for the `wanted` one of a word: all, less by a shared stem, least by a part; 0 for no match.

    `languages` are those that the article and the query share.
    """
    if form == wanted:
        return EXACT
    found = (_found_by(form, language).get(query_key(wanted, language), 0.0) for language in languages)
    return max(found, default=0.0)


@lru_cache(maxsize=1 << 16)
def _found_by(form: str, language: str) -> dict[str, float]:
    """The keys that a form is found by in a language, and what it counts for each."""
    return {key: FACTORS[kind] for key, kind in keys(form, language)}


def _phrase_ranges(clause: Clause, words: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    size = len(wanted)
    for start in phrase_starts_in(words, clause):
        if not clause.distance:
            yield start, start + size
        else:
            end = min(len(words), start + size + clause.distance)
            yield from ((at, at + 1) for at in range(start, end) if words[at] in wanted)


def check_expansions(words: Mapping[Clause, int]) -> None:
    """Raise `QueryTooCostlyError` when the clauses of an advanced query stand for too many words; it names the widest.

    `words` says for how many words of the index each clause stands.
    """
    total = sum(words.values())
    if total > MAX_EXPANSIONS:
        part = written(max(words, key=words.__getitem__))
        detail = (
            f"q: its wildcards and '~' stand for {total:,} words, most of them {part}; "
            f"write longer beginnings: at most {MAX_EXPANSIONS:,} words are taken."
        )
        more = {"part": part, "value": total, "maximum": MAX_EXPANSIONS}
        raise QueryTooCostlyError(detail, Flaw("too-costly", parameter="q", more=more))
