"""How a question is understood, without its answer."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api import models
from app.api.article_lists import query_echo
from app.api.deps import ServicesDep, ViewDep
from app.api.parameters import echoes
from app.api.parameters.filter_parameters import FILTER_PARAMETERS
from app.api.parameters.filters import FILTERS, LISTED, ArticleRequest, read_article_request
from app.api.parameters.parameters_schema import declared
from app.api.parameters.params import Reader
from app.api.transport.links import filter_pairs, link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import json_response
from app.domain.annotations import ZONES
from app.domain.queries import Choice
from app.services import Services, articles
from app.services.articles import Page


class ExplainedChoice(BaseModel):
    """A list of values: any of `included` (all when it is empty), none of `excluded`; null is an article without."""

    included: list[str | None]
    excluded: list[str | None]


class ExplainedQuery(echoes.QueryEcho):
    """Every filter as it was understood; those that were not asked for are at their default, or absent."""

    undated: str
    source: ExplainedChoice
    language: ExplainedChoice
    zone: list[str]
    duplicates: str
    sort: str


class ExplainedCount(BaseModel):
    """How many articles match; see `meta` of a list."""

    total: int
    undated: int
    collapsed: int


class Explanation(BaseModel):
    """How a question is understood; `canonical_url` asks the same in the one way to write it."""

    query: ExplainedQuery
    count: ExplainedCount
    canonical_url: str
    warnings: list[models.Warned]


router = APIRouter(tags=["articles"])


@router.get(
    "/query/explain",
    response_model=Explanation,
    openapi_extra=declared(FILTER_PARAMETERS),
    summary="How a question is understood",
)
async def explain_query(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """What the filters of `/articles` are taken for, and how many articles they match."""
    raw = request.scope["query_string"]
    Reader(raw, FILTERS, (*LISTED, "actor")).done()
    asked = replace(read_article_request(raw, datetime.now(UTC).date()), limit=0)
    negotiate(accepted(request), (JSON,))
    return await to_thread.run_sync(_explain, services, asked, view.base)


def _explain(services: Services, asked: ArticleRequest, base: str) -> Response:
    found = articles.find(services, asked.query, Page(asked.limit))
    explanation = {
        "query": {**query_echo(asked, found.actor, found.adjusted), **_choices(asked)},
        "count": {"total": found.total, "undated": found.undated, "collapsed": found.collapsed},
        "canonical_url": link(base, "/articles", filter_pairs(asked, found.canonical)),
        "warnings": [notice.model_dump() for notice in found.notices],
    }
    return json_response(explanation, headers={"Attache-Seq": str(found.seq)})


def _choices(asked: ArticleRequest) -> dict[str, Any]:
    query = asked.query
    return {
        "undated": query.undated,
        "source": _choice(query.sources),
        "language": _choice(query.languages),
        "zone": [zone for zone in ZONES if zone in query.zones],
        "duplicates": query.duplicates,
        "sort": query.sort,
    }


def _choice(choice: Choice) -> dict[str, list[str | None]]:
    return {
        "included": sorted(choice.included, key=lambda value: value or ""),
        "excluded": sorted(choice.excluded, key=lambda value: value or ""),
    }
