"""A corpus of any size that is the same each time it is made: about 300 words an article, a thousand actors.

Made in chunks of a thousand articles, each from its own number alone: the first of a large corpus are a small one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from typing import Any, NamedTuple

import numpy as np

from app.domain.dates import parse_partial_date
from app.domain.index_documents import IndexDocument, IndexMention
from benchmarks.vocabulary import SEED, Vocabulary, as_objects, syllables, vocabulary

CHUNK = 1000
ZONES = ("title", "lead", "body")
ACTORS, SOURCES = 1000, 200
EVERYWHERE = {"eu": 0.31, "nato": 0.25}
"""In which share of the articles the two most frequent actors stand."""

_OTHERS = 5
_ENGLISH, _UNKNOWN_LANGUAGE, _COPIES = 0.1, 0.01, 0.02
_FIRST_DAY, _DAYS = date(2005, 1, 1), 22 * 365
_START = datetime(2024, 1, 1, tzinfo=UTC)
_TYPES = ("person", "organization", "country", "person", "place")


class Actors(NamedTuple):
    """By number: ids, types, the ways each is written (rows of four), what of it is the mention, and how often."""

    ids: list[str]
    types: list[str]
    written: np.ndarray
    mentioned: np.ndarray
    cumulative: np.ndarray


class Tokens(NamedTuple):
    """The words of a chunk in a row; `bounds` are where each zone of each article begins, and the end."""

    words: np.ndarray
    bounds: np.ndarray
    sentences: np.ndarray
    paragraphs: np.ndarray


def articles(count: int) -> Iterator[IndexDocument]:
    """The first `count` articles of the corpus."""
    return islice((article for number in range(-(-count // CHUNK)) for article in _chunk(number)), count)


@cache
def actors() -> Actors:
    """The actors: the EU, NATO, then others by Zipf's law."""
    names = [name.capitalize() for name in syllables(np.random.default_rng([SEED, 7]), 2 * ACTORS)]
    types = [_TYPES[number % len(_TYPES)] for number in range(ACTORS)]
    full = [f"{names[n]} {names[-n]}" if types[n] == "person" else names[n] for n in range(ACTORS)]
    full[:2], types[:2] = ["EU", "Nato"], ["organization", "organization"]
    ids = ["eu", "nato", *(f"{types[number]}-{number:04}" for number in range(2, ACTORS))]
    written = [(name, name.split()[-1], f"{name}s", f"{name}-{names[n]}") for n, name in enumerate(full)]
    mentioned = [(name, short, genitive, name) for name, short, genitive, _ in written]
    chances = 1 / np.arange(3, ACTORS + 1)
    table = np.array(written, dtype=object), np.array(mentioned, dtype=object)
    return Actors(ids, types, *table, np.cumsum(chances / chances.sum()))


