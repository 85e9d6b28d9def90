"""Authority files: the entities that are known by name, as TOML that a user can extend without code.

A folder of `*.toml`, each a list of `[[entities]]`; `seed/README.md` describes the keys.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal, Protocol

from pydantic import Field, ValidationError

from app.domain.annotations import EntityType
from app.domain.entities import NAME_KEYS, Entity
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
    quoted: Names = {}
    short: Names = {}
    context: Names = {}
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
    def digest(self) -> str:
        """See `AuthoritySource.digest`."""
        return _digest(self.model_dump_json().encode())

    def load(self) -> "Authority":
        """See `AuthoritySource.load`."""
        return self

    @cached_property
    def by_id(self) -> dict[str, AuthorityEntity]:
        """The entities by their id."""
        return {entity.id: entity for entity in self.entities}


class AuthoritySource(Protocol):
    """Where an authority comes from. `digest` tells two apart without reading them through."""

    @property
    def digest(self) -> str:
        """The sha256, in hex, of all that is in it and of how names are folded."""
        ...

    def load(self) -> Authority:
        """Read and check it; raises `InvalidBodyError`."""
        ...


class AuthorityFiles(Frozen):
    """All `*.toml` of a folder; they are read through once for each state that they have."""

    folder: Path

    @cached_property
    def digest(self) -> str:
        """See `AuthoritySource.digest`; raises `InvalidBodyError` when there is no such folder."""
        return _digest(*(part for path in _files(self.folder) for part in (path.name.encode(), path.read_bytes())))

    def load(self) -> Authority:
        """See `AuthoritySource.load`."""
        return _load(self.folder, self.digest)


@lru_cache(maxsize=4)
def _load(folder: Path, state: str) -> Authority:
    return load_authority(folder)


def _digest(*parts: bytes) -> str:
    lengths = b",".join(b"%d" % len(part) for part in parts)
    return hashlib.sha256(b"\0".join((NAME_KEYS.encode(), lengths, *parts))).hexdigest()


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise InvalidBodyError(f"{folder}: no such folder of authority files")
    return sorted(folder.glob("*.toml"))


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
    entities = [entity for path in _files(folder) for entity in _read(path)]
    _unique(entities, folder)
    return Authority(entities=tuple(entities))
