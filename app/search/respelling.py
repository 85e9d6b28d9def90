"""Words that one may have meant, out of those that an index has."""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import OSA

from app.search.analysis import SERVED, exact_form, query_key

_LONG = 6
"""How many letters a word has that may differ by two."""


class Spelled(NamedTuple):
    """An exact form, how many articles have it, and how it is most often spelled."""

    form: str
    articles: int
    spelling: str


def completed(words: Iterable[Spelled], beginning: str, limit: int) -> list[str]:
    """Of those that begin so the most frequent ones, one of each stem."""
    form = exact_form(beginning)
    begun = (word for word in words if form and word.form.startswith(form))
    return [word.spelling for word in _one_of_each_stem(sorted(begun, key=_frequent_first))][:limit]


def respelled(words: Iterable[Spelled], word: str, limit: int) -> list[str]:
    """Those that are like a word, the likest first."""
    form = exact_form(word)
    near = ((edits, each) for each in words if (edits := _edits(form, each.form)) <= allowed_edits(form))
    ordered = [each for _, each in sorted(near, key=lambda found: (found[0], _frequent_first(found[1])))]
    return [each.spelling for each in _one_of_each_stem(ordered)][:limit]


def allowed_edits(form: str) -> int:
    """By how many letters a word may differ from this form: none from an empty one."""
    return 2 if len(form) >= _LONG else min(1, len(form))


def _edits(form: str, other: str) -> int:
    """By how many letters they differ (see `matching.likeness`), or too many; too many for the form itself."""
    limit = allowed_edits(form)
    return OSA.distance(form, other, score_cutoff=limit) if form[:1] == other[:1] and form != other else limit + 1


def _frequent_first(word: Spelled) -> tuple[int, str]:
    return -word.articles, word.form


def _one_of_each_stem(words: Iterable[Spelled]) -> Iterable[Spelled]:
    seen: set[str] = set()
    for word in words:
        keys = {query_key(word.form, language) for language in SERVED}
        if seen.isdisjoint(keys):
            yield word
        seen |= keys
