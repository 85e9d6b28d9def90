"""The JSON of what is counted: buckets, each with the URL that selects its articles."""

from typing import Any

from app.api.parameters.filters import DEFAULT_LIMIT, ArticleRequest
from app.api.transport.links import interval_value, link, narrowing_links, selection_pairs
from app.services.articles import Found
from app.services.facets import FacetPage
from app.services.timelines import Series, Slot


def facet_shape(page: FacetPage, asked: ArticleRequest, found: Found, base: str, limit: int | None) -> dict[str, Any]:
    """One facet; its next page has `limit` buckets as well."""
    url = narrowing_links(base, asked)
    pairs = [*selection_pairs(asked, found.canonical), ("by", page.by)]
    pairs += [("limit", str(limit))] if limit not in (None, DEFAULT_LIMIT) else []
    following = link(base, "/articles/facets", [*pairs, ("cursor", page.next_cursor)]) if page.next_cursor else None
    return {
        "by": page.by,
        "buckets": [
            {"key": each.key, "label": each.label, "count": each.count, "url": url(each.query)} for each in page.buckets
        ],
        "other": page.other,
        "unknown": {"count": page.unknown, "url": url(page.without)},
        "next": following,
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
