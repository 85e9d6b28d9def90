"""How the service does: alive, ready, which versions; and the description of its API."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app import __version__
from app.api.deps import ServicesDep, no_parameters, readers_only
from app.api.transport.freshness import behind
from app.api.transport.openapi import build_document
from app.api.transport.responses import json_response
from app.api.transport.versions import Versions, find_versions
from app.services import Services


class Health(BaseModel):
    """`status` is `ok`."""

    status: str


class Readiness(BaseModel):
    """`applied` is the `seq` of the last change that the index holds."""

    status: str
    applied: int


class StatusVersions(Versions):
    """`attache` is the version of the program."""

    attache: str


class Status(BaseModel):
    """Counts; `seq` is the newest change, `lag` how far `applied` is behind it."""

    versions: StatusVersions
    articles: int
    indexed: int
    entities: int
    seq: int
    applied: int
    lag: int


router = APIRouter(tags=["system"], dependencies=[Depends(no_parameters)])


@router.get("/healthz", response_model=Health, summary="Is the process alive?")
async def get_health() -> Response:
    """Answers 200 as long as the process answers at all."""
    return json_response({"status": "ok"}, headers={"Cache-Control": "no-store"})


@router.get("/readyz", response_model=Readiness, summary="May requests be sent here?")
async def get_readiness(services: ServicesDep, request: Request) -> Response:
    """Answers 200 when the index holds all that was logged when the process started, else 503."""
    wanted: int = request.app.state.head_at_start
    applied = services.index.applied()
    if applied < wanted:
        raise behind(applied, wanted)
    return json_response({"status": "ready", "applied": applied}, headers={"Cache-Control": "no-store"})


@router.get(
    "/status",
    response_model=Status,
    dependencies=[Depends(readers_only)],
    summary="Versions, counts and the lag of the index",
)
async def get_status(services: ServicesDep) -> Response:
    """What runs here, how much it holds, and how many changes the index is behind the store."""
    return json_response(await to_thread.run_sync(_status, services), headers={"Cache-Control": "no-store"})


def _status(services: Services) -> dict[str, Any]:
    head, applied = services.store.head(), services.index.applied()
    entities, _ = services.store.entities(None, frozenset(), 1, 0)
    return {
        "versions": {**find_versions(services), "attache": __version__},
        "articles": services.store.count(),
        "indexed": services.index.count(),
        "entities": entities,
        "seq": head,
        "applied": applied,
        "lag": max(0, head - applied),
    }


@router.get("/openapi.json", include_in_schema=False)
async def get_document(request: Request) -> Response:
    """The description of this API."""
    app: FastAPI = request.app
    app.openapi_schema = app.openapi_schema or build_document(app)
    return json_response(app.openapi_schema)
