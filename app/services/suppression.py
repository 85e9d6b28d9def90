"""Whom a suppression means."""

from contextlib import suppress

from app.domain.annotations import ENTITY_TYPES
from app.errors import InvalidParameterError, NotFoundError
from app.services import Services


def find_entity(services: Services, ref: str) -> str:
    """The id of the one entity with this id, Wikidata id or whole name.

    Raises `NotFoundError`, and `InvalidParameterError` when several have that name.
    """
    with suppress(NotFoundError):
        return services.store.entity(ref).id
    found = services.store.resolve(ref, frozenset(ENTITY_TYPES))
    if found.id is None:
        raise NotFoundError(f"There is no entity {ref!r}.")
    if found.alternatives:
        raise InvalidParameterError(f"{ref!r} may be {', '.join((found.id, *found.alternatives))}: give the id.")
    return found.id
