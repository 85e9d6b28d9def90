"""Entities: who and what can be named, as the authority files and the store know them."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal

from app.domain.annotations import EntityType
from app.domain.frozen import Frozen

NAME_KEYS = "2"
"""Names this way of folding; it changes when `name_keys` would give other keys for the same name."""

_UNKNOWN = re.compile("^x-[a-z]+-")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# Letters that Unicode does not take apart into a letter and an accent.
_BARRED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)


class Entity(Frozen):
    """What is served of an entity. `labels` and `codes` are keyed by language and by scheme.

    `names` are all names by which it can be asked for. `verified` is False for one that no authority file knows.
    """

    id: str
    type: EntityType
    label: str
    labels: dict[str, str] = {}
    names: tuple[str, ...] = ()
    wikidata_id: str | None = None
    codes: dict[str, str] = {}
    part_of: tuple[str, ...] = ()
    description: dict[str, str] = {}
    verified: bool = True


EntitySort = Literal["-articles", "-mentions", "-last_seen"]
ENTITY_SORTS: tuple[EntitySort, ...] = EntitySort.__args__  # type: ignore[attr-defined]


class EntityCounts(Frozen):
    """How often an entity is met in the title, lead and body of articles, and when first and last (partial dates)."""

    articles: int = 0
    mentions: int = 0
    first_seen: date | None = None
    last_seen: date | None = None


class Completion(Frozen):
    """An entity whose `name` begins as was typed, or is just that (`exact`), and how many articles mention it."""

    id: str
    label: str
    type: EntityType
    name: str
    exact: bool
    articles: int


class Resolved(Frozen):
    """A name as it was resolved. `by` is `id`, `wikidata`, `label` or `alias`, None when nothing has that name.

    `alternatives` are other entities of that name, best first; `others` are entities of types that a bare name does
    not reach (a region, a place).
    """

    name: str
    id: str | None
    by: str | None = None
    alternatives: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def transliterate(name: str) -> str:
    """A name without its accents, umlauts as `ae`, `oe`, `ue`: `Köln` gives `Koeln`. Other scripts stay."""
    return _bare(unicodedata.normalize("NFC", name).translate(_GERMAN))


def _bare(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name).translate(_BARRED)
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(maxsize=10_000)
def fold_name(name: str) -> str:
    """A name as it is compared: case, accents and runs of white space do not count (`Erdoğan` is `erdogan`)."""
    return re.sub(r"\s+", " ", _bare(name).casefold()).strip()


def unknown_id(kind: str, name: str) -> str:
    """The id of an entity of a type that a text names and no authority file knows."""
    return f"x-{kind}-{slug(name)}"


def unknown_person_id(name: str) -> str:
    """The id of a person whom a text names and no authority file knows."""
    return unknown_id("person", name)


def plain_id(entity: str) -> str:
    """The id of an entity, without the mark of one that no authority file knows."""
    return _UNKNOWN.sub("", entity)


def ids_of(entity: Entity) -> frozenset[str]:
    """The id of an entity, and those that its full names would get in a text if no authority file knew it."""
    full = {name for name in (entity.label, *entity.names) if len(name.split()) > 1}
    return frozenset({entity.id, *(unknown_person_id(name) for name in full if entity.type == "person")})


def name_keys(name: str) -> frozenset[str]:
    """The folded spellings under which a name is found: `Köln` under `koln` and `koeln`."""
    return frozenset({fold_name(name), fold_name(transliterate(name))})


@lru_cache(maxsize=10_000)
def slug(name: str) -> str:
    """A name as part of an id: lower-case ASCII letters and digits joined by hyphens; `x` when none is left."""
    return re.sub(r"[^a-z0-9]+", "-", fold_name(transliterate(name))).strip("-") or "x"
