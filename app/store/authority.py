"""The authority files as tables: written again only when they changed."""

from sqlalchemy import update
from sqlmodel import Session, col

from app.domain.authority import Authority, AuthoritySource
from app.store.database import Database, among
from app.store.entities import drop_unmentioned, write_entities
from app.store.rows import EntityRow, StateRow

_DIGEST = "authority"


def sync_authority(database: Database, source: AuthoritySource) -> None:
    """Bring the entities and names of the tables in step with the authority files; raises `InvalidBodyError`.

    An entity that left the files stays, unverified, for as long as an article mentions it.
    """
    with database.read() as session:
        if stored_digest(session) == source.digest:
            return
    authority = source.load()
    with database.write() as session:
        _write(session, authority)
        session.merge(StateRow(name=_DIGEST, value=source.digest))


def stored_digest(session: Session) -> str | None:
    """Which authority files the tables are in step with; None before the first."""
    row = session.get(StateRow, _DIGEST)
    return row.value if row else None


def _write(session: Session, authority: Authority) -> None:
    left = ~among(EntityRow.id, authority.by_id)
    session.connection().execute(update(EntityRow).where(left, col(EntityRow.verified)).values(verified=False))
    write_entities(session, [entity.as_entity() for entity in authority.entities])
    drop_unmentioned(session)
