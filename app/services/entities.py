"""Entities, as they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.annotations import EntityType
from app.domain.entities import Entity, EntityCounts, EntitySort
from app.domain.queries import Window
from app.errors import NotFoundError
from app.services import Services


@dataclass(frozen=True)
class Counted:
    """An entity, how often it is met, and who is part of it by their own word."""

    entity: Entity
    counts: EntityCounts
    parts: tuple[str, ...] = ()


def find(
    services: Services, name: str | None, kind: EntityType | None, sort: EntitySort, window: Window
) -> tuple[int, list[Counted]]:
    """The number of entities of a type with a name that begins so, and some of them, in this order."""
    kinds: frozenset[str] = frozenset({kind} if kind else ())
    total, rows = services.store.entities(name, kinds, *window, sort)
    parts = services.store.consisting([entity.id for entity, _ in rows])
    return total, [Counted(entity, counts, parts[entity.id]) for entity, counts in rows]


def get(services: Services, ref: str) -> Counted:
    """The entity of an id or a Wikidata id; raises `NotFoundError`."""
    entity = services.store.entity(ref)
    return Counted(entity, services.store.entity_counts(entity.id), services.store.consisting([entity.id])[entity.id])


def read(services: Services, refs: Sequence[str]) -> tuple[list[Counted], list[str]]:
    """The entities of these ids or Wikidata ids, in this order, and those refs that nothing has."""
    found, missing = list[Counted](), list[str]()
    for ref in refs:
        try:
            found.append(get(services, ref))
        except NotFoundError:
            missing.append(ref)
    return found, missing
