"""Entities: what is known of them, and how often articles mention them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, exists, func, or_, select

from app.domain.annotations import FoundEntity, Mention
from app.domain.articles import EntityLabel
from app.domain.entities import Entity, EntityCounts, EntitySort, name_keys
from app.domain.queries import Window
from app.errors import NotFoundError
from app.store.counts import counted, read_counts
from app.store.database import among
from app.store.rows import EntityRow, MentionRow, NameRow

_COUNTED = {"-articles": "articles", "-mentions": "mentions", "-last_seen": "last_seen"}
_LAST_CHARACTER = "\U0010ffff"


def get_entity(session: Session, ref: str) -> Entity:
    """An entity by id, else by Wikidata id; raises `NotFoundError`."""
    row = session.get(EntityRow, ref)
    if row is None:
        with_wikidata_id = select(EntityRow).where(EntityRow.wikidata_id == ref.upper()).order_by(EntityRow.id)
        row = session.exec(with_wikidata_id).first()
    if row is None:
        raise NotFoundError(f"There is no entity {ref!r}.")
    return as_entities(session, [row])[0]


def labels(session: Session, ids: Iterable[str]) -> dict[str, EntityLabel]:
    """Label, type and Wikidata id of those of these entities that there are."""
    columns = select(EntityRow.id, EntityRow.label, EntityRow.type, EntityRow.wikidata_id)
    found = session.exec(columns.where(among(EntityRow.id, ids)))
    return {name: EntityLabel(label=label, type=kind, wikidata_id=wikidata) for name, label, kind, wikidata in found}


def find_parts(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The organizations that are part of each of these entities, directly or not, in the order of their ids."""
    listed = select(EntityRow.id, EntityRow.part_of).where(EntityRow.type == "organization").order_by(EntityRow.id)
    wholes = {part: set(named) for part, named in session.exec(listed) if named}
    return {name: tuple(_within(name, wholes)) for name in ids}


def find_consisting(session: Session, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The entities that are part of each of these by their own word, in the order of their ids."""
    listed = (
        select(EntityRow.id, EntityRow.part_of)
        .where(EntityRow.verified, EntityRow.part_of != [])
        .order_by(EntityRow.id)
    )
    wholes = list(session.exec(listed))
    return {name: tuple(part for part, named in wholes if name in named) for name in ids}


def _within(whole: str, wholes: Mapping[str, set[str]]) -> list[str]:
    inside, reached = {whole}, 0
    while reached < len(inside):
        reached = len(inside)
        inside |= {part for part, named in wholes.items() if not named.isdisjoint(inside)}
    return [part for part in wholes if part in inside and part != whole]


def find_entities(
    session: Session, name: str | None, types: frozenset[str], sort: EntitySort, window: Window
) -> tuple[int, list[tuple[Entity, EntityCounts]]]:
    """The number of entities and a page of them; see `Store.entities`."""
    wanted = [col(EntityRow.type).in_(types)] if types else []
    if name is not None:
        wanted.append(col(EntityRow.id).in_(select(NameRow.entity_id).where(begins_with(name))))
    total = session.exec(select(func.count()).select_from(EntityRow).where(*wanted)).one()
    first = counted(_COUNTED[sort]).desc().nulls_last()
    ordered = select(EntityRow).where(*wanted).order_by(first, EntityRow.id)
    entities = as_entities(session, session.exec(ordered.limit(window.limit).offset(window.offset)).all())
    counts = read_counts(session, [entity.id for entity in entities])
    return total, [(entity, counts[entity.id]) for entity in entities]


def as_entities(session: Session, rows: Sequence[EntityRow]) -> list[Entity]:
    """The entities of these rows, with their names."""
    named = select(NameRow.entity_id, NameRow.name).where(among(NameRow.entity_id, [row.id for row in rows]))
    names: dict[str, dict[str, None]] = {row.id: {} for row in rows}
    for entity_id, name in session.exec(named.order_by(NameRow.entity_id, col(NameRow.position))):
        names[entity_id][name] = None
    return [Entity.model_validate({**row.model_dump(), "names": tuple(names[row.id])}) for row in rows]


def add_unknown(session: Session, mentions: Iterable[Mention], unknown: Iterable[FoundEntity]) -> None:
    """Add the mentioned entities that the store has not met yet, as they are described in `unknown`.

    One that is described nowhere is known to an authority file that is newer than the store's: it is called as the
    text calls it until the store knows that file.
    """
    described = {entity.id: entity for entity in unknown}
    for mention in mentions:
        spelled = FoundEntity(id=mention.entity, type=mention.type, label=mention.text)
        described.setdefault(mention.entity, spelled)
    mentioned = {mention.entity for mention in mentions}
    known = session.exec(select(EntityRow.id).where(among(EntityRow.id, mentioned)))
    missing = [described[name] for name in sorted(mentioned.difference(known))]
    write_entities(
        session,
        [Entity(id=new.id, type=new.type, label=new.label, names=(new.label,), verified=False) for new in missing],
    )


def write_entities(session: Session, entities: Sequence[Entity]) -> None:
    """Add entities with their names, or make them what they are now."""
    if not entities:
        return
    connection = session.connection()
    rows = [{**entity.model_dump(exclude={"names"}), "part_of": list(entity.part_of)} for entity in entities]
    added = insert(EntityRow)
    connection.execute(added.on_conflict_do_update(["id"], set_={name: added.excluded[name] for name in rows[0]}), rows)
    connection.execute(sa.delete(NameRow).where(among(NameRow.entity_id, [entity.id for entity in entities])))
    connection.execute(sa.insert(NameRow), [row for entity in entities for row in _names(entity)])


def drop_unmentioned(session: Session, ids: Collection[str] | None = None) -> None:
    """Forget those of these entities, or of all, that neither an authority file nor a mention knows."""
    if ids is not None and not ids:
        return
    needless = ~col(EntityRow.verified), ~exists().where(col(MentionRow.entity_id) == EntityRow.id)
    chosen = () if ids is None else (among(EntityRow.id, ids),)
    session.connection().execute(sa.delete(EntityRow).where(*needless, *chosen))


def begins_with(name: str) -> sa.ColumnElement[bool]:
    """Whether the name at hand begins so, folded."""
    key = col(NameRow.key)
    return or_(*(key.between(folded, folded + _LAST_CHARACTER) for folded in name_keys(name)))


def _names(entity: Entity) -> Iterable[dict[str, object]]:
    own = {entity.label, *entity.labels.values()}
    for position, name in enumerate(entity.names):
        kind = "label" if name in own else "alias"
        for key in sorted(name_keys(name)):
            yield {"key": key, "entity_id": entity.id, "name": name, "kind": kind, "position": position}
