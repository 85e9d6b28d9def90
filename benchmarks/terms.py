"""What the peers are given: our analysis of an article, and of a query, as terms. So all engines find the same."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from app.domain.index_documents import IndexDocument
from app.domain.text_queries import Clause
from app.search.analysis import SERVED, document_languages, forms, keys, query_key
from app.search.matching import wanted_forms
from app.search.ordering import clock_time
from benchmarks.corpus import ZONES

EXACT, STEMS = "exact", "stems"
BATCH = 10_000
_DAY, _MINUTE = 20, 60_000_000


class Terms(NamedTuple):
    """An article as terms with blanks between.

    `words` has for each zone the exact forms, in order, and the keys by which each is found beside. `actors` are the
    ids of who is mentioned, alone and after each zone. Days are ordinals, None when there is none; `newest` is greater
    the newer an article is.
    """

    id: str
    words: dict[str, str]
    actors: str
    source: str
    earliest: int | None
    latest: int | None
    newest: int


def terms_of(document: IndexDocument) -> Terms:
    """The terms of an article."""
    languages = document_languages(document.language)
    words: dict[str, str] = {}
    for zone, text in document.passages:
        found = [form for form in forms(text) if form]
        words[field(EXACT, zone)] = " ".join(found)
        words[field(STEMS, zone)] = " ".join(term for form in found for term in stem_terms(form, languages))
    earliest, latest = (day and day.toordinal() for day in (document.earliest, document.latest))
    return Terms(
        id=document.id,
        words=words,
        actors=" ".join(sorted(actor_terms(document))),
        source=document.source or "",
        earliest=earliest,
        latest=latest,
        newest=_newest(earliest, latest, document.published_at),
    )


def field(kind: str, zone: str) -> str:
    """The name of the field of exact forms, or of stems, of a zone."""
    return f"{kind}_{zone}"


FIELDS = [field(kind, zone) for kind in (EXACT, STEMS) for zone in ZONES]


def actor_terms(document: IndexDocument) -> set[str]:
    """The terms of who is mentioned."""
    return {term for zone, entity in mentioned(document) for term in (entity, f"{zone}:{entity}")}


def mentioned(document: IndexDocument) -> Iterator[tuple[str, str]]:
    """Where each entity is mentioned: pairs of a zone and an id."""
    return ((each.zone, each.entity) for each in document.mentions)


@lru_cache(maxsize=1 << 20)
def stem_terms(form: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of a form beside itself, in the languages of an article: of its stem and of its parts."""
    return tuple(key for language in languages for key, _ in keys(form, language))


def asked_terms(clause: Clause) -> Iterator[tuple[str, str]]:
    """The fields and terms of which an article must have any, to have a word."""
    (form,) = wanted_forms(clause)
    for zone in zones_of(clause):
        yield field(EXACT, zone), form
        yield from ((field(STEMS, zone), query_key(form, language)) for language in SERVED)


def zones_of(clause: Clause) -> tuple[str, ...]:
    """Where a clause is looked for."""
    return (clause.zone,) if clause.zone else ZONES


def _newest(earliest: int | None, latest: int | None, published_at: str | None) -> int:
    if earliest is None or latest is None:
        return 0
    clock = clock_time(published_at)
    return (latest << _DAY | earliest) << _DAY | (0 if clock is None else clock // _MINUTE + 1)


def batched(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    """The documents in lists."""
    left = iter(documents)
    while batch := list(islice(left, BATCH)):
        yield batch
