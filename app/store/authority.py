"""The authority files as tables: written again only when they changed."""

import hashlib
import json

from sqlalchemy import update
from sqlmodel import Session, col

from app.domain.authority import Authority
from app.domain.entities import name_keys
from app.store.database import Database, among
from app.store.entities import drop_unmentioned, write_entities
from app.store.rows import EntityRow, StateRow

_DIGEST = "authority"


def sync_authority(database: Database, authority: Authority) -> None:
    """Bring the entities and names of the tables in step with the authority files.

    An entity that left the files stays, unverified, for as long as an article mentions it.
    """
    digest = _digest(authority)
    with database.read() as session:
        if _stored_digest(session) == digest:
            return
    with database.write() as session:
        _write(session, authority)
        session.merge(StateRow(name=_DIGEST, value=digest))


def _digest(authority: Authority) -> str:
    """Of all that would be written, so that another way to fold names counts as well."""
    entities = [entity.as_entity() for entity in authority.entities]
    written = [(entity.model_dump(), [sorted(name_keys(name)) for name in entity.names]) for entity in entities]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def _stored_digest(session: Session) -> str | None:
    row = session.get(StateRow, _DIGEST)
    return row.value if row else None


def _write(session: Session, authority: Authority) -> None:
    left = ~among(EntityRow.id, authority.by_id)
    session.connection().execute(update(EntityRow).where(left, col(EntityRow.verified)).values(verified=False))
    write_entities(session, [entity.as_entity() for entity in authority.entities])
    drop_unmentioned(session)
