"""What a segment holds of words: the exact forms, the keys that lead to them, and where each of them stands.

The zones of the article itself (title, lead, body) share one field, `text`, the others one, `margin`; for questions
about one zone alone, `title` and `lead` have their own lists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from app.domain.annotations import ARTICLE_ZONES, ZONES
from app.domain.word_grammar import MAX_DISTANCE
from app.domain.words import MAX_WORDS
from app.search.analysis import SERVED, exact_form, keys
from app.search.scoring import boost
from app.search.whoosh.segments.container import Arrays
from app.search.whoosh.segments.packing import (
    Numbers,
    hash_string,
    hash_strings,
    look_up,
    narrow,
    pack_strings,
    starts_by,
    starts_of,
)
from app.search.whoosh.segments.spelling_sections import Spelled, spelling_sections
from app.search.whoosh.segments.tokens import Words

GAP = MAX_WORDS + MAX_DISTANCE
"""How many places stay empty behind a passage, so that no phrase reaches over."""

FIELDS = {"text": ARTICLE_ZONES, "margin": frozenset(ZONES) - ARTICLE_ZONES}
SHORT_FIELDS = ("title", "lead")

_BOOSTS = np.array([boost(zone) for zone in ZONES], np.uint16)
_ZONE_NUMBERS: dict[str, int] = {zone: number for number, zone in enumerate(ZONES)}


@dataclass(frozen=True)
class Tokens:
    """All words of a segment in a row: the number of the form (-1: none), document, zone, and place in the document."""

    forms: Numbers
    docs: Numbers
    zones: Numbers
    positions: Numbers

    def among(self, chosen: Numbers) -> "Tokens":
        """Those that are chosen by a mask or by their numbers."""
        return Tokens(self.forms[chosen], self.docs[chosen], self.zones[chosen], self.positions[chosen])

    def first_of_pairs(self) -> Numbers:
        """Where each pair of a form and a document is first, when they are in order."""
        fresh = np.ones(len(self.forms), bool)
        fresh[1:] = (self.forms[1:] != self.forms[:-1]) | (self.docs[1:] != self.docs[:-1])
        return np.flatnonzero(fresh)


def word_sections(words: Words, languages: Numbers) -> tuple[Arrays, Numbers]:
    """The sections, and how many words each document has; `languages` are the bits of the column of that name."""
    spelled = words.spelled()
    raw_forms = list(map(exact_form, spelled))
    forms = sorted(set(filter(None, raw_forms)))
    numbers = look_up({"": -1, **{form: number for number, form in enumerate(forms)}}, raw_forms, np.int32)
    passages, lengths = _passages(words)
    ordered, raw = _in_order(words, passages, numbers)
    several = np.bincount(numbers[numbers >= 0], minlength=len(forms)) > 1
    rows = _first_spellings(ordered, raw, several)
    postings = _postings(ordered, len(forms))
    lexicon = {
        **lexicon_sections(forms),
        **spelling_sections(len(forms), rows, [word.encode() for word in spelled]),
        **key_sections(*key_rows(forms, form_languages(postings, languages))),
    }
    return {**lexicon, **passages, **postings}, lengths


def _in_order(words: Words, passages: Arrays, numbers: Numbers) -> tuple[Tokens, Numbers]:
    """The words that have a form, by form and place, and how each is spelled; `numbers` are the forms by spelling."""
    raw = words.numbers()
    order = _by_form(numbers[raw])
    return _laid_out(words, passages, numbers[raw]).among(order), raw[order]


def _by_form(forms: Numbers) -> Numbers:
    """The words that have a form, by their numbers, in the order of the forms and then of the text."""
    order = forms.astype(np.int64)
    order <<= 32
    order |= np.arange(len(order), dtype=np.uint32)
    order.sort()
    return order[np.searchsorted(order, 0) :].astype(np.uint32)


def lexicon_sections(forms: Sequence[str]) -> Arrays:
    """The forms, in the order of their code points, and what they are looked up and compared by."""
    return {
        **pack_strings("form", forms),
        **hash_sections(hash_strings(forms)),
        "form.size": np.minimum(np.array(list(map(len, forms)), np.int64), 255).astype(np.uint8),
        "form.letters": letters(forms),
    }


def hash_sections(hashes: Numbers) -> Arrays:
    """The hashes of the forms in ascending order, and the form of each."""
    hashed = np.argsort(hashes).astype(np.uint32)
    return {"form.hash": hashes[hashed], "form.hashed": hashed}


def letters(forms: Sequence[str]) -> Numbers:
    """The set of the letters of each form, as 32 bits: letters that are 32 code points apart share one."""
    if not forms:
        return np.zeros(0, np.uint32)
    starts = starts_of(np.fromiter(map(len, forms), np.int64, len(forms)))[:-1]
    points = np.frombuffer("".join(forms).encode("utf-32-le"), np.uint32)
    return np.bitwise_or.reduceat(np.uint32(1) << (points & np.uint32(31)), starts.astype(np.int64))


def form_languages(postings: Arrays, languages: Numbers) -> Numbers:
    """For each form the bits of the languages of the documents that have it."""
    bits = np.zeros(len(postings["text.starts"]) - 1, np.uint8)
    for name in FIELDS:
        starts, docs = postings[f"{name}.starts"], postings[f"{name}.docs"]
        having = np.flatnonzero(np.diff(starts))
        if len(having):
            bits[having] |= np.bitwise_or.reduceat(languages[docs], starts[having].astype(np.int64))
    return bits


def key_rows(forms: Sequence[str], bits: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The hashes of the keys of all forms in the languages they stand in, the number of the form, and the kind."""
    hashes, kinds, sizes = list[int](), list[int](), list[int]()
    for form, spoken in zip(forms, bits.tolist(), strict=True):
        found = _hashed_keys(form, spoken)
        hashes += found[0]
        kinds += found[1]
        sizes.append(len(found[0]))
    numbers = np.repeat(np.arange(len(forms), dtype=np.uint32), sizes)
    return np.array(hashes, np.uint64), numbers, np.array(kinds, np.uint8)


