"""`/entities/{id}/neighbors`: who is mentioned next to an entity."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict, selection_meta
from app.api.deps import ServicesDep, ViewDep
from app.api.entity_models import Npmi, ShapeEcho
from app.api.lists import NumberedPage, list_response, read_page
from app.api.models import Links, Meta, Warned
from app.api.parameters.echoes import QueryEcho
from app.api.parameters.filters import REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.network_parameters import NEIGHBOR_SORTS, read_shape, shape_echo, shape_pairs
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import NEIGHBOR_PARAMETERS, declared, names
from app.api.parameters.params import Reader, one_of
from app.api.tables import told, whole_table_response
from app.api.transport.evidence import evidence
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.domain.networks import NetworkShape, npmi
from app.formats.csv import MEDIA_TYPE as CSV
from app.formats.tables import NEIGHBORS
from app.services import Services
from app.services.networks import FoundNeighborhood, find_neighborhood


class NeighborEntity(BaseModel):
    """An entity that is mentioned next to another: in `weight` of the `articles` that mention it.

    `first` and `last` are the first and the last day that an article with both may be from; `evidence` finds these.
    """

    id: str
    label: str
    type: str
    wikidata_id: str | None
    articles: int
    weight: int
    npmi: Npmi
    first: date | None
    last: date | None
    evidence: str


class NeighborsMeta(Meta):
    """`articles` were looked at, and so many of them mention the entity (`mentioning`); `undated` counts articles."""

    articles: int
    mentioning: int
    undated: int
    collapsed: int
    shape: ShapeEcho
    query: QueryEcho
    warnings: list[Warned]


class NeighborList(BaseModel):
    """A page of the entities that are mentioned next to one, the heaviest first."""

    data: list[NeighborEntity]
    meta: NeighborsMeta
    links: Links


_EXAMPLE = {
    "data": [
        {
            "id": "nato",
            "label": "NATO",
            "type": "organization",
            "wikidata_id": "Q7184",
            "articles": 39,
            "weight": 29,
            "npmi": -0.093935,
            "first": "2008-04-01",
            "last": "2025-06-25",
            "evidence": "/articles?actor=eu,nato",
        }
    ],
    "meta": {
        "total": 112,
        "total_relation": "eq",
        "limit": 1,
        "articles": 48,
        "mentioning": 36,
        "undated": 3,
        "collapsed": 0,
        "shape": {
            "within": "article",
            "types": ["person", "organization", "country"],
            "min_weight": 1,
            "unverified": False,
        },
        "query": {},
        "warnings": [],
    },
    "links": {"self": "/entities/eu/neighbors?limit=1", "next": "/entities/eu/neighbors?limit=1&page=2"},
}


@dataclass(frozen=True)
class _Asked:
    """Whose neighbors, in which articles, and how they are shown."""

    entity: str
    selection: ArticleRequest
    shape: NetworkShape
    sort: str
    page: NumberedPage
    csv: str
    base: str


router = APIRouter(tags=["entities"])


@router.get(
    "/entities/{entity_id}/neighbors",
    response_model=NeighborList,
    responses=told(_EXAMPLE),
    openapi_extra=declared(NEIGHBOR_PARAMETERS),
    summary="Who is mentioned next to an entity",
)
async def list_entity_neighbors(request: Request, entity_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """Who is mentioned next to an entity in the articles of a filter; `Accept` picks JSON or CSV.

    A weight is a number of articles, and the link `evidence` finds exactly these.
    """
    as_csv = negotiate(accepted(request), (JSON, CSV)) == CSV
    return await _answer(services, _read(request, entity_id, view.base, as_csv), as_csv)


@router.get("/entities/{entity_id}/neighbors.json", include_in_schema=False)
async def list_entity_neighbors_json(
    request: Request, entity_id: str, services: ServicesDep, view: ViewDep
) -> Response:
    """The same as JSON, whatever the header `Accept` says."""
    return await _answer(services, _read(request, entity_id, view.base, False), False)


@router.get("/entities/{entity_id}/neighbors.csv", include_in_schema=False)
async def list_entity_neighbors_csv(request: Request, entity_id: str, services: ServicesDep, view: ViewDep) -> Response:
    """All of them as CSV."""
    return await _answer(services, _read(request, entity_id, view.base, True), True)


def _read(request: Request, entity_id: str, base: str, as_csv: bool) -> _Asked:
    reader = Reader(request.scope["query_string"], names(NEIGHBOR_PARAMETERS), REPEATABLE)
    selection = read_selection(reader, datetime.now(UTC).date())
    asked = _Asked(
        entity=entity_id,
        selection=selection,
        shape=read_shape(reader, selection),
        sort=reader.one("sort", one_of(NEIGHBOR_SORTS), NEIGHBOR_SORTS[0]),
        page=read_page(reader, stream=as_csv),
        csv=read_dialect(reader, as_csv),
        base=base,
    )
    reader.done()
    return asked


async def _answer(services: Services, asked: _Asked, as_csv: bool) -> Response:
    await wait_for_index(services, asked.selection)
    return await to_thread.run_sync(_table if as_csv else _list, services, asked)


def _list(services: Services, asked: _Asked) -> Response:
    found, rows = _find(services, asked)
    near, total = found.neighborhood, len(found.neighborhood.neighbors)
    meta = {
        "total": total,
        "limit": asked.page.limit,
        "articles": near.total,
        "mentioning": near.articles,
        "shape": shape_echo(asked.shape),
        **selection_meta(asked.selection, found.found),
    }
    pairs = [*filter_pairs(asked.selection, found.found.canonical), *shape_pairs(asked.shape)]
    pairs += [("sort", asked.sort)] if asked.sort != NEIGHBOR_SORTS[0] else []
    links = asked.page.links(asked.base, f"/entities/{found.entity}/neighbors", pairs, total)
    return list_response(rows, meta, links, {"Attache-Seq": str(found.found.seq)})


def _table(services: Services, asked: _Asked) -> Response:
    found, rows = _find(services, asked)
    headers = {"X-Total-Count": str(len(found.neighborhood.neighbors)), "Attache-Seq": str(found.found.seq)}
    return whole_table_response(NEIGHBORS, rows, asked.csv, f"{found.entity}-neighbors", headers)


def _find(services: Services, asked: _Asked) -> tuple[FoundNeighborhood, list[dict[str, Any]]]:
    """What was found, and the neighbors on the page."""
    found = find_neighborhood(services, asked.entity, asked.selection.query, asked.shape)
    check_strict(asked.selection, found.found)
    rows = _shapes(asked, found)
    if asked.sort == "-npmi":
        rows.sort(key=lambda row: (row["npmi"] is None, -(row["npmi"] or 0.0), -row["weight"], row["id"]))
    return found, rows[asked.page.offset :][: asked.page.limit]


def _shapes(asked: _Asked, found: FoundNeighborhood) -> list[dict[str, Any]]:
    near = found.neighborhood
    both = evidence(asked.base, asked.selection, found.found.canonical, asked.shape.within)
    own = found.labels[found.entity].type
    return [
        {
            "id": each.id,
            **found.labels[each.id].model_dump(),
            "articles": each.articles,
            "weight": each.weight,
            "npmi": npmi(near.total, near.articles, each.articles, each.weight),
            "first": each.first,
            "last": each.last,
            "evidence": both((found.entity, own), (each.id, found.labels[each.id].type)),
        }
        for each in near.neighbors
    ]
