"""How the forms of a segment are spelled: each as in most of its documents, and where it is spelled otherwise.

A document counts for the spelling that the form has in it first. Of equals the first in the order of code points wins.
`variant.*` are the other spellings, by form, and the documents that count for each: so the same can be said again of
what is left of a segment after deletions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers, pack_bytes, starts_by


class Spelled(NamedTuple):
    """Rows of a form, a document, and the number of the spelling."""

    forms: Numbers
    docs: Numbers
    spellings: Numbers


def spelling_sections(count: int, rows: Spelled, spellings: Sequence[bytes]) -> Arrays:
    """The sections of `count` forms, each of which has a row; of those with several spellings, each document has.

    The spellings are in UTF-8.
    """
    keys = rows.forms.astype(np.int64) << 32 | rows.spellings
    pairs, places, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    forms, words = pairs >> 32, [spellings[number] for number in (pairs & 0xFFFFFFFF).tolist()]
    usual = _usual(forms, sizes, words)
    rest = np.ones(len(pairs), bool)
    rest[usual] = False
    others = sorted(np.flatnonzero(rest).tolist(), key=lambda pair: (forms[pair], words[pair]))
    variants = np.full(len(pairs), -1)
    variants[others] = np.arange(len(others))
    told = np.flatnonzero(variants[places] >= 0)
    told = told[np.lexsort((rows.docs[told], variants[places[told]]))]
    return {
        **pack_bytes("form.spelling", [words[pair] for pair in usual.tolist()]),
        **pack_bytes("variant", [words[pair] for pair in others]),
        "variant.forms": forms[others].astype(np.uint32),
        "variant.docs.starts": starts_by(variants[places[told]], len(others)),
        "variant.docs": rows.docs[told].astype(np.uint16),
    }


def _usual(forms: Numbers, sizes: Numbers, words: Sequence[bytes]) -> Numbers:
    """For each form, in ascending order, the place of its usual spelling."""
    usual = np.flatnonzero(np.diff(forms, prepend=-1))
    numbers = np.diff(usual, append=len(forms))
    for form in np.flatnonzero(numbers > 1).tolist():
        start = int(usual[form])
        usual[form] = min(range(start, start + int(numbers[form])), key=lambda place: (-sizes[place], words[place]))
    return usual