def key_sections(hashes: Numbers, forms: Numbers, kinds: Numbers) -> Arrays:
    """The sections of keys from their rows, in any order, some of them more than once."""
    order = np.lexsort((kinds, forms, hashes))
    rows = hashes[order], forms[order], kinds[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.logical_or.reduce([row[1:] != row[:-1] for row in rows])
    hashes, forms, kinds = (row[fresh] for row in rows)
    unique, counts = np.unique(hashes, return_counts=True)
    return {"key.hash": unique, "key.starts": starts_of(counts), "key.forms": forms, "key.kinds": kinds}


@lru_cache(maxsize=1 << 18)
def _hashed_keys(form: str, spoken: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The hashes of the keys of a form, and their kinds, in the languages that have these bits."""
    languages = (language for place, language in enumerate(SERVED) if spoken >> place & 1)
    found = [key for language in languages for key in keys(form, language)]
    return tuple(hash_string(key) for key, _ in found), tuple(kind for _, kind in found)


def _passages(words: Words) -> tuple[Arrays, Numbers]:
    """The sections of places and passages, and the number of words of each document."""
    sizes, counts = words.passage_sizes(), np.array(words.passages, np.int64)
    docs = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(sizes + GAP)
    starts = starts_of(counts)
    base = np.concatenate(([0], ends))[starts]
    passages = {
        "base": base_of(np.diff(base)),
        "passage.starts": starts,
        "passage.positions": narrow(ends - sizes - GAP - base[:-1][docs]),
        "passage.zones": np.array(words.passage_zones, np.uint8),
    }
    return passages, np.bincount(docs, sizes, len(counts)).astype(np.uint32)


def _laid_out(words: Words, passages: Arrays, forms: Numbers) -> Tokens:
    """The words with their places."""
    sizes, counts = words.passage_sizes(), np.array(words.passages, np.int64)
    docs = np.repeat(np.arange(len(counts), dtype=np.uint16), counts)
    before = (passages["passage.positions"] - (np.cumsum(sizes) - sizes)).astype(np.int32)
    positions = np.repeat(before, sizes)
    positions += np.arange(len(forms), dtype=np.int32)
    return Tokens(forms, np.repeat(docs, sizes), np.repeat(passages["passage.zones"], sizes), positions)


def base_of(spans: Numbers) -> Numbers:
    """Where each document begins when the places of all are put in a row, and where the last one ends."""
    base = np.concatenate(([0], np.cumsum(spans, dtype=np.int64)))
    return base.astype(np.int32 if base[-1] < 1 << 31 else np.int64)


def _first_spellings(ordered: Tokens, raw: Numbers, several: Numbers) -> Spelled:
    """How each form is first spelled in each document; of forms that have not `several` spellings, in one document."""
    first = ordered.first_of_pairs()
    forms = ordered.forms[first]
    chosen = first[several[forms] | (np.diff(forms, prepend=-1) != 0)]
    return Spelled(ordered.forms[chosen], ordered.docs[chosen], raw[chosen])


def _postings(ordered: Tokens, forms: int) -> Arrays:
    zones = {**FIELDS, **{zone: {zone} for zone in SHORT_FIELDS}}
    fields = (_field(name, _in_zones(ordered, chosen), forms) for name, chosen in zones.items())
    return dict(chain.from_iterable(field.items() for field in fields))


def _in_zones(tokens: Tokens, zones: Iterable[str]) -> Tokens:
    chosen = np.zeros(len(ZONES), bool)
    chosen[[_ZONE_NUMBERS[zone] for zone in zones]] = True
    among = chosen[tokens.zones]
    return tokens if among.all() else tokens.among(among)


def _field(name: str, tokens: Tokens, forms: int) -> Arrays:
    """The postings of one field, from its words in the order of forms and places."""
    first = tokens.first_of_pairs()
    postings = {
        f"{name}.starts": starts_by(tokens.forms[first], forms),
        f"{name}.docs": tokens.docs[first],
        f"{name}.counts": narrow(np.diff(first, append=len(tokens.forms))),
    }
    if name in SHORT_FIELDS:
        return postings
    weights = np.add.reduceat(_BOOSTS[tokens.zones], first, dtype=np.uint32) if len(first) else first
    return {
        **postings,
        f"{name}.weights": narrow(weights),
        f"{name}.positions": narrow(tokens.positions),
        f"{name}.positions.starts": starts_by(tokens.forms, forms),
    }
