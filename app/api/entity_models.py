"""The JSON of answers that are about entities, for the OpenAPI document; see `app.api.models`."""

from datetime import date

from pydantic import BaseModel

from app.api.models import Links, Meta


class EntityLinks(BaseModel):
    """Where an entity, its articles and its mentions are."""

    self: str
    articles: str
    mentions: str


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
