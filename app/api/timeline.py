"""`/articles/timeline`: how many of the articles that match are from when."""

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
from app.api.count_models import FOUND, ImpreciseDate, NamedCounts, Slot
from app.api.counted import series_shape
from app.api.deps import ServicesDep, ViewDep
from app.api.models import FoundMeta
from app.api.parameters.filters import REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import TIMELINE_PARAMETERS, declared, names
from app.api.parameters.params import Reader, one_of
from app.api.shapes import View
from app.api.tables import told, whole_table_response
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs, link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import json_response
from app.domain.counts import INTERVALS, Interval
from app.formats.csv import MEDIA_TYPE as CSV
from app.formats.tables import TIMELINES
from app.services import Services, articles
from app.services.articles import Found, Page
from app.services.consistency import of_one_state
from app.services.timelines import Series, find_timeline

DEFAULT_INTERVAL: Interval = "month"
SPLITS = ("actor",)

_EXAMPLE = {
    "interval": "month",
    "buckets": [
        {
            "key": "2016-12",
            "earliest": "2016-12-01",
            "latest": "2016-12-31",
            "count": 4,
            "url": "/articles?date.within=2016-12",
        }
    ],
    "imprecise": [{"value": "2016", "count": 1, "url": "/articles?date.precision=year&date.within=2016"}],
    "undated": 1,
    "undated_url": "/articles?date.precision=unknown",
    "meta": {"total": 6, "total_relation": "eq", **FOUND},
    "links": {"self": "/articles/timeline", "csv": "/articles/timeline.csv", "articles": "/articles"},
}

router = APIRouter(tags=["articles"])


class TimelineLinks(BaseModel):
    """Where the timeline is, as CSV too, and all its articles."""

    self: str
    csv: str
    articles: str


class Timeline(BaseModel):
    """How many articles are from when: all of them (`buckets`, `imprecise`, `undated`), or actor by actor (`series`).

    Without `split` the sum of all counts is `meta.total`. A date that lies in no single bucket is in none.
    """

    interval: str
    buckets: list[Slot] | None = None
    imprecise: list[ImpreciseDate] | None = None
    undated: int | None = None
    undated_url: str | None = None
    series: list[NamedCounts] | None = None
    meta: FoundMeta
    links: TimelineLinks


@dataclass(frozen=True)
class _Asked:
    """Which articles, in which intervals, and how they are shown."""

    selection: ArticleRequest
    interval: Interval
    split: str | None
    csv: str
    view: View

    def pairs(self, found: Found) -> list[tuple[str, str]]:
        """The parameters that make this answer, without those at their default."""
        interval = [("interval", self.interval)] if self.interval != DEFAULT_INTERVAL else []
        split = [("split", self.split)] if self.split else []
        return [*filter_pairs(self.selection, found.canonical), *interval, *split]


@router.get(
    "/articles/timeline",
    response_model=Timeline,
    response_model_exclude_unset=True,
    responses=told(_EXAMPLE),
    openapi_extra=declared(TIMELINE_PARAMETERS),
    summary="Count articles by date",
)
async def get_timeline(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """How many of the articles that match all filters are from each day, week, month or year, empty ones included.

    No day is invented: what is dated less precisely is `imprecise`. `Accept` picks JSON or CSV.
    """
    return await _answer(request, services, view, as_csv=negotiate(accepted(request), (JSON, CSV)) == CSV)


@router.get("/articles/timeline.json", include_in_schema=False)
async def get_timeline_json(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The same as JSON, whatever the header `Accept` says."""
    return await _answer(request, services, view, as_csv=False)


@router.get("/articles/timeline.csv", include_in_schema=False)
async def get_timeline_csv(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The same as CSV."""
    return await _answer(request, services, view, as_csv=True)


async def _answer(request: Request, services: Services, view: View, as_csv: bool) -> Response:
    reader = Reader(request.scope["query_string"], names(TIMELINE_PARAMETERS), REPEATABLE)
    asked = _Asked(
        selection=read_selection(reader, datetime.now(UTC).date()),
        interval=reader.one("interval", one_of(INTERVALS), DEFAULT_INTERVAL),
        split=reader.one("split", one_of(SPLITS), None),
        csv=read_dialect(reader, as_csv),
        view=view,
    )
    reader.done()
    await wait_for_index(services, asked.selection)
    return await to_thread.run_sync(_table if as_csv else _timeline, services, asked)


def _timeline(services: Services, asked: _Asked) -> Response:
    found, shapes, headers = _count(services, asked)
    base, pairs = asked.view.base, asked.pairs(found)
    links = {
        "self": link(base, "/articles/timeline", pairs),
        "csv": link(base, "/articles/timeline.csv", pairs),
        "articles": link(base, "/articles", filter_pairs(asked.selection, found.canonical)),
    }
    counted = {"series": shapes} if asked.split else shapes[0]
    meta = found_meta(services, asked.selection, found)
    return json_response({"interval": asked.interval, **counted, "meta": meta, "links": links}, headers=headers)


def _table(services: Services, asked: _Asked) -> Response:
    _, shapes, headers = _count(services, asked)
    rows = sum(len(each["buckets"]) + len(each["imprecise"]) + 1 for each in shapes)
    return whole_table_response(TIMELINES, shapes, asked.csv, "timeline", {**headers, "X-Total-Count": str(rows)})


def _count(services: Services, asked: _Asked) -> tuple[Found, list[dict[str, Any]], dict[str, str]]:
    started = perf_counter()
    query = asked.selection.query

    def ask() -> tuple[Found, list[Series]]:
        found = articles.find(services, query, Page(0))
        return found, find_timeline(services, query, found.actor, asked.interval, split=asked.split is not None)

    found, series = of_one_state(services.index, ask)
    check_strict(asked.selection, found)
    shapes = [series_shape(each, asked.selection, asked.view.base) for each in series]
    milliseconds = 1000 * (perf_counter() - started)
    return found, shapes, {"Attache-Seq": str(found.seq), "Server-Timing": f"search;dur={milliseconds:.1f}"}
