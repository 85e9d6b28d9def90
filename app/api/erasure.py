"""Articles out over HTTP: deleted, or erased for good."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ServicesDep, WriterDep, require
from app.api.parameters.parameters_schema import declared, names
from app.api.parameters.params import Reader, boolean
from app.api.transport.responses import json_response
from app.services import Services, erasure, ingest


class DeletedArticle(BaseModel):
    """Which article is gone, and at which change."""

    id: str
    seq: int
    copies: list[str] | None = Field(None, description="of a purge: other articles that hold the same text")


_PARAMETERS = ("purge",)

router = APIRouter(tags=["ingest"])


@router.delete(
    "/articles/{article_id}",
    response_model=DeletedArticle,
    openapi_extra=declared(_PARAMETERS),
    summary="Delete an article",
)
async def delete_article(request: Request, article_id: str, services: ServicesDep, key: WriterDep) -> Response:
    """Delete an article; from then on it answers 410.

    With `purge=true`, which takes a key with the scope `admin`, nothing of its words stays, and one that was deleted
    before is erased too; the index follows, as `/status` tells.
    """
    reader = Reader(request.scope["query_string"], names(_PARAMETERS))
    purge = reader.one("purge", boolean, False)
    reader.done()
    if purge:
        require(key, "admin")
    return json_response(await to_thread.run_sync(partial(_purge if purge else _delete, services, article_id)))


def _delete(services: Services, name: str) -> dict[str, object]:
    return {"id": name, "seq": ingest.delete_article(services, name)}


def _purge(services: Services, name: str) -> dict[str, object]:
    return {"id": name, **erasure.purge_article(services, name).model_dump()}
