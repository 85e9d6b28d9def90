"""The JSON of answers that are about entities, for the OpenAPI document; see `app.api.models`."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from app.api.models import Links, Meta

Npmi = Annotated[
    float | None,
    Field(
        description="Normalised pointwise mutual information (Bouma 2009): 1 never one without the other, 0 as chance "
        "would have it, below 0 more seldom; null where every article mentions both."
    ),
]


class EntityLinks(BaseModel):
    """Where an entity, its articles, their timeline, its mentions and who is mentioned next to it are."""

    self: str
    articles: str
    timeline: str
    mentions: str
    neighbors: str


class Entity(BaseModel):
    """Someone or something that is mentioned; `verified` is false when no authority file knows it.

    `part_of` are those that it belongs to, `parts` those that belong to it, by id.
    """

    id: str
    type: str
    label: str
    labels: dict[str, str]
    aliases: list[str]
    wikidata_id: str | None
    codes: dict[str, str]
    part_of: list[str]
    parts: list[str]
    verified: bool
    articles: int
    mentions: int
    first_seen: date | None
    last_seen: date | None
    description: dict[str, str]
    links: EntityLinks


class EntitiesMeta(Meta):
    """`missing` comes with `ids`."""

    missing: list[str] | None = None


class EntityList(BaseModel):
    """A page of entities, the most mentioned first."""

    data: list[Entity]
    meta: EntitiesMeta
    links: Links


class ShapeEcho(BaseModel):
    """Who is joined: entities of these types that at least `min_weight` articles mention `within` one unit."""

    within: str
    types: list[str]
    min_weight: int
    unverified: bool
