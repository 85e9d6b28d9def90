"""How the forms of a segment are spelled: each as in most of its documents, and where it is spelled otherwise.

A document counts for the spelling that the form has in it first. Of equals the first in the order of code points wins.
`variant.*` are the other spellings, by form, and the documents that count for each: so the same can be said again of
what is left of a segment after deletions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.search.whoosh.container import Arrays
from app.search.whoosh.packing import Numbers, pack_strings, starts_by


class Spelled(NamedTuple):
    """Rows of a form, a document, and the number of the spelling."""

    forms: Numbers
    docs: Numbers
    spellings: Numbers


def spelling_sections(count: int, rows: Spelled, spellings: Sequence[str]) -> Arrays:
    """The sections of `count` forms, each of which has a row; of those with several spellings, each document has."""
    keys = rows.forms.astype(np.int64) << 32 | rows.spellings
    pairs, places, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    forms, words = pairs >> 32, [spellings[number] for number in (pairs & 0xFFFFFFFF).tolist()]
    usual = _usual(count, forms.tolist(), sizes.tolist(), words)
    others = sorted(set(range(len(pairs))).difference(usual), key=lambda pair: (forms[pair], words[pair]))
    variants = np.full(len(pairs), -1)
    variants[others] = np.arange(len(others))
    told = np.flatnonzero(variants[places] >= 0)
    told = told[np.lexsort((rows.docs[told], variants[places[told]]))]
    return {
        **pack_strings("form.spelling", [words[pair] for pair in usual]),
        **pack_strings("variant", [words[pair] for pair in others]),
        "variant.forms": forms[others].astype(np.uint32),
        "variant.docs.starts": starts_by(variants[places[told]], len(others)),
        "variant.docs": rows.docs[told].astype(np.uint16),
    }


def _usual(count: int, forms: list[int], sizes: list[int], words: list[str]) -> list[int]:
    """For each form the place of its usual spelling."""
    best: dict[int, tuple[int, str, int]] = {}
    for place, (form, size, word) in enumerate(zip(forms, sizes, words, strict=True)):
        candidate = (-size, word, place)
        if candidate < best.get(form, (1, "", 0)):
            best[form] = candidate
    return [best[form][2] for form in range(count)]
