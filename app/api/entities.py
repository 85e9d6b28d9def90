"""`/entities`: who and what the articles mention."""

import unicodedata
from collections.abc import Sequence

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ServicesDep
from app.api.filters import DEFAULT_LIMIT
from app.api.links import link
from app.api.lists import NumberedPage, list_response, read_page
from app.api.models import Entity, EntityList
from app.api.negotiation import served_as_json
from app.api.parameters_schema import ENTITY_PARAMETERS, MAX_NAME, declared, names
from app.api.params import Reader, check_parameters, one_of, read_ids, refuse
from app.api.responses import base_url, json_response
from app.api.shapes import entity_shape
from app.domain.annotations import ENTITY_TYPES, EntityType
from app.services import Services, entities

router = APIRouter(tags=["entities"])


@router.get(
    "/entities",
    response_model=EntityList,
    openapi_extra=declared(ENTITY_PARAMETERS),
    summary="Search and list entities",
)
async def list_entities(request: Request, services: ServicesDep) -> Response:
    """The entities of a type, or of a name that begins so: the most mentioned first."""
    reader = Reader(request.scope["query_string"], names(ENTITY_PARAMETERS), ("ids",))
    name = reader.one("q", _name, None)
    kind: EntityType | None = reader.one("type", one_of(ENTITY_TYPES), None)
    page = read_page(reader)
    ids = read_ids(reader, {"limit": str(DEFAULT_LIMIT), "page": "1"})
    reader.done()
    base = base_url(request)
    if ids is not None:
        return await to_thread.run_sync(_by_ids, services, ids, base)
    return await to_thread.run_sync(_page, services, (name, kind), page, base)


@router.get("/entities/{entity_id}", response_model=Entity, summary="One entity")
async def get_entity(request: Request, entity_id: str, services: ServicesDep) -> Response:
    """An entity by its id or its Wikidata id."""
    check_parameters(request.scope, ())
    ref = served_as_json(request, entity_id)
    counted = await to_thread.run_sync(entities.get, services, ref)
    return json_response(entity_shape(counted, base_url(request)))


def _page(services: Services, wanted: tuple[str | None, EntityType | None], page: NumberedPage, base: str) -> Response:
    name, kind = wanted
    total, rows = entities.find(services, name, kind, page.limit, page.offset)
    pairs = [pair for pair in (("q", name or ""), ("type", kind or "")) if pair[1]]
    data = [entity_shape(row, base) for row in rows]
    return list_response(data, {"total": total, "limit": page.limit}, page.links(base, "/entities", pairs, total))


def _by_ids(services: Services, ids: Sequence[str], base: str) -> Response:
    rows, missing = entities.read(services, ids)
    here = link(base, "/entities", [("ids", ",".join(ids))])
    meta = {"total": len(rows), "limit": len(ids), "missing": missing}
    return list_response([entity_shape(row, base) for row in rows], meta, {"self": here, "next": None})


def _name(value: str) -> str | None:
    if len(value) > MAX_NAME:
        refuse(f"it is at most {MAX_NAME} characters long.", "too-long", maximum=MAX_NAME)
    return " ".join(unicodedata.normalize("NFC", value).split()) or None
