"""Articles in and out over HTTP; needs a key with the scope `write`."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Depends
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ServicesDep, ViewDep, WriterDep, no_parameters
from app.api.input_schemas import ARTICLE_BODY
from app.api.models import Article
from app.api.shapes import View, article_shape
from app.api.transport.bodies import read_article
from app.api.transport.responses import json_response
from app.domain.articles import Article as Stored
from app.domain.articles import Put
from app.domain.inputs import check_id, parse_input
from app.errors import Flaw, InvalidBodyError, InvalidParameterError
from app.services import Services
from app.services import ingest as verbs


class StoredArticle(Article):
    """An article that was sent, and what became of it: created, updated or unchanged, and at which change."""

    status: str
    seq: int


router = APIRouter(tags=["ingest"], dependencies=[Depends(no_parameters)])
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": StoredArticle, "description": "Updated, or unchanged."},
    201: {"model": StoredArticle, "description": "Created; `Location` says where."},
}


@router.post("/articles", responses=_ANSWERS, summary="Store an article", openapi_extra=ARTICLE_BODY)
async def post_article(request: Request, services: ServicesDep, view: ViewDep, _: WriterDep) -> Response:
    """Store an article under its own id, or under one made of its text. The same again changes nothing.

    Plain text is the text; of an HTML page the article is taken, with title, date, author and source as it has them.
    """
    return await _store(request, services, view, None)


@router.put(
    "/articles/{article_id}",
    responses=_ANSWERS,
    summary="Store an article by its id",
    openapi_extra=ARTICLE_BODY,
)
async def put_article(
    article_id: str, request: Request, services: ServicesDep, view: ViewDep, _: WriterDep
) -> Response:
    """Store an article under this id; an `id` in the body must be the same."""
    return await _store(request, services, view, _checked(article_id))


async def _store(request: Request, services: Services, view: View, name: str | None) -> Response:
    put, article = await to_thread.run_sync(_put, services, request.headers, await request.body(), name)
    shape = article_shape(article, view)
    answer = {**shape, "status": put.status, "seq": put.seq}
    if put.status == "created":
        return json_response(answer, status=201, headers={"Location": shape["links"]["self"]})
    return json_response(answer)


def _put(services: Services, headers: Headers, raw: bytes, name: str | None) -> tuple[Put, Stored]:
    article = parse_input(read_article(headers, raw))
    if name is not None and article.id not in (None, name):
        flaw = Flaw("conflict", pointer="/id", more={"expected": [name]})
        raise InvalidBodyError(f"The body says it is {article.id!r}, the path says {name!r}.", flaw)
    return verbs.put_article(services, article, name)


def _checked(name: str) -> str:
    try:
        return check_id(name)
    except ValueError as error:
        flaw = Flaw("invalid", parameter="article_id", more={"value": name[:200]})
        raise InvalidParameterError(f"This cannot be the id of an article: {error}.", flaw) from error
