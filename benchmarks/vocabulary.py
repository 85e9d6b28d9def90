"""Words that look like German and English ones, as often as such words are: Zipf's law over families of forms."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

SEED = 2026
STEMS, COMPOUNDS, ENGLISH_STEMS = 30_000, 60_000, 6_000
FUNCTION_SHARE = 0.35
_SYLLABLES = (
    "b d f g h k l m n p r s t w z br dr fr gr kl kr pl schl schn schw sp st str tr v",
    "a e i o u ei au ie eu ä ö ü",
    "n r l m s t ch ck ng nd rt lt st nk",
)
_ENDINGS = {"de": ("", "e", "en", "er", "es", "s", "ung", "ungen"), "en": ("", "s", "ed", "ing", "er", "ers", "ly")}
_SHARES = (0.35, 0.15, 0.15, 0.08, 0.08, 0.07, 0.07, 0.05)
_FUNCTION_WORDS = {
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
    "mehr durch man sein wurde sei",
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they "
    "which one you were her all she there would their we him been has when who will more no if out so said",
}


_Weighted = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Forms, the same capitalised, and how often each stands, unscaled."""


class Vocabulary(NamedTuple):
    """The forms of a language, the same as they begin a sentence, and the running sum of their probabilities."""

    words: np.ndarray
    first: np.ndarray
    cumulative: np.ndarray

    def draw(self, dice: np.random.Generator, count: int) -> np.ndarray:
        """The numbers of so many words."""
        return np.minimum(np.searchsorted(self.cumulative, dice.random(count)), len(self.words) - 1)


@cache
def vocabulary(language: str) -> Vocabulary:
    """About 300,000 German forms with closed compounds, or 42,000 English ones; the same in every process."""
    dice = np.random.default_rng([SEED, sum(map(ord, language))])
    function_words = as_objects(_FUNCTION_WORDS[language].split())
    often = _zipf(len(function_words), 3)
    stems = as_objects(syllables(dice, STEMS if language == "de" else ENGLISH_STEMS))
    kinds = [_families(stems, language), *([_compounds(dice, stems)] if language == "de" else [])]
    forms, capitalised, weights = (np.concatenate(column) for column in zip(*kinds, strict=True))
    chances = np.concatenate([often / often.sum() * FUNCTION_SHARE, weights / weights.sum() * (1 - FUNCTION_SHARE)])
    first = [_capitalised(function_words), capitalised]
    return Vocabulary(np.concatenate([function_words, forms]), np.concatenate(first), np.cumsum(chances))


def as_objects(words: Iterable[str]) -> np.ndarray:
    """Strings as an array to pick from."""
    return np.array(list(words), dtype=object)


def syllables(dice: np.random.Generator, count: int) -> Iterator[str]:
    """Different words of two or three syllables."""
    made = dict.fromkeys(_spelled(dice, 2 * count))
    return islice(made, count)


def _spelled(dice: np.random.Generator, count: int) -> Iterator[str]:
    onsets, nuclei, codas = (_pick(dice, part.split(), (count, 3)) for part in _SYLLABLES)
    long = dice.random(count) < 0.3
    for onset, nucleus, coda, three in zip(onsets, nuclei, codas, long, strict=True):
        middle = f"{onset[1]}{nucleus[1]}" if three else ""
        yield f"{onset[0]}{nucleus[0]}{middle}{onset[2]}{nucleus[2]}{coda[2]}"


def _pick(dice: np.random.Generator, parts: list[str], shape: tuple[int, int]) -> np.ndarray:
    return np.array(parts)[dice.integers(len(parts), size=shape)]


def _zipf(count: int, shift: float) -> np.ndarray:
    """How often the words of each rank stand, unscaled."""
    return 1 / (np.arange(count) + shift) ** 1.15


def _families(stems: np.ndarray, language: str) -> _Weighted:
    """The forms of each stem. The nouns of German, every second stem, and what ends in -ung are capitalised."""
    endings, ranks = _ENDINGS[language], np.repeat(np.arange(len(stems)), len(_ENDINGS[language]))
    places = np.tile(np.arange(len(endings)), len(stems))
    turned = np.where(places > 1, 2 + (places + ranks) % (len(endings) - 2), places)
    forms, capitalised = (each[ranks] + as_objects(endings)[turned] for each in (stems, _capitalised(stems)))
    nouns = (ranks % 2 == 0) | np.array(["ung" in ending for ending in endings])[turned]
    weights = _zipf(len(stems), 10)[ranks] * np.array(_SHARES)[places]
    return np.where(nouns & (language == "de"), capitalised, forms), capitalised, weights


def _compounds(dice: np.random.Generator, stems: np.ndarray) -> _Weighted:
    """Closed compounds of two nouns, some with an -s- between."""
    nouns = stems[::2][:4000]
    first, second = dice.integers(len(nouns), size=(2, COMPOUNDS))
    links = as_objects(("", "", "s"))[dice.integers(3, size=COMPOUNDS)]
    compounds = _capitalised(nouns)[first] + links + nouns[second]
    return compounds, compounds, _zipf(COMPOUNDS, 60) / 3


def _capitalised(words: np.ndarray) -> np.ndarray:
    return as_objects(word[:1].upper() + word[1:] for word in words)
