"""`/entities/graph`: who is mentioned next to whom in the articles of any filter."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_lists import check_strict, found_meta
from app.api.count_models import FOUND
from app.api.deps import ServicesDep, ViewDep
from app.api.entity_models import Npmi, ShapeEcho
from app.api.models import FoundMeta
from app.api.parameters.filters import REPEATABLE, ArticleRequest, read_selection
from app.api.parameters.network_parameters import read_shape, shape_echo, shape_pairs
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import GRAPH_PARAMETERS, declared, names
from app.api.parameters.params import Reader
from app.api.tables import saved_as
from app.api.transport.evidence import evidence
from app.api.transport.freshness import wait_for_index
from app.api.transport.links import filter_pairs, link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import json_response
from app.domain.networks import NetworkShape, npmi
from app.formats import NETWORK_FORMATS
from app.services import Services
from app.services.networks import FoundNetwork, find_network

_FORMATS = {NETWORK_FORMATS[name].MEDIA_TYPE: name for name in NETWORK_FORMATS}
_EXAMPLE = {
    "nodes": [
        {"id": "eu", "label": "European Union", "type": "organization", "wikidata_id": "Q458", "articles": 4},
        {"id": "nato", "label": "NATO", "type": "organization", "wikidata_id": "Q7184", "articles": 3},
    ],
    "edges": [
        {
            "source": "eu",
            "target": "nato",
            "weight": 2,
            "npmi": 0.0,
            "evidence": "/articles?actor=eu,nato&actor.within=sentence&date=2016-12",
        }
    ],
    "meta": {
        "total": 6,
        "total_relation": "eq",
        **FOUND,
        "others": 7,
        "shape": {
            "within": "sentence",
            "types": ["person", "organization", "country"],
            "min_weight": 1,
            "unverified": False,
            "max_nodes": 2,
        },
    },
    "links": {
        "self": "/entities/graph?date=2016-12&edge.within=sentence&max_nodes=2",
        "gexf": "/entities/graph.gexf?date=2016-12&edge.within=sentence&max_nodes=2",
        "graphml": "/entities/graph.graphml?date=2016-12&edge.within=sentence&max_nodes=2",
        "csv": "/entities/graph.csv?date=2016-12&edge.within=sentence&max_nodes=2",
        "articles": "/articles?date=2016-12",
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {**{media: {"schema": {"type": "string"}} for media in _FORMATS}, JSON: {"example": _EXAMPLE}}}
}


class GraphNode(BaseModel):
    """An entity, and how many of the articles mention it."""

    id: str
    label: str
    type: str
    wikidata_id: str | None
    articles: int


class GraphEdge(BaseModel):
    """Two entities, and in how many articles they are mentioned together; `evidence` finds just these."""

    source: str
    target: str
    weight: int
    npmi: Npmi
    evidence: str


class GraphShapeEcho(ShapeEcho):
    """And how large it may be."""

    max_nodes: int


class GraphMeta(FoundMeta):
    """`total` counts the articles that were looked at, `others` the entities that are left out beyond `max_nodes`."""

    others: int
    shape: GraphShapeEcho


class GraphLinks(BaseModel):
    """Where this network is, also in other formats, and the articles that it is of."""

    self: str
    gexf: str
    graphml: str
    csv: str
    articles: str


class EntityGraph(BaseModel):
    """A network: its nodes those of most articles first, its edges the heaviest first; it is not directed."""

    nodes: list[GraphNode]
    edges: list[GraphEdge]
    meta: GraphMeta
    links: GraphLinks


@dataclass(frozen=True)
class _Asked:
    """Which network, of which articles, and how it is written."""

    selection: ArticleRequest
    shape: NetworkShape
    csv: str
    base: str


router = APIRouter(tags=["entities"])


@router.get(
    "/entities/graph",
    response_model=EntityGraph,
    responses=_ANSWERS,
    openapi_extra=declared(GRAPH_PARAMETERS),
    summary="Who is mentioned next to whom",
)
async def get_entity_graph(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The network of the entities that the articles of a filter mention; `Accept` picks JSON, GEXF, GraphML or CSV.

    A weight is a number of articles, and the link `evidence` of its edge finds exactly these.
    """
    media = negotiate(accepted(request), (JSON, *_FORMATS))
    return await _answer(request, services, view.base, _FORMATS.get(media, "json"))


@router.get("/entities/graph.json", include_in_schema=False)
@router.get("/entities/graph.gexf", include_in_schema=False)
@router.get("/entities/graph.graphml", include_in_schema=False)
@router.get("/entities/graph.csv", include_in_schema=False)
async def get_entity_graph_as(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """The same in the format of the suffix, whatever the header `Accept` says."""
    return await _answer(request, services, view.base, request.url.path.rpartition(".")[2])


async def _answer(request: Request, services: Services, base: str, form: str) -> Response:
    reader = Reader(request.scope["query_string"], names(GRAPH_PARAMETERS), REPEATABLE)
    selection = read_selection(reader, datetime.now(UTC).date())
    asked = _Asked(selection, read_shape(reader, selection), read_dialect(reader, form == "csv"), base)
    reader.done()
    await wait_for_index(services, selection)
    return await to_thread.run_sync(_written, services, asked, form)


def _written(services: Services, asked: _Asked, form: str) -> Response:
    found = find_network(services, asked.selection.query, asked.shape)
    check_strict(asked.selection, found.found)
    graph, headers = _shape(services, asked, found), {"Attache-Seq": str(found.found.seq)}
    if form == "json":
        return json_response(graph, headers=headers)
    how = {"csv": asked.csv} if form == "csv" else {}
    body = b"".join(NETWORK_FORMATS[form].write(graph, **how))
    headers |= saved_as("network", form)
    return Response(body, headers=headers, media_type=NETWORK_FORMATS[form].MEDIA_TYPE)


def _shape(services: Services, asked: _Asked, found: FoundNetwork) -> dict[str, Any]:
    network = found.network
    return {
        "nodes": [{"id": name, **found.labels[name].model_dump(), "articles": count} for name, count in network.nodes],
        "edges": _edges(asked, found),
        "meta": {
            **found_meta(services, asked.selection, found.found),
            "others": network.others,
            "shape": {**shape_echo(asked.shape), "max_nodes": asked.shape.max_nodes},
        },
        "links": _links(asked, found),
    }


def _edges(asked: _Asked, found: FoundNetwork) -> list[dict[str, Any]]:
    network, counts = found.network, dict(found.network.nodes)
    both = evidence(asked.base, asked.selection, found.found.canonical, asked.shape.within)
    types = {name: found.labels[name].type for name in counts}
    return [
        {
            "source": first,
            "target": second,
            "weight": weight,
            "npmi": npmi(network.total, counts[first], counts[second], weight),
            "evidence": both((first, types[first]), (second, types[second])),
        }
        for first, second, weight in network.edges
    ]


def _links(asked: _Asked, found: FoundNetwork) -> dict[str, str]:
    selected = filter_pairs(asked.selection, found.found.canonical)
    pairs = [*selected, *shape_pairs(asked.shape)]
    others = {form: link(asked.base, f"/entities/graph.{form}", pairs) for form in NETWORK_FORMATS}
    articles = link(asked.base, "/articles", selected)
    return {"self": link(asked.base, "/entities/graph", pairs), **others, "articles": articles}
