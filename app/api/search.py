"""`POST /articles/search`: the filters of a URL as JSON, for questions that are too long for one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.api.article_pages import list_answer
from app.api.deps import ServicesDep, ViewDep
from app.api.input_schemas import json_body
from app.api.models import ArticleList
from app.api.parameters.filters import read_article_request
from app.api.parameters.parameters_schema import COMPONENT_PARAMETERS, SEARCH_PARAMETERS
from app.api.parameters.params import check_parameters, did_you_mean, refuse, unquoted
from app.api.transport.bodies import media_type
from app.api.transport.freshness import wait_for_index
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.domain.actors import MAX_ATOMS
from app.domain.inputs import json_pointer
from app.domain.strict_json import parse_json
from app.errors import Flaw, InvalidBodyError, InvalidParameterError

_SCHEMAS = {COMPONENT_PARAMETERS[name]["name"]: COMPONENT_PARAMETERS[name]["schema"] for name in SEARCH_PARAMETERS}
_KINDS: dict[str, type | tuple[type, ...]] = {"string": str, "boolean": bool, "integer": (int, float)}


def search_schema() -> dict[str, Any]:
    """The JSON Schema of the body: the parameters of `/articles` by name; of several in `actor` all must hold."""
    described = {COMPONENT_PARAMETERS[name]["name"]: COMPONENT_PARAMETERS[name] for name in SEARCH_PARAMETERS}
    properties = {name: {**each["schema"], "description": each["description"]} for name, each in described.items()}
    actor = _SCHEMAS["actor"]
    several = {"type": "array", "items": actor, "minItems": 1, "maxItems": MAX_ATOMS}
    properties["actor"] = {"anyOf": [actor, several], "description": described["actor"]["description"]}
    return {
        "title": "ArticleSearch",
        "description": "The filters and pages of `/articles`, each named as in the URL; lists are arrays.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "examples": [{"actor": "EU,NATO", "date": "2016", "language": ["de"], "limit": 5}],
    }


router = APIRouter(tags=["articles"])


@router.post(
    "/articles/search",
    response_model=ArticleList,
    openapi_extra=json_body("ArticleSearch"),
    summary="Search articles with a body",
)
async def search_articles(request: Request, services: ServicesDep, view: ViewDep) -> Response:
    """What `GET /articles` answers to the same filters, with the links that ask for it there."""
    check_parameters(request.scope, ())
    media_type(request.headers, (JSON,))
    negotiate(accepted(request), (JSON,))
    raw = _query_string(parse_json(await request.body()))
    with _told_by_pointer():
        asked = read_article_request(raw, datetime.now(UTC).date())
        await wait_for_index(services, asked)
        return await to_thread.run_sync(list_answer, services, asked, view, request.app.state.ready)


@contextmanager
def _told_by_pointer() -> Iterator[None]:
    """Tell what is wrong with a parameter as what is wrong with the member of the body that has its name."""
    try:
        yield
    except InvalidParameterError as error:
        raise InvalidBodyError(error.detail, *map(_pointed, error.flaws)) from error


def _pointed(flaw: Flaw) -> Flaw:
    return replace(flaw, parameter=None, pointer=json_pointer([flaw.parameter]) if flaw.parameter else "")


def _query_string(body: object) -> bytes:
    """The query string that asks the same; raises `InvalidBodyError` with all that it cannot say."""
    if not isinstance(body, dict):
        raise InvalidBodyError(
            "The filters are a JSON object.", Flaw("type", pointer="", more={"expected": ["object"]})
        )
    pairs: list[tuple[str, str]] = []
    flaws: list[tuple[str, Flaw]] = []
    for name, value in body.items():
        try:
            pairs += [(name, each) for each in _written(name, value)]
        except InvalidParameterError as error:
            found = replace(error.flaws[0], pointer=json_pointer([name]))
            flaws.append((f"{found.pointer}: {error.detail}", found))
    if flaws:
        raise InvalidBodyError(" ".join(detail for detail, _ in flaws), *(flaw for _, flaw in flaws))
    return urlencode(pairs).encode()


def _written(name: str, value: Any) -> list[str]:
    """The values of a parameter, as a URL has them."""
    schema = _SCHEMAS.get(name)
    if schema is None:
        refuse("There is no such filter.", "unknown", **did_you_mean(name, _SCHEMAS))
    if name == "actor" and isinstance(value, list):
        return [_scalar(each, schema) for each in _filled(value)]
    if schema["type"] != "array":
        return [_scalar(value, schema)]
    return [",".join(_member(each, schema["items"]) for each in _filled(value))]


def _filled(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        refuse("It is an array that is not empty.", "type", expected=["array"])
    return value


def _member(value: Any, schema: dict[str, Any]) -> str:
    text = _scalar(value, schema)
    alone = "," not in text or unquoted(text.removeprefix("-")) is not None
    if text != text.strip() or not alone or not re.search(schema.get("pattern", ""), text):
        refuse("A member of the list is not as it should be.", expected=schema.get("enum", [schema.get("pattern")]))
    return text


def _scalar(value: Any, schema: dict[str, Any]) -> str:
    kind: str = schema["type"]
    fits = isinstance(value, _KINDS[kind]) and isinstance(value, bool) == (kind == "boolean")
    if not fits or (isinstance(value, float) and not value.is_integer()):
        refuse(f"It is a JSON {kind}.", "type", expected=[kind])
    if kind != "string":
        return str(int(value)) if kind == "integer" else str(value).lower()
    text = str(value)
    if text.encode(errors="replace").decode() != text:
        refuse("It holds a lone surrogate, which is no character.", "encoding")
    return text
