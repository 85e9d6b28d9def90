"""The loops over the places of words give what plain loops of Python give."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.matching import phrase_starts
from app.search.whoosh.native.phrases import Field, Passages, Places
from app.search.whoosh.native.postings import Postings

FORMS = 3
BOOSTS = np.array([4, 0, 1], np.float32)

Texts = Sequence[Sequence[tuple[int, Sequence[int]]]]
"""Of each document the passages: their zones and forms."""

passages = st.tuples(st.integers(0, 2), st.lists(st.integers(0, FORMS - 1), max_size=12))
documents = st.lists(st.lists(passages, min_size=1, max_size=3), min_size=1, max_size=70)
phrases = st.lists(st.integers(0, FORMS - 1), min_size=1, max_size=4)
GAP = 20


def starts(text: Sequence[tuple[int, Sequence[int]]]) -> list[int]:
    return [0, *accumulate(len(words) + GAP for _, words in text)][:-1]


def field(texts: Texts, zones: set[int], dtypes: Sequence[Any]) -> Field:
    having: list[list[tuple[int, list[int]]]] = [[] for _ in range(FORMS)]
    for doc, text in enumerate(texts):
        places: list[list[int]] = [[] for _ in range(FORMS)]
        for start, (zone, words) in zip(starts(text), text, strict=True):
            for at, form in enumerate(words):
                if zone in zones:
                    places[form].append(start + at)
        for form, found in enumerate(places):
            if found:
                having[form].append((doc, found))
    rows = [row for each in having for row in each]
    sizes = [[len(each) for each in having], [sum(len(found) for _, found in each) for each in having]]
    begins = [np.array([0, *accumulate(each)], dtypes[0]) for each in sizes]
    docs = np.array([doc for doc, _ in rows], np.uint16)
    counts = np.array([len(found) for _, found in rows], dtypes[1])
    return Field(docs, counts, np.array([place for _, found in rows for place in found], dtypes[2]), *begins)


def opened(texts: Texts, dtypes: Sequence[Any]) -> Places:
    begins = np.array([0, *accumulate(map(len, texts))], dtypes[0])
    firsts = np.array([start for text in texts for start in starts(text)], dtypes[2])
    zones = np.array([zone for text in texts for zone, _ in text], np.uint8)
    return Places([field(texts, each, dtypes) for each in ({0, 1}, {2})], Passages(begins, firsts, zones), BOOSTS)


def weights(texts: Texts, phrase: Sequence[int], distance: int) -> dict[int, float]:
    wanted = list(map(str, phrase))
    found = {
        doc: sum(
            float(BOOSTS[zone])
            for zone, words in text
            for _ in phrase_starts(
                {form: [at for at, word in enumerate(words) if str(word) == form] for form in wanted}, wanted, distance
            )
        )
        for doc, text in enumerate(texts)
    }
    return {doc: weight for doc, weight in found.items() if weight}


def told(found: Postings) -> dict[int, float]:
    return dict(zip(found.docs.tolist(), found.weights.tolist(), strict=True))


@pytest.mark.parametrize(
    "dtypes", [(np.uint32, np.uint8, np.uint16), (np.int64, np.uint16, np.uint32), (np.uint32, np.uint32, np.uint8)]
)
@given(documents, phrases, st.integers(1, 6))
def test_phrases_stand_where_they_do_word_by_word(
    dtypes: Sequence[Any], texts: Texts, phrase: Sequence[int], distance: int
) -> None:
    places, times = opened(texts, dtypes), [(form, phrase.count(form)) for form in dict.fromkeys(phrase)]
    for _ in range(2):  # what is calculated in is left clean
        assert told(places.in_a_row(phrase)) == weights(texts, phrase, 0)
        assert told(places.near(times, len(phrase) + distance)) == weights(texts, phrase, distance)


@given(st.integers(0, 1 << 16))
def test_phrases_among_many_documents(seed: int) -> None:
    dice = np.random.default_rng(seed)
    texts = [[(2, dice.choice(FORMS, 3, p=[0.9, 0.09, 0.01]).tolist())] for _ in range(1500)]
    places = opened(texts, (np.uint32, np.uint8, np.uint16))
    for phrase in ([0, 0], [1, 2], [2, 0, 1]):
        found = places.in_a_row(phrase)
        assert told(found) == weights(texts, phrase, 0)
        assert (found.bits is not None) == (len(found.docs) > 1024)
