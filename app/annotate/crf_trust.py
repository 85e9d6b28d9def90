"""How far the German model trusts signs of each sort, beside the others.

Learning keeps all weights small alike; a sign that counts more needs less of a weight, and is learnt sooner. What words
are tells more than their clusters, of which a word has many that say much the same.
"""

import re
from functools import lru_cache

_SORTS = (
    (re.compile(r"(?:de|en)[01]+\*@"), 0.6),  # beginnings of paths
    (re.compile(r"(?:de|en)[01?]+@"), 0.8),  # paths
    (re.compile(r"[wl]="), 1.5),  # words
    (re.compile(r"(?!(?:de|en)[01?]|[Xxd\W_]+@.$).+@[<>]$", re.DOTALL), 1.5),  # two words, not paths nor shapes
)
_CACHED = 1_000_000


@lru_cache(maxsize=_CACHED)
def trust(feature: str, language: str) -> float:
    """By what a feature, as `Features.of` tells it, is multiplied; 1 where nothing else is said."""
    sorts = _SORTS if language == "de" else ()
    return next((times for sort, times in sorts if sort.match(feature)), 1.0)
