"""`/entities`: who and what the articles mention."""

from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ServicesDep
from app.api.entity_models import Entity, EntityList
from app.api.lists import NumberedPage, list_response, read_page
from app.api.parameters.filters import DEFAULT_LIMIT
from app.api.parameters.output import read_dialect
from app.api.parameters.parameters_schema import ENTITY_PARAMETERS, declared, names
from app.api.parameters.params import Reader, check_parameters, one_of, read_ids, read_name
from app.api.shapes import entity_shape
from app.api.tables import AS_CSV, table_response
from app.api.transport.links import link
from app.api.transport.negotiation import JSON, accepted, negotiate, served_as_json
from app.api.transport.questions import answer_question, settled
from app.api.transport.responses import base_url, json_response
from app.domain.annotations import ENTITY_TYPES, EntityType
from app.domain.entities import ENTITY_SORTS, EntitySort
from app.formats.csv import MEDIA_TYPE as CSV
from app.formats.tables import ENTITIES
from app.services import Services, entities

router = APIRouter(tags=["entities"])


@dataclass(frozen=True)
class _Asked:
    """Which entities, and how they are shown."""

    name: str | None
    kind: EntityType | None
    sort: EntitySort
    page: NumberedPage
    ids: tuple[str, ...] | None
    csv: str
    base: str


@router.get(
    "/entities",
    response_model=EntityList,
    responses=AS_CSV,
    openapi_extra=declared(ENTITY_PARAMETERS),
    summary="Search and list entities",
)
async def list_entities(request: Request, services: ServicesDep) -> Response:
    """The entities of a type, or of which any name begins so, in an order; `Accept` picks JSON or CSV."""
    return await _answer(request, services, as_csv=negotiate(accepted(request), (JSON, CSV)) == CSV)


@router.get("/entities.json", include_in_schema=False)
async def list_entities_json(request: Request, services: ServicesDep) -> Response:
    """The same as JSON, whatever the header `Accept` says."""
    return await _answer(request, services, as_csv=False)


@router.get("/entities.csv", include_in_schema=False)
async def list_entities_csv(request: Request, services: ServicesDep) -> Response:
    """All of them as CSV."""
    return await _answer(request, services, as_csv=True)


@router.get("/entities/{entity_id}", response_model=Entity, summary="One entity")
async def get_entity(request: Request, entity_id: str, services: ServicesDep) -> Response:
    """An entity by its id or its Wikidata id."""
    check_parameters(request.scope, ())
    ref = served_as_json(request, entity_id)
    return await answer_question(request, settled(partial(_entity, services, ref, base_url(request)), easy=False))


def _entity(services: Services, ref: str, base: str) -> Response:
    return json_response(entity_shape(entities.get(services, ref), base))


async def _answer(request: Request, services: Services, as_csv: bool) -> Response:
    reader = Reader(request.scope["query_string"], names(ENTITY_PARAMETERS), ("ids",))
    asked = _Asked(
        name=reader.one("q", read_name, None),
        kind=reader.one("type", one_of(ENTITY_TYPES), None),
        sort=reader.one("sort", one_of(ENTITY_SORTS), "-articles"),
        page=read_page(reader, stream=as_csv),
        ids=read_ids(reader, {"limit": str(DEFAULT_LIMIT), "page": "1", "sort": "-articles"}),
        csv=read_dialect(reader, as_csv),
        base=base_url(request),
    )
    reader.done()
    return await to_thread.run_sync(_table if as_csv else _list if asked.ids is None else _by_ids, services, asked)


def _list(services: Services, asked: _Asked) -> Response:
    total, rows = _find(services, asked)
    sort = asked.sort if asked.sort != "-articles" else ""
    pairs = [pair for pair in (("q", asked.name or ""), ("type", asked.kind or ""), ("sort", sort)) if pair[1]]
    data = [entity_shape(row, asked.base) for row in rows]
    links = asked.page.links(asked.base, "/entities", pairs, total)
    return list_response(data, {"total": total, "limit": asked.page.limit}, links)


def _find(services: Services, asked: _Asked) -> tuple[int, list[entities.Counted]]:
    return entities.find(services, asked.name, asked.kind, asked.sort, asked.page.window)


def _by_ids(services: Services, asked: _Asked) -> Response:
    ids = asked.ids or ()
    rows, missing = entities.read(services, ids)
    here = link(asked.base, "/entities", [("ids", ",".join(ids))])
    meta = {"total": len(rows), "limit": len(ids), "missing": missing}
    return list_response([entity_shape(row, asked.base) for row in rows], meta, {"self": here, "next": None})


def _table(services: Services, asked: _Asked) -> Response:
    if asked.ids is not None:
        rows, _ = entities.read(services, asked.ids)
        total = len(rows)
    else:
        total, rows = _find(services, asked)
    shapes = (entity_shape(row, asked.base) for row in rows)
    return table_response(ENTITIES, shapes, asked.csv, "entities", {"X-Total-Count": str(total)})
