"""`/suggest`: entities, sources and words that begin as one types."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ServicesDep
from app.api.lists import list_response
from app.api.models import Links, Meta
from app.api.parameters.parameters_schema import MAX_SUGGESTIONS, SUGGEST_PARAMETERS, declared, names
from app.api.parameters.params import Reader, boolean, integer, read_name
from app.api.transport.links import link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import base_url
from app.services.actors import actor_value
from app.services.suggestions import Suggestion, suggest

DEFAULT_SUGGESTIONS = 10
_PARAMETERS = {"entity": "actor", "source": "source", "word": "q"}

router = APIRouter(tags=["entities"])


class Suggested(BaseModel):
    """An entity, a source or a word; `params` are those of `/articles` that select its articles."""

    kind: str = Field(description="entity, source or word")
    id: str
    label: str
    type: str | None = Field(description="the type of an entity; null for others")
    hint: str | None = Field(description="the name that begins so, where that is not the label")
    articles: int
    params: dict[str, str]


class SuggestionList(BaseModel):
    """What begins so: what is called exactly that first, then what most articles have; words last."""

    data: list[Suggested]
    meta: Meta
    links: Links


@router.get(
    "/suggest",
    response_model=SuggestionList,
    openapi_extra=declared(SUGGEST_PARAMETERS),
    summary="Entities, sources and words that begin so",
)
async def list_suggestions(request: Request, services: ServicesDep) -> Response:
    """Entities of which any name begins with `q`, sources, and words of the articles; nothing without `q`."""
    reader = Reader(request.scope["query_string"], names(SUGGEST_PARAMETERS))
    q = reader.one("q", read_name, None)
    unverified = reader.one("unverified", boolean, False)
    limit = reader.one("limit", integer(1, MAX_SUGGESTIONS), DEFAULT_SUGGESTIONS)
    reader.done()
    negotiate(accepted(request), (JSON,))
    total, found = await to_thread.run_sync(suggest, services, q or "", unverified, limit)
    pairs = [("q", q or ""), ("unverified", "true" if unverified else "")]
    pairs += [("limit", str(limit))] if limit != DEFAULT_SUGGESTIONS else []
    here = link(base_url(request), "/suggest", [pair for pair in pairs if pair[1]])
    data = [_shape(each) for each in found]
    return list_response(data, {"total": total, "limit": limit}, {"self": here, "next": None})


def _shape(suggestion: Suggestion) -> dict[str, Any]:
    value = actor_value(suggestion.id, suggestion.type) if suggestion.type else suggestion.id
    return {**suggestion.model_dump(exclude={"exact"}), "params": {_PARAMETERS[suggestion.kind]: value}}
