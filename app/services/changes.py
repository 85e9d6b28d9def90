"""What changed among the articles that a filter selects: the change log, as who follows one filter is told of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal

from app.domain.articles import Change
from app.domain.changes import History, Past, Step
from app.domain.index_documents import IndexDocument
from app.domain.notices import Notice
from app.domain.queries import ArticleQuery
from app.errors import ChangesExpiredError
from app.services import Services
from app.services.actors import ResolvedActor, resolve_actor
from app.services.articles import unknown_entities

SCANNED = 500
"""The changes that a page looks at where the next ones, as many as it may hold, do not concern the filter."""

_PARTS: tuple[tuple[str, Callable[[IndexDocument], object]], ...] = (
    ("date", attrgetter("earliest", "latest", "published_at")),
    ("dates", attrgetter("dates")),
    ("duplicate_of", attrgetter("duplicate_of")),
    ("language", attrgetter("language")),
    ("mentions", attrgetter("mentions")),
    ("source", attrgetter("source")),
)

Told = Literal["upsert", "delete", "leave"]


@dataclass(frozen=True)
class ToldChange:
    """A change as it concerns a filter: the article is among what it selects now, was deleted, or is there no more.

    `changed` names what is other than before, None when that is not known, or there was nothing before.
    """

    change: Change
    op: Told
    changed: tuple[str, ...] | None


@dataclass(frozen=True)
class ChangePage:
    """Changes in order; `next_since` is as far as was looked, `at_end` says that this is the newest change.

    `notices` speak of names that nobody has.
    """

    changes: tuple[ToldChange, ...]
    next_since: int
    at_end: bool
    actor: ResolvedActor | None
    notices: tuple[Notice, ...]


def find_changes(
    services: Services, query: ArticleQuery, since: int | None, limit: int, *, each: bool = False
) -> ChangePage:
    """Up to `limit` changes past `since` (None: the newest), from one state of the store.

    An article is named once, at its last change on the page, or at `each` of them. Raises `ChangesExpiredError`.
    """
    actor = resolve_actor(services.store, query.actor, query.actor_parts) if query.actor else None
    resolved = query.model_copy(update={"actor": actor.expression}) if actor else query
    unknown = unknown_entities(services, query.together.ids) if query.together else ()
    notices = (*(actor.notices if actor else ()), *unknown)
    if since is None:
        return ChangePage((), services.store.head(), True, actor, notices)

    def look(scanned: int) -> ChangePage:
        history = _kept(services.store.history(since, scanned), since)
        told = _tell(services, resolved, _runs(history.steps, each), doubted=bool(notices))
        reached = history.steps[-1].change.seq if history.steps else since
        return ChangePage(tuple(told), reached, reached == history.head, actor, notices)

    page = look(limit)
    wider = look(SCANNED) if not page.changes and not page.at_end and limit < SCANNED else page
    return wider if len(wider.changes) <= limit else page


def _kept(history: History, since: int) -> History:
    if since > history.head:
        raise ChangesExpiredError(f"The newest change is {history.head}: {since} is of a store that was not this one.")
    if 0 < since < history.oldest - 1:
        raise ChangesExpiredError(f"The oldest change that is kept is {history.oldest}.")
    return history


def _runs(steps: Sequence[Step], each: bool) -> list[list[Step]]:
    """The steps that are told together: those of one article, or each for itself; by the last of them, in order."""
    if each:
        return [[step] for step in steps]
    named = sorted(steps, key=lambda step: (step.change.id, step.change.seq))
    runs = [list(run) for _, run in groupby(named, key=lambda step: step.change.id)]
    return sorted(runs, key=lambda run: run[-1].change.seq)


def _tell(services: Services, query: ArticleQuery, runs: Sequence[list[Step]], doubted: bool) -> list[ToldChange]:
    ends = [end for run in runs for end in (run[0].before, run[-1].after)]
    passed = iter(_passing(services, query, ends))
    told = []
    for run in runs:
        before, after = next(passed), next(passed)
        if op := _op(run, before or _doubtful(run, doubted), after):
            told.append(ToldChange(run[-1].change, op, _changed(run)))
    return told


def _passing(services: Services, query: ArticleQuery, pasts: Iterable[Past | None]) -> list[bool]:
    documents = [past.document if past else None for past in pasts]
    passed = iter(services.index.passing(query, [each for each in documents if each]))
    return [each is not None and next(passed) for each in documents]


def _doubtful(run: Sequence[Step], doubted: bool) -> bool:
    """Whether an article may have been selected before, for all that is known: then it is told that it is not.

    What was erased or suppressed is forgotten in the revisions, too; and whom did a name mean that nobody has now?
    """
    before = run[0].before
    forgotten = any(step.change.cause == "suppress" for step in run)
    return before is not None and (before.document is None or forgotten or doubted)


def _op(run: Sequence[Step], before: bool, after: bool) -> Told | None:
    if after:
        return "upsert"
    if before:
        return "leave" if run[-1].after else "delete"
    return None


def _changed(run: Sequence[Step]) -> tuple[str, ...] | None:
    before, after = run[0].before, run[-1].after
    if before is None or after is None or before.document is None or after.document is None:
        return None
    sent = ["content"] if any(step.change.cause == "ingest" for step in run) else []
    return (*sent, *(name for name, part in _PARTS if part(before.document) != part(after.document)))
