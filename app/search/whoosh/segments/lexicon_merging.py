"""The keys and the spellings of the forms of several segments, as those of one."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import Numbers, look_up, unpack_bytes, unpack_strings
from app.search.whoosh.segments.parts import Part, joined, sizes_of
from app.search.whoosh.segments.spelling_sections import Spelled, spelling_sections
from app.search.whoosh.segments.word_sections import FIELDS, form_languages, key_rows, key_sections

Renumbered = Sequence[Numbers]
"""For each part, the new number of each of its forms; -1 for one that none of the kept documents has."""


def merged_keys(parts: Sequence[Part], numbers: Renumbered, count: int) -> Arrays:
    """The sections of keys: of each form in the languages of the documents to keep."""
    known = np.zeros(count + 1, np.uint8)  # the last is that of no form
    rows = [row for part, renumbered in zip(parts, numbers, strict=True) for row in _key_rows(part, renumbered, known)]
    hashes, forms, kinds = map(joined, zip(*rows, strict=True))
    return key_sections(hashes, forms.astype(np.uint32), kinds)


def _key_rows(part: Part, numbers: Numbers, known: Numbers) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """The keys of forms in languages that are not `known` from former parts: as they stand, or found anew.

    A key does not say which language it is of, so where a language went all keys are found anew.
    """
    arrays, languages = part.arrays, part.arrays["languages"]
    bits = form_languages(arrays, np.where(part.keep, languages, np.uint8(0)))
    fresh = (numbers >= 0) & (bits & ~known[numbers] != 0)
    known[numbers] |= bits
    changed = bits != form_languages(arrays, languages)
    told = (fresh & ~changed)[arrays["key.forms"]]
    hashes = np.repeat(arrays["key.hash"], sizes_of(arrays["key.starts"]))
    yield hashes[told], numbers[arrays["key.forms"][told]], arrays["key.kinds"][told]
    if (again := np.flatnonzero(fresh & changed)).size:
        forms = unpack_strings(arrays, "form")
        found, of, kinds = key_rows([forms[number] for number in again.tolist()], bits[again])
        yield found, numbers[again[of]], kinds


class _Variants(NamedTuple):
    """Who of a part is spelled how: by form the usual spelling, and the (form, document) that have another."""

    usual: Numbers
    pairs: Numbers
    spellings: Numbers


def merged_spellings(parts: Sequence[Part], numbers: Renumbered, count: int) -> Arrays:
    """The sections of spellings, from what each document to keep has."""
    spelled = [[unpack_bytes(part.arrays, name) for name in ("form.spelling", "variant")] for part in parts]
    words = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(chain(*spelled))))}
    told = ([look_up(words, each, np.int64) for each in lists] for lists in spelled)
    variants = [_variants(part, *lists) for part, lists in zip(parts, told, strict=True)]
    usual, several = np.full(count, -1), np.zeros(count + 1, bool)  # the last is that of no form
    for each, renumbered in zip(variants, numbers, strict=True):
        living = renumbered >= 0
        forms, here = renumbered[living], each.usual[living]
        several[forms] |= (usual[forms] >= 0) & (usual[forms] != here)
        several[renumbered[each.pairs >> 16]] = True
        usual[forms] = here
    single = np.flatnonzero(~several[:count])
    rows = [
        Spelled(single, np.zeros_like(single), usual[single]),
        *map(_spelled, parts, numbers, variants, repeat(several)),
    ]
    return spelling_sections(count, Spelled(*map(joined, zip(*rows, strict=True))), list(words))


def _variants(part: Part, usual: Numbers, others: Numbers) -> _Variants:
    """Who is spelled how in a part, by the numbers of the usual spelling of each form and of the others."""
    arrays = part.arrays
    sizes = sizes_of(arrays["variant.docs.starts"])
    kept = part.keep[arrays["variant.docs"]]
    pairs = np.repeat(arrays["variant.forms"], sizes).astype(np.int64) << 16 | arrays["variant.docs"]
    return _Variants(usual, pairs[kept], np.repeat(others, sizes)[kept])


def _spelled(part: Part, numbers: Numbers, variants: _Variants, several: Numbers) -> Spelled:
    """How each form that has several spellings is spelled in each document to keep."""
    chosen = (numbers >= 0) & several[numbers]
    pairs = np.sort(joined(_pairs(part, name, chosen) for name in FIELDS), kind="stable")
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    forms, docs = pairs >> 16, pairs & 0xFFFF
    spellings = variants.usual[forms]
    spellings[np.searchsorted(pairs, variants.pairs)] = variants.spellings
    return Spelled(numbers[forms], part.numbers[docs], spellings)


def _pairs(part: Part, name: str, chosen: Numbers) -> Numbers:
    """The form and the document of each posting of the chosen forms in the documents to keep."""
    arrays = part.arrays
    forms = np.repeat(np.arange(len(chosen)), sizes_of(arrays[f"{name}.starts"]))
    docs = arrays[f"{name}.docs"]
    wanted = chosen[forms] & part.keep[docs]
    return forms[wanted] << 16 | docs[wanted]
