"""The JSON of what is counted: buckets, each with the URL that selects its articles."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.transport.links import filter_pairs, interval_value, link, narrowing_links
from app.caches import Cache
from app.domain.queries import ArticleQuery
from app.services.facets import FacetPage
from app.services.timelines import Series, Slot

_OVERHEAD = 300  # bytes: what Python takes for a URL and its key beside it
_urls = Cache(4_000_000)


class FacetLinks:
    """The URLs of what is counted of the articles of a request, whose actor filter is written as `actor`."""

    def __init__(self, base: str, asked: ArticleRequest, actor: str | None) -> None:
        self._base = base
        self._asked = asked
        self._pairs = filter_pairs(asked, actor)

    def buckets(self, page: FacetPage) -> list[str]:
        """Those of the buckets, and at last that of what has no value: written once for all who see them."""
        asked = (*[each.asked for each in page.buckets], None)
        key = (self._base, page.by, asked, *self._pairs)
        urls: list[str] | None = _urls.get(key)
        if urls is None:
            urls = [self._write(page.finding(each)) for each in (*page.buckets, None)]
            _urls.put(key, urls, sum(_OVERHEAD + len(url) for url in urls))
        return urls

    def following(self, page: FacetPage, limit: int | None) -> str | None:
        """That of the next page, which has `limit` buckets as well."""
        if page.next_cursor is None:
            return None
        sized = f"&limit={limit}" if limit not in (None, DEFAULT_LIMIT) else ""
        return f"{self._following}by={page.by}{sized}&cursor={page.next_cursor}"

    @cached_property
    def _following(self) -> str:
        """What all of these begin with."""
        before = link(self._base, "/articles/facets", [pair for pair in self._pairs if pair[0] != "sort"])
        return f"{before}{'&' if '?' in before else '?'}"

    @cached_property
    def _write(self) -> Callable[[ArticleQuery], str]:
        return narrowing_links(self._base, self._asked)


def facet_shape(page: FacetPage, links: FacetLinks, limit: int | None) -> dict[str, Any]:
    """One facet; its next page has `limit` buckets as well."""
    *urls, unknown = links.buckets(page)
    return {
        "by": page.by,
        "buckets": [
            {"key": each.key, "label": each.label, "count": each.articles, "url": url}
            for each, url in zip(page.buckets, urls, strict=True)
        ],
        "other": page.other,
        "unknown": {"count": page.unknown, "url": unknown},
        "next": links.following(page, limit),
    }


def series_shape(series: Series, asked: ArticleRequest, base: str) -> dict[str, Any]:
    """One timeline; that of an actor says whose it is."""
    url = narrowing_links(base, asked)
    whole = url(series.query.model_copy(update={"date_within": None}))
    within = f"{whole}{'&' if '?' in whole else '?'}date.within="
    shape = {
        "buckets": [
            {
                "key": slot.key,
                "earliest": slot.earliest,
                "latest": slot.latest,
                "count": slot.count,
                "url": within + _days(slot),
            }
            for slot in series.slots
        ],
        "imprecise": [{"value": each.value, "count": each.count, "url": url(each.query)} for each in series.imprecise],
        "undated": series.undated,
        "undated_url": url(series.without),
    }
    if series.key is None:
        return shape
    return {"key": series.key, "label": series.label, "total": series.total, "url": url(series.query), **shape}


def _days(slot: Slot) -> str:
    """The value of `date.within` that finds the articles of a slot."""
    if slot.within:
        return interval_value(slot.within)
    return f"{slot.earliest}/{slot.latest}" if "W" in slot.key else slot.key
