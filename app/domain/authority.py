"""Authority files: the entities that are known by name, as TOML that a user can extend without code.

A folder of `*.toml`, each a list of `[[entities]]`; `seed/README.md` describes the keys.
"""

import tomllib
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from app.domain.annotations import EntityType
from app.domain.entities import Entity
from app.domain.frozen import Frozen
from app.errors import Flaw, InvalidBodyError

Language = Literal["de", "en"]
Names = dict[Language, tuple[str, ...]]


class WikidataId(Frozen):
    """A Wikidata id and where it was read; there is none without a source."""

    id: str = Field(pattern=r"^Q[1-9][0-9]*$")
    source: str = Field(min_length=3)


class AuthorityEntity(Frozen):
    """One entity of an authority file, with all that the gazetteer needs to find it in a text."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    type: EntityType
    labels: dict[Language, str] = Field(min_length=1)
    aliases: Names = {}
    adjectives: Names = {}
    demonyms: Names = {}
    metonyms: Names = {}
    nominals: Names = {}
    anchors: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    known_alone: bool = False
    capital: str | None = None
    codes: dict[str, str] = {}
    part_of: tuple[str, ...] = ()
    description: dict[Language, str] = {}
    wikidata: WikidataId | None = None

    @property
    def label(self) -> str:
        """The English label, or the only one."""
        return self.labels.get("en") or next(iter(self.labels.values()))

    def as_entity(self) -> Entity:
        """What is served of it; its names are those by which it can be asked for."""
        listed = chain(self.labels.values(), *self.aliases.values(), *self.metonyms.values(), self.surnames)
        return Entity(
            id=self.id,
            type=self.type,
            label=self.label,
            labels=dict(self.labels),
            names=tuple(dict.fromkeys(listed)),
            wikidata_id=self.wikidata.id if self.wikidata else None,
            codes=self.codes,
            part_of=self.part_of,
            description=dict(self.description),
        )


class Authority(Frozen):
    """All entities of a folder of authority files, in the order of file names and files."""

    entities: tuple[AuthorityEntity, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, AuthorityEntity]:
        """The entities by their id."""
        return {entity.id: entity for entity in self.entities}


def _read(path: Path) -> list[AuthorityEntity]:
    try:
        listed = tomllib.loads(path.read_text("utf-8")).get("entities", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidBodyError(f"{path}: not a TOML file in UTF-8: {error}") from error
    return [_entity(path, number, fields) for number, fields in enumerate(listed)]


def _entity(path: Path, number: int, fields: object) -> AuthorityEntity:
    try:
        return AuthorityEntity.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in ("entities", number, *first["loc"]))
        raise InvalidBodyError(f"{path}: /{place}: {first['msg']}", Flaw("invalid", pointer=f"/{place}")) from error


def _unique(entities: Sequence[AuthorityEntity], folder: Path) -> None:
    seen: set[str] = set()
    for entity in entities:
        if entity.id in seen:
            raise InvalidBodyError(
                f"{folder}: the id {entity.id!r} is given twice", Flaw("duplicate", pointer="/entities")
            )
        seen.add(entity.id)


def load_authority(folder: Path) -> Authority:
    """The authority of all `*.toml` in `folder`; raises `InvalidBodyError` naming the file and the place in it."""
    if not folder.is_dir():
        raise InvalidBodyError(f"{folder}: no such folder of authority files")
    entities = [entity for path in sorted(folder.glob("*.toml")) for entity in _read(path)]
    _unique(entities, folder)
    return Authority(entities=tuple(entities))
