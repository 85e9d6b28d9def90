"""`/articles/facets`: what the articles that match have in common, counted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict, found_meta
from app.api.count_models import FOUND, Facet
from app.api.counted import FacetLinks, facet_shape
from app.api.deps import ServicesDep, ViewDep
from app.api.lists import list_response
from app.api.models import FoundMeta, Links
from app.api.parameters.filters import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_STREAM,
    REPEATABLE,
    ArticleRequest,
    read_facets,
    read_selection,
)
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import FACET_PARAMETERS, declared, names
from app.api.parameters.params import Reader, integer
from app.api.shapes import View
from app.api.tables import told, whole_table_response
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs, link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.domain import counts
from app.formats.csv import MEDIA_TYPE as CSV
from app.formats.tables import FACETS
from app.services import Services, articles
from app.services.articles import Found, Page
from app.services.consistency import of_one_state
from app.services.facets import FacetPage, count_facets, plan_facets

_EXAMPLE = {
    "data": [
        {
            "by": "actor",
            "buckets": [{"key": "eu", "label": "European Union", "count": 2, "url": "/articles?actor=eu"}],
            "other": 9,
            "unknown": {"count": 1, "url": "/articles?actor=-*"},
            "next": "/articles/facets?by=actor&limit=1&cursor=Neb8w1sx",
        }
    ],
    "meta": {"total": 6, "total_relation": "eq", "limit": 1, **FOUND},
    "links": {
        "self": "/articles/facets?by=actor&limit=1",
        "next": "/articles/facets?by=actor&limit=1&cursor=Neb8w1sx",
        "csv": "/articles/facets.csv?by=actor",
        "articles": "/articles",
    },
}

router = APIRouter(tags=["articles"])


class FacetsLinks(Links):
    """`next` is that of the one facet that was asked for; each has its own beside its buckets."""

    csv: str
    articles: str


class FacetsMeta(FoundMeta):
    """`total` is the number of articles, `limit` that of buckets on a page."""

    limit: int


class FacetList(BaseModel):
    """A page of each facet, in the order in which they were asked for."""

    data: list[Facet]
    meta: FacetsMeta
    links: FacetsLinks


@dataclass(frozen=True)
class _Asked:
    """Which articles, what is counted of them, and how it is shown."""

    selection: ArticleRequest
    by: tuple[counts.Facet, ...]
    limit: int | None
    cursor: str | None
    csv: str
    view: View

    def pairs(self, found: Found) -> list[tuple[str, str]]:
        """The parameters that make this answer, without those at their default."""
        sized = [("limit", str(self.limit))] if self.limit not in (None, DEFAULT_LIMIT) else []
        placed = [("cursor", self.cursor)] if self.cursor else []
        return [*filter_pairs(self.selection, found.canonical), ("by", ",".join(self.by)), *sized, *placed]


@router.get(
    "/articles/facets",
    response_model=FacetList,
    responses=told(_EXAMPLE),
    openapi_extra=declared(FACET_PARAMETERS),
    summary="Count what articles have in common",
)
async def list_facets(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """How many of the articles that match all filters have each value, the largest counts first, 20 unless told.

    Each bucket's `url` lists its articles; `unknown` counts those without a value. `Accept` picks JSON or CSV.
    """
    return await _answer(request, services, view, as_csv=negotiate(accepted(request), (JSON, CSV)) == CSV)


@router.get("/articles/facets.json", include_in_schema=False)
async def list_facets_json(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The same as JSON, whatever the header `Accept` says."""
    return await _answer(request, services, view, as_csv=False)


@router.get("/articles/facets.csv", include_in_schema=False)
async def list_facets_csv(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """All buckets as CSV."""
    return await _answer(request, services, view, as_csv=True)


async def _answer(request: Request, services: Services, view: View, as_csv: bool) -> Response:
    reader = Reader(request.scope["query_string"], names(FACET_PARAMETERS), REPEATABLE)
    asked = _Asked(
        selection=read_selection(reader, datetime.now(UTC).date()),
        by=read_facets(reader, "by"),
        limit=reader.one("limit", integer(0, MAX_STREAM if as_csv else MAX_LIMIT), None if as_csv else DEFAULT_LIMIT),
        cursor=reader.one("cursor", str, None),
        csv=read_dialect(reader, as_csv),
        view=view,
    )
    _check(reader, asked)
    await wait_for_index(services, asked.selection)
    return await to_thread.run_sync(_table if as_csv else _list, services, asked)


def _check(reader: Reader, asked: _Asked) -> None:
    """Raise `InvalidParameterError` for all that is wrong."""
    if "by" not in reader.values:
        reader.flaw("by", "required", "by says what is counted.", expected=list(counts.FACETS))
    if asked.cursor is not None and len(asked.by) > 1:
        reader.flaw("cursor", "conflict", "A cursor is of one facet: give one in by.", conflicts_with=["by"])
    reader.done()


def _list(services: Services, asked: _Asked) -> Response:
    found, pages, headers = _count(services, asked)
    base, pairs = asked.view.base, asked.pairs(found)
    facet_links = FacetLinks(base, asked.selection, found.canonical)
    data = [facet_shape(page, facet_links, asked.limit) for page in pages]
    selected = filter_pairs(asked.selection, found.canonical)
    links = {
        "self": link(base, "/articles/facets", pairs),
        "next": data[0]["next"] if len(data) == 1 else None,
        "csv": link(base, "/articles/facets.csv", [*selected, ("by", ",".join(asked.by))]),
        "articles": link(base, "/articles", selected),
    }
    meta = {"limit": asked.limit, **found_meta(services, asked.selection, found)}
    return list_response(data, meta, links, headers)


def _table(services: Services, asked: _Asked) -> Response:
    found, pages, headers = _count(services, asked)
    links = FacetLinks(asked.view.base, asked.selection, found.canonical)
    data = [facet_shape(page, links, asked.limit) for page in pages]
    rows = sum(1 + len(page.buckets) for page in pages)
    return whole_table_response(FACETS, data, asked.csv, "facets", {**headers, "X-Total-Count": str(rows)})


def _count(services: Services, asked: _Asked) -> tuple[Found, list[FacetPage], dict[str, Any]]:
    started = perf_counter()

    def ask() -> tuple[Found, list[FacetPage]]:
        found = articles.find(services, asked.selection.query, Page(0))
        counting = plan_facets(asked.selection.query, found, asked.by)
        return found, count_facets(services, counting, asked.by, Page(asked.limit, asked.cursor))

    found, pages = of_one_state(services.index, ask)
    check_strict(asked.selection, found)
    milliseconds = 1000 * (perf_counter() - started)
    return found, pages, {"Attache-Seq": str(found.seq), "Server-Timing": f"search;dur={milliseconds:.1f}"}
