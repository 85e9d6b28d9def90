"""Names that begin as one has typed."""

import sqlalchemy as sa
from sqlmodel import Session, col, exists, func, select

from app.domain.entities import Completion, name_keys
from app.store.counts import mentioning_articles
from app.store.database import among
from app.store.entities import begins_with
from app.store.rows import EntityRow, NameRow


def complete(session: Session, beginning: str, unverified: bool, limit: int) -> tuple[int, list[Completion]]:
    """How many entities have a name that begins so, and the best of them; see `Store.complete`."""
    begun = col(EntityRow.id).in_(select(NameRow.entity_id).where(begins_with(beginning)))
    wanted = (begun,) if unverified else (begun, col(EntityRow.verified))
    exactly = exists().where(col(NameRow.entity_id) == EntityRow.id, col(NameRow.key).in_(name_keys(beginning)))
    articles = mentioning_articles()
    total = session.exec(select(func.count()).select_from(EntityRow).where(*wanted)).one()
    best = sa.select(col(EntityRow.id), col(EntityRow.label), col(EntityRow.type), articles, exactly).where(*wanted)
    ordered = best.order_by(exactly.desc(), articles.desc(), col(EntityRow.id)).limit(limit)
    rows = session.connection().execute(ordered).all()
    names = _matched(session, beginning, [row[0] for row in rows])
    return total, [
        Completion(id=name, label=label, type=kind, articles=count, exact=exact, name=names[name])
        for name, label, kind, count, exact in rows
    ]


def _matched(session: Session, beginning: str, ids: list[str]) -> dict[str, str]:
    """The name of each entity that begins so: one that is the same before others, then in the order of its names."""
    same = col(NameRow.key).in_(name_keys(beginning))
    found = select(NameRow.entity_id, NameRow.name).where(among(NameRow.entity_id, ids), begins_with(beginning))
    last_first = session.exec(found.order_by(same, col(NameRow.position).desc())).all()
    return dict(last_first)
