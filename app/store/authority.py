"""The authority files as tables: written again only when they changed."""

from sqlalchemy import delete, update
from sqlmodel import Session, col

from app.domain.authority import Authority, AuthoritySource
from app.store.database import Database, among
from app.store.entities import drop_unmentioned, write_entities
from app.store.rows import EntityRow, StateRow
from app.store.suppressions import admitted

_DIGEST = "authority"


def sync_authority(database: Database, source: AuthoritySource) -> None:
    """Bring the entities and names of the tables in step with the authority files; raises `InvalidBodyError`.

    An entity that left the files stays, unverified, for as long as an article mentions it; one that is suppressed does
    not come in.
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


def forget_digest(session: Session) -> None:
    """Have the tables brought in step by whoever opens the database next."""
    session.connection().execute(delete(StateRow).where(col(StateRow.name) == _DIGEST))


def _write(session: Session, authority: Authority) -> None:
    left = ~among(EntityRow.id, authority.by_id)
    session.connection().execute(update(EntityRow).where(left, col(EntityRow.verified)).values(verified=False))
    write_entities(session, admitted(session, authority))
    drop_unmentioned(session)
