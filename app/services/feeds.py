"""Feeds: the articles that a filter selects, in the order of their last change, and those that it selects no more.

An archive is a stretch of the change log that is complete: who keeps up reads each once (RFC 5005, 4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.annotations import ARTICLE_ZONES
from app.domain.articles import Article
from app.domain.queries import ArticleQuery
from app.errors import Flaw, InvalidParameterError
from app.services import Services
from app.services.articles import Found, Page, find, read
from app.services.changes import ToldChange, find_changes

BLOCK = 200
"""How many changes an archive holds."""

LEAST = 20
"""So many articles stand in a feed, if there are as many, though they are in an archive already."""


@dataclass(frozen=True)
class Feed:
    """The articles of a feed, the last that changed first; `gone` tells which are not in it any more.

    `previous` is the number of the archive that goes on where this ends, None at the end.
    """

    found: Found
    articles: list[Article]
    gone: tuple[ToldChange, ...]
    previous: int | None


def find_feed(services: Services, query: ArticleQuery, archive: int | None) -> Feed:
    """What changed last; or one archive by its number, from 0.

    Raises as `find`, and `InvalidParameterError` for an archive that is not complete yet.
    """
    found = find(services, query, Page(None))
    complete = found.seq // BLOCK
    if archive is not None and archive >= complete:
        flaw = Flaw("range", parameter="archive", more={"minimum": 0, "maximum": complete - 1, "value": str(archive)})
        raise InvalidParameterError(f"archive: {complete} archives are complete.", flaw)
    begins = (complete if archive is None else archive) * BLOCK
    ends, shown = (found.seq, LEAST) if archive is None else (begins + BLOCK, 0)
    ids = [hit.id for hit in found.hits]
    newest = services.store.newest(ids, ends, BLOCK + shown + 1)
    fresh = max(shown, sum(seq > begins for _, seq in newest))
    older = (seq for _, seq in newest if seq <= begins)
    since = begins if archive is not None else max(0, begins - BLOCK)
    return Feed(
        found=found,
        articles=[each for batch in read(services, [name for name, _ in newest[:fresh]]) for each in batch],
        gone=tuple({told.change.id: told for told in _gone(services, query, frozenset(ids), since, ends)}.values()),
        previous=next(((seq - 1) // BLOCK for seq in older), None),
    )


def _gone(
    services: Services, query: ArticleQuery, there: frozenset[str], since: int, until: int
) -> Iterator[ToldChange]:
    """What was deleted or left past `since`; where words were asked for, whatever changed and is not `there`."""
    asks_for_text = query.text or query.estimates or query.zones != ARTICLE_ZONES or query.duplicates == "collapse"
    page = find_changes(services, ArticleQuery() if asks_for_text else query, since, 2 * BLOCK, each=True)
    for told in page.changes:
        left = told.op != "upsert" or (asks_for_text and told.change.revision > 1)
        if left and told.change.seq <= until and told.change.id not in there:
            yield told
