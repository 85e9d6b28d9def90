"""The JSON of what is counted: buckets, each with the URL that selects its articles."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.transport.links import Pairs, filter_pairs, interval_value, link, narrowing_links
from app.caches import Cache
from app.domain.queries import ArticleQuery
from app.services.articles import Found
from app.services.facets import Bucket, FacetPage
from app.services.timelines import Series, Slot

_OVERHEAD = 300  # bytes: what Python takes for a URL and its key beside it
_urls = Cache(4_000_000)


def facet_shape(page: FacetPage, asked: ArticleRequest, found: Found, base: str, limit: int | None) -> dict[str, Any]:
    """One facet; its next page has `limit` buckets as well."""
    pairs = filter_pairs(asked, found.canonical)
    url = partial(_url, page, (base, page.by, *pairs), narrowing_links(base, asked))
    return {
        "by": page.by,
        "buckets": [
            {"key": each.key, "label": each.label, "count": each.count, "url": url(each)} for each in page.buckets
        ],
        "other": page.other,
        "unknown": {"count": page.unknown, "url": url(None)},
        "next": _next(page, pairs, base, limit) if page.next_cursor else None,
    }


def _url(page: FacetPage, where: tuple[Any, ...], write: Callable[[ArticleQuery], str], bucket: Bucket | None) -> str:
    """The URL of a bucket (None: of what has no value); what is counted and `where` say which it is."""
    key = (where, bucket and bucket.asked)
    url: str | None = _urls.get(key)
    if url is None:
        url = write(page.finding(bucket))
        _urls.put(key, url, _OVERHEAD + len(url))
    return url


def _next(page: FacetPage, pairs: Pairs, base: str, limit: int | None) -> str:
    sized = [("limit", str(limit))] if limit not in (None, DEFAULT_LIMIT) else []
    unordered = [pair for pair in pairs if pair[0] != "sort"]
    return link(base, "/articles/facets", [*unordered, ("by", page.by), *sized, ("cursor", page.next_cursor or "")])


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
