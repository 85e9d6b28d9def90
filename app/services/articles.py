"""Articles, as they are asked for: found, read, and with what they mention."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from app.domain.annotations import ZONES, Mention, Quotation
from app.domain.articles import Article, EntityLabel
from app.domain.cursors import Cursor, decode_cursor, encode_cursor, fingerprint
from app.domain.listed import ListedArticle
from app.domain.notices import Notice
from app.domain.ports import Hit, Hits
from app.domain.queries import ArticleQuery
from app.services import Services
from app.services.actors import ResolvedActor, resolve_actor
from app.services.respelling import unknown_words

_BATCH = 100
_LISTED = 500  # they are smaller
_ANY = ArticleQuery()

T = TypeVar("T")


class Page(NamedTuple):
    """Which part of an answer: up to `limit` rows (None: all), behind `cursor`, or else the page `number`, from 1."""

    limit: int | None
    cursor: str | None = None
    number: int = 1


class Sought(NamedTuple):
    """What is searched for: `query` with its actors resolved to `actor`; `name` tells it from every other query."""

    query: ArticleQuery
    actor: ResolvedActor | None
    name: str


class Found(NamedTuple):
    """The ids that a query finds, and how it was understood; the articles themselves are read by `read`.

    `query` is what was searched for, `actor` its resolved filter by actors; `undated` counts what matches all other
    filters and has no date, `collapsed` the copies that were left out; `seq` is the last change that the index held;
    `next_cursor` is None at the end; `adjusted` says what of `q` the index narrowed.
    """

    actor: ResolvedActor | None
    total: int
    undated: int
    collapsed: int
    seq: int
    hits: Sequence[Hit]
    next_cursor: str | None
    notices: tuple[Notice, ...]
    adjusted: tuple[str, ...] = ()
    query: ArticleQuery = _ANY

    @property
    def canonical(self) -> str | None:
        """The filter by actors as it is written with ids for names."""
        return self.actor.canonical if self.actor else None


@dataclass(frozen=True)
class Mentions:
    """The mentions and quotations of some articles by article id, and the labels of all entities that they name."""

    by_article: dict[str, list[Mention]]
    labels: dict[str, EntityLabel]
    quotations: dict[str, list[Quotation]] = field(default_factory=dict)


def find(services: Services, query: ArticleQuery, page: Page) -> Found:
    """One page of what `query` finds, from one state of the index.

    Raises `CursorInvalidError` for a cursor that is damaged or of another query, and `IndexUnavailableError`.
    """
    return look_up(services, understand(services, query), page)


def understand(services: Services, query: ArticleQuery) -> Sought:
    """What `query` means by the names that the store knows now."""
    actor = resolve_actor(services.store, query.actor, query.actor_parts) if query.actor else None
    resolved = query.model_copy(update={"actor": actor.expression}) if actor else query
    return Sought(resolved, actor, fingerprint(resolved))


def look_up(services: Services, sought: Sought, page: Page) -> Found:
    """One page of what is sought; see `find`."""
    resolved, actor, name = sought.query, sought.actor, sought.name
    cursor = decode_cursor(page.cursor, name) if page.cursor is not None else None
    answer = _search(services, resolved, page, cursor)
    hits = answer.hits if page.limit is None else answer.hits[: page.limit]
    more = len(answer.hits) > len(hits) > 0
    return Found(
        actor=actor,
        total=answer.total,
        undated=answer.undated,
        collapsed=answer.collapsed,
        seq=answer.seq,
        hits=hits,
        next_cursor=encode_cursor(Cursor(hits[-1].key, answer.seq), name) if more else None,
        notices=(*(actor.notices if actor else ()), *_notices(services, resolved, cursor, answer)),
        adjusted=answer.adjusted,
        query=resolved,
    )


def find_by_ids(services: Services, ids: Sequence[str]) -> tuple[Found, list[Article]]:
    """Those of the articles of these ids that there are, in this order; `seq` is the state of the store."""
    seq = services.store.head()
    articles = services.store.find(ids)
    found = Found(
        actor=None,
        total=len(articles),
        undated=sum(article.date.date is None for article in articles),
        collapsed=0,
        seq=seq,
        hits=tuple(Hit(id=article.id, key=()) for article in articles),
        next_cursor=None,
        notices=tuple(_emptiness(services, len(articles))),
    )
    return found, articles


def read(services: Services, ids: Sequence[str]) -> Iterator[list[Article]]:
    """The articles of these ids that there still are, in this order and in batches."""
    for batch in _batches(ids, _BATCH):
        yield services.store.find(batch)


def read_found(services: Services, hits: Sequence[Hit]) -> Iterator[list[Article]]:
    """The articles of these hits that there still are, in this order and in batches."""
    for batch in _batches(hits, _BATCH):
        yield services.store.find([hit.id for hit in batch])


def read_listed(services: Services, hits: Sequence[Hit]) -> Iterator[tuple[ListedArticle, float | None]]:
    """The articles of these hits as lists show them, with their scores; read in batches, in this order."""
    for batch in _batches(hits, _LISTED):
        scores = {hit.id: hit.score for hit in batch}
        for article in services.store.listed(list(scores)):
            yield article, scores[article.id]


def _batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def read_mentions(services: Services, ids: Sequence[str], zones: Collection[str] = ZONES) -> Mentions:
    """What these articles mention in these zones."""
    every = services.store.mentions(ids)
    by_article = {name: [mention for mention in every[name] if mention.zone in zones] for name in every}
    entities = {mention.entity for mentions in by_article.values() for mention in mentions}
    return Mentions(by_article, services.store.labels(sorted(entities)))


def read_included(services: Services, ids: Sequence[str], include: Collection[str]) -> Mentions | None:
    """The mentions and the quotations of these articles, as far as `mentions` and `annotations` include them."""
    if not {"mentions", "annotations"} & set(include):
        return None
    mentions = services.store.mentions(ids) if "mentions" in include else {}
    quotations = services.store.quotations(ids) if "annotations" in include else {}
    named = {mention.entity for each in mentions.values() for mention in each}
    named |= {said.speaker.entity for each in quotations.values() for said in each if said.speaker}
    return Mentions(mentions, services.store.labels(sorted(named)), quotations)


def _search(services: Services, query: ArticleQuery, page: Page, cursor: Cursor | None) -> Hits:
    if page.limit is None:
        return services.index.search(query, limit=None)
    offset = (page.number - 1) * page.limit
    return services.index.search(query, limit=page.limit + 1, offset=offset, after=cursor.key if cursor else None)


def _notices(services: Services, query: ArticleQuery, cursor: Cursor | None, answer: Hits) -> Iterator[Notice]:
    if query.together:
        yield from unknown_entities(services, query.together.ids)
    if query.text and not query.text.expression:
        yield Notice(code="no-searchable-word", detail="q holds no word: it finds nothing.", parameter="q")
    if query.text and query.text.expression and not answer.total:
        yield from unknown_words(services, query.text.expression)
    if cursor and query.sort == "relevance" and cursor.seq != answer.seq:
        detail = "The index has changed since the page before, and with it the order by relevance."
        yield Notice(code="order-changed", detail=detail, parameter="cursor")
    yield from _emptiness(services, answer.total)


def unknown_entities(services: Services, ids: Sequence[str]) -> Iterator[Notice]:
    """What to say of those of the ids in `together` that no entity has."""
    known = services.store.labels(ids)
    for name in ids:
        if name not in known:
            yield Notice(code="unknown-entity", detail=f"There is no entity {name!r}.", parameter="together")


def _emptiness(services: Services, total: int) -> Iterator[Notice]:
    if not total and not services.store.count():
        yield Notice(code="empty-store", detail="Nothing has been ingested yet: attache ingest PATH")
