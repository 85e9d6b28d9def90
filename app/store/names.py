"""Names: which entity one means, and which one may have meant."""

import difflib
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from sqlmodel import Session, col, func, or_, select

from app.domain.annotations import ACTOR_TYPES
from app.domain.entities import Entity, Resolved, name_keys
from app.store.counts import mentioning_articles
from app.store.database import among
from app.store.entities import as_entities
from app.store.rows import EntityRow, NameRow

_LONGEST = 100  # a longer name is no misspelling of one that is known
_CLOSE = 0.7
_CANDIDATES = 2000


class _Candidate(NamedTuple):
    """What decides between the entities of a name; the better one sorts first."""

    by_name: bool
    unverified: bool
    rank: int
    unmentioned: int
    id: str
    type: str


def resolve(session: Session, name: str, types: frozenset[str] | None) -> Resolved:
    """The entity that a name means: by id, Wikidata id, label or alias; of several of a name, the best known.

    By name, what an authority file knows goes before what it does not, then a label before an alias, then the more
    mentioned. `types` None means persons, organizations and countries.
    """
    best: dict[str, _Candidate] = {}
    for candidate in sorted(_candidates(session, name)):
        best.setdefault(candidate.id, candidate)
    wanted = [each for each in best.values() if each.type in (ACTOR_TYPES if types is None else types)]
    others = tuple(each.id for each in best.values() if each not in wanted)
    if not wanted:
        return Resolved(name=name, id=None, others=others)
    first, *rest = wanted
    by = ("id", "wikidata", "label", "alias")[first.rank]
    return Resolved(name=name, id=first.id, by=by, alternatives=tuple(each.id for each in rest), others=others)


def suggest(session: Session, name: str, limit: int) -> list[Entity]:
    """Entities of the authority files whose names are like `name`, most alike first."""
    scores: dict[str, float] = {}
    for key in name_keys(name):
        if 0 < len(key) <= _LONGEST:
            for entity_id, other in _similar(session, key):
                scores[entity_id] = max(scores.get(entity_id, 0), _likeness(key, other))
    close = sorted((-score, entity_id) for entity_id, score in scores.items() if score >= _CLOSE)
    chosen = [entity_id for _, entity_id in islice(close, limit)]
    rows = {row.id: row for row in session.exec(select(EntityRow).where(among(EntityRow.id, chosen)))}
    return as_entities(session, [rows[entity_id] for entity_id in chosen])


def _candidates(session: Session, name: str) -> Iterable[_Candidate]:
    columns = (EntityRow.id, EntityRow.type, EntityRow.verified)
    identified = or_(EntityRow.id == name, EntityRow.wikidata_id == name.upper())
    by_id = session.exec(select(*columns).where(identified)).all()
    named = select(*columns, NameRow.kind).join(NameRow).where(among(NameRow.key, name_keys(name)))
    by_name = session.exec(named).all()
    articles = _mentioning(session, {*(row[0] for row in by_id), *(row[0] for row in by_name)})
    for entity_id, kind, verified in by_id:
        yield _Candidate(False, not verified, 0 if entity_id == name else 1, -articles[entity_id], entity_id, kind)
    for entity_id, kind, verified, name_kind in by_name:
        rank = 2 if name_kind == "label" else 3
        yield _Candidate(True, not verified, rank, -articles[entity_id], entity_id, kind)


def _mentioning(session: Session, ids: set[str]) -> dict[str, int]:
    """How many articles mention each of these entities; who is alone need not be counted."""
    if len(ids) < 2:
        return dict.fromkeys(ids, 0)
    counted = session.exec(select(EntityRow.id, mentioning_articles()).where(among(EntityRow.id, ids)))
    return dict(counted.all())


def _similar(session: Session, key: str) -> Iterable[tuple[str, str]]:
    """The names that begin with the same character and are of like length, or go on where `key` ends."""
    first, length = key[0], func.length(NameRow.key)
    like = length.between(len(key) * 0.6, len(key) * 1.7) | col(NameRow.key).between(key, key + "\U0010ffff")
    same_start = col(NameRow.key).between(first, first + "\U0010ffff")
    names = select(NameRow.entity_id, NameRow.key).join(EntityRow).where(same_start, like, col(EntityRow.verified))
    return session.exec(names.order_by(length, col(NameRow.key)).limit(_CANDIDATES)).all()


def _likeness(key: str, other: str) -> float:
    if len(key) >= 3 and other.startswith(key):
        return 1 - (1 - _CLOSE) * (1 - len(key) / len(other))
    matcher = difflib.SequenceMatcher(None, key, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE else 0.0
