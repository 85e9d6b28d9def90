"""Entities, as they are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.annotations import EntityType
from app.domain.entities import Entity, EntityCounts
from app.errors import NotFoundError
from app.services import Services


@dataclass(frozen=True)
class Counted:
    """An entity and how often it is met."""

    entity: Entity
    counts: EntityCounts


def find(
    services: Services, name: str | None, kind: EntityType | None, limit: int | None, offset: int
) -> tuple[int, list[Counted]]:
    """The number of entities of a type with a name that begins so, and one page of them, the most mentioned first.

    Without `limit` all of them."""
    kinds: frozenset[str] = frozenset({kind} if kind else ())
    total, rows = services.store.entities(name, kinds, limit, offset)
    return total, [Counted(entity, counts) for entity, counts in rows]


def get(services: Services, ref: str) -> Counted:
    """The entity of an id or a Wikidata id; raises `NotFoundError`."""
    entity = services.store.entity(ref)
    return Counted(entity, services.store.entity_counts(entity.id))


def read(services: Services, refs: Sequence[str]) -> tuple[list[Counted], list[str]]:
    """The entities of these ids or Wikidata ids, in this order, and those refs that nothing has."""
    found, missing = list[Counted](), list[str]()
    for ref in refs:
        try:
            found.append(get(services, ref))
        except NotFoundError:
            missing.append(ref)
    return found, missing
