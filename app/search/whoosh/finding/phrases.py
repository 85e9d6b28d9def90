"""Where phrases stand."""

from collections import Counter

from app.search.whoosh.finding.leaf import Leaf
from app.search.whoosh.finding.postings import NOTHING, zone_weights
from app.search.whoosh.native.phrases import Field, Passages, Places
from app.search.whoosh.native.postings import Postings
from app.search.whoosh.segments.word_sections import FIELDS


def find_phrase(leaf: Leaf, forms: tuple[str, ...], distance: int, zones: frozenset[str]) -> Postings:
    """The documents that have a phrase, and the boosts of the zones of its beginnings; see `matching.phrase_starts`."""
    numbers = leaf.lexicon.all_numbers(forms)
    if not numbers:
        return NOTHING
    places = leaf.places(zones, _places)
    if distance:
        return places.near(list(Counter(numbers).items()), len(numbers) + distance)
    return places.in_a_row(numbers)


def _places(leaf: Leaf, zones: frozenset[str]) -> Places:
    fields = [_field(leaf, field) for field, inside in FIELDS.items() if inside & zones]
    passages = Passages(*(leaf.arrays[f"passage.{part}"] for part in ("starts", "positions", "zones")))
    return Places(fields, passages, zone_weights(zones))


def _field(leaf: Leaf, field: str) -> Field:
    parts = ("docs", "counts", "positions", "starts", "positions.starts")
    return Field(*(leaf.arrays[f"{field}.{part}"] for part in parts))
