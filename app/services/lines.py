"""Key words in context: each mention of an entity with the text around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.annotations import Mention
from app.domain.articles import Article
from app.domain.listed import Stretch
from app.domain.queries import ArticleQuery
from app.services import Services, articles
from app.services.articles import Found, Page

_BATCH = 100
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Line:
    """A mention in its article."""

    article: Article
    mention: Mention


def find_places(
    services: Services, entity: str, query: ArticleQuery, limit: int | None, offset: int
) -> tuple[Found, int, list[tuple[str, str]]]:
    """What `query` finds, how often that mentions an entity in its zones, and some of these places."""
    everywhere = query == ArticleQuery(zones=query.zones)
    found = articles.find(services, query, Page(0 if everywhere else None))
    chosen = None if everywhere else [hit.id for hit in found.hits]
    return found, *services.store.places(entity, query.zones, limit, offset, chosen)


def read_lines(services: Services, places: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """The mentions at these places (see `Store.places`) that there still are."""
    for start in range(0, len(places), _BATCH):
        yield from _read(services, places[start : start + _BATCH])


def around(line: Line, width: int, readable: Stretch) -> tuple[str, str]:
    """What stands before and behind a mention: at most `width` characters of its zone, as far as it is `readable`.

    It is cut at white space, and each run of white space is one space.
    """
    text, mention = line.article.text, line.mention
    if not readable.start <= mention.start <= mention.end <= readable.end:
        return "", ""
    zone = next(zone for zone in line.article.zones if mention.start < zone.end)
    start = max(zone.start, readable.start, mention.start - width)
    end = min(zone.end, readable.end, mention.end + width)
    left, right = text[start : mention.start], text[mention.end : end]
    if start > zone.start and not text[start - 1].isspace():
        left = left[_first_space(left) :]
    if end < zone.end and not text[end].isspace():
        right = right[: len(right) - _first_space(right[::-1])]
    return _SPACE.sub(" ", left).lstrip(), _SPACE.sub(" ", right).rstrip()


def _first_space(text: str) -> int:
    space = _SPACE.search(text)
    return space.start() if space else len(text)


def _read(services: Services, places: Sequence[tuple[str, str]]) -> list[Line]:
    ids = list(dict.fromkeys(article for article, _ in places))
    found = {article.id: article for article in services.store.find(ids)}
    mentions = {mention.id: mention for every in services.store.mentions(ids).values() for mention in every}
    return [Line(found[name], mentions[place]) for name, place in places if name in found and place in mentions]