def _chunk(number: int) -> Iterator[IndexDocument]:
    dice = np.random.default_rng([SEED, number])
    english = dice.random(CHUNK) < _ENGLISH
    tokens = _tokens(dice, english)
    mentions = _name(dice, tokens)
    texts = _texts(dice, tokens)
    facts = _facts(dice, number, english)
    copies = 2 * np.flatnonzero(dice.random(CHUNK // 2) < 2 * _COPIES) + 1
    original = dict(zip(copies.tolist(), (2 * dice.integers(CHUNK // 2, size=len(copies))).tolist(), strict=True))
    for at, fact in enumerate(facts):
        of = original.get(at, at)
        twin = facts[of]["id"] if of != at else None
        language = facts[of]["language"]
        yield _document({**fact, "language": language, "duplicate_of": twin}, texts[of], mentions[of])


def _document(fact: dict[str, Any], texts: tuple[str, ...], mentions: list[IndexMention]) -> IndexDocument:
    """What the index is told."""
    return IndexDocument(
        **fact,
        passages=tuple(zip(ZONES, texts, strict=True)),
        mentions=tuple(mentions),
    )


def _tokens(dice: np.random.Generator, english: np.ndarray) -> Tokens:
    """The words of a chunk, with sentences and paragraphs numbered in each article."""
    body = np.clip(dice.gamma(5, 50, CHUNK), 40, 1500).astype(int)
    sizes = np.stack([dice.integers(5, 12, CHUNK), dice.integers(25, 56, CHUNK), body], axis=1)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    total = int(bounds[-1])
    in_english = np.repeat(english, sizes.sum(axis=1))
    in_body = np.repeat(np.arange(3 * CHUNK) % 3 == 2, sizes.ravel())
    sentence_end = (dice.random(total) < 1 / 14) & (np.repeat(np.arange(3 * CHUNK) % 3, sizes.ravel()) > 0)
    sentence_end[bounds[1:] - 1] = True
    paragraph_end = sentence_end & in_body & (dice.random(total) < 1 / 4)
    paragraph_end[bounds[1:] - 1] = True
    sentences, paragraphs = (_numbered(ends, bounds[::3], sizes.sum(axis=1)) for ends in (sentence_end, paragraph_end))
    words = np.empty(total, dtype=object)
    begins = np.roll(sentence_end, 1)
    for spoken, language in ((in_english, "en"), (~in_english, "de")):
        words[spoken] = _written(vocabulary(language), dice, begins[spoken])
    return Tokens(words, bounds, sentences, paragraphs)


def _written(language: Vocabulary, dice: np.random.Generator, begins: np.ndarray) -> np.ndarray:
    drawn = language.draw(dice, len(begins))
    return np.where(begins, language.first[drawn], language.words[drawn])


def _numbered(ends: np.ndarray, bounds: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """How many of the `ends` stand before each word in its article."""
    before = np.cumsum(ends) - ends
    return before - np.repeat(before[bounds[:-1]], sizes)


def _name(dice: np.random.Generator, tokens: Tokens) -> list[list[IndexMention]]:
    """Write names in place of some words; returns the mentions of each article."""
    known, starts = actors(), tokens.bounds[::3]
    article, actor = _cast(dice, known)
    times = dice.geometric(0.5, len(article))
    article, actor = np.repeat(article, times), np.repeat(actor, times)
    place = starts[article] + (dice.random(len(article)) * np.diff(starts)[article]).astype(int)
    place, chosen = np.unique(place, return_index=True)
    form = np.searchsorted([0.6, 0.75, 0.9], dice.random(len(place)))
    article, actor = article[chosen], actor[chosen]
    tokens.words[place] = known.written[actor, form]
    zones = (np.searchsorted(tokens.bounds, place, side="right") - 1) % 3
    found: list[list[IndexMention]] = [[] for _ in range(CHUNK)]
    columns = (article, actor, zones, tokens.sentences[place], tokens.paragraphs[place])
    rows = zip(*(column.tolist() for column in columns), known.mentioned[actor, form].tolist(), strict=True)
    for where, who, zone, sentence, paragraph, text in rows:
        found[where].append(IndexMention(known.ids[who], known.types[who], ZONES[zone], sentence, paragraph, text))
    return found


def _cast(dice: np.random.Generator, known: Actors) -> tuple[np.ndarray, np.ndarray]:
    """Which actors each article names: pairs of the numbers of an article and an actor."""
    numbers = dice.poisson(_OTHERS, CHUNK)
    others = 2 + np.searchsorted(known.cumulative, dice.random(int(numbers.sum())) * known.cumulative[-1])
    present = [np.flatnonzero(dice.random(CHUNK) < share) for share in EVERYWHERE.values()]
    everywhere = [np.full(len(each), number) for number, each in enumerate(present)]
    return np.concatenate([*present, np.repeat(np.arange(CHUNK), numbers)]), np.concatenate([*everywhere, others])


def _texts(dice: np.random.Generator, tokens: Tokens) -> list[tuple[str, ...]]:
    """The texts of the three zones of each article."""
    last = np.zeros(len(tokens.words), dtype=bool)
    last[tokens.bounds[1:] - 1] = True
    marks = np.where(np.roll(tokens.sentences, -1) != tokens.sentences, 1, 0)
    marks[np.roll(tokens.paragraphs, -1) != tokens.paragraphs] = 2
    marks[last] = 3
    words = (tokens.words + as_objects((" ", ". ", ".\n\n", ""))[marks]).tolist()
    bounds = tokens.bounds.tolist()
    zones = ["".join(words[start:end]) for start, end in pairwise(bounds)]
    return [(zones[at], zones[at + 1] + ".", zones[at + 2] + ".") for at in range(0, len(zones), 3)]


def _facts(dice: np.random.Generator, number: int, english: np.ndarray) -> list[dict[str, Any]]:
    """All that is known of each article beside its text."""
    languages = np.where(dice.random(CHUNK) < _UNKNOWN_LANGUAGE, None, np.where(english, "en", "de")).tolist()
    chances = 1 / np.arange(1, SOURCES + 1)
    sources = dice.choice(SOURCES, CHUNK, p=chances / chances.sum()).tolist()
    days, spoken = dice.integers(_DAYS, size=CHUNK).tolist(), dice.integers(_DAYS, size=(CHUNK, 2)).tolist()
    precisions = dice.choice(4, CHUNK, p=[0.7, 0.15, 0.05, 0.1]).tolist()
    clocks = dice.integers(1, 1440, CHUNK).tolist()
    return [
        {
            "id": f"a{number * CHUNK + at:07}",
            "language": languages[at],
            "source": f"quelle-{sources[at]:03}",
            "dates": tuple(("body", *_days(day, 0)) for day in spoken[at]),
            **dict(zip(("earliest", "latest"), _days(days[at], precisions[at]), strict=True)),
            "published_at": f"{clocks[at] // 60:02}:{clocks[at] % 60:02}" if precisions[at] == 0 else None,
            "ingested_at": _START + timedelta(seconds=number * CHUNK + at),
            "updated_at": _START + timedelta(seconds=number * CHUNK + at),
        }
        for at in range(CHUNK)
    ]


@cache
def _days(day: int, precision: int) -> tuple[date | None, date | None]:
    """The first and last day of a date as precise as a day (0), a month, a year, or not known (3)."""
    if precision == 3:
        return None, None
    whole = parse_partial_date((_FIRST_DAY + timedelta(days=day)).isoformat()[: (10, 7, 4)[precision]])
    return whole.earliest, whole.latest
