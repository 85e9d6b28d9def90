"""The description of the API: OpenAPI 3.1, as client generators want it."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app import __version__
from app.api.input_schemas import ARTICLE_ID, ARTICLE_INPUT, EXTRACT_INPUT
from app.api.parameters.parameters_schema import COMPONENT_PARAMETERS
from app.api.search import search_schema
from app.api.transport.problems import PROBLEM_TYPE

_DESCRIPTION = """\
Who is mentioned in an article, when it was published, next to whom, and where exactly in the text.

Reading is open; writing needs a key. Every error is a problem (RFC 9457) that names what is wrong. An unknown
parameter is an error. Offsets are Unicode code points, half-open, unless `offset_unit` says otherwise.
"""
_TAGS = [
    {"name": "articles", "description": "Search, list and read articles."},
    {"name": "entities", "description": "Who and what the articles mention."},
    {"name": "changes", "description": "Follow what changes."},
    {"name": "ingest", "description": "Put articles in and take them out; needs a key."},
    {"name": "extract", "description": "Annotate a text without storing it."},
    {"name": "system", "description": "How the service does."},
]
_PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "What went wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "The kind of problem, a URI reference."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, in a sentence."},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "errors": {
            "type": "array",
            "description": "All that is wrong, each with its place.",
            "items": {
                "type": "object",
                "required": ["reason"],
                "properties": {
                    "parameter": {"type": "string", "description": "The name of a parameter of the URL."},
                    "pointer": {"type": "string", "description": "A JSON Pointer (RFC 6901) into the body."},
                    "reason": {"type": "string"},
                    "did_you_mean": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
_REFUSED = {
    "type": "/problems/invalid-parameter",
    "title": "Invalid parameter",
    "status": 400,
    "detail": "Unknown parameter 'actors'.",
    "instance": "/articles",
    "errors": [{"parameter": "actors", "reason": "unknown", "did_you_mean": ["actor"]}],
}
_UNAVAILABLE = {
    "type": "/problems/index-unavailable",
    "title": "Index unavailable",
    "status": 503,
    "detail": "The index holds change 7 of 9; is the indexer running?",
    "instance": "/readyz",
}
_PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "article_id": {"schema": ARTICLE_ID, "description": "The id of an article."},
    "entity_id": {
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"},
        "description": "The id of an entity, or its Wikidata id.",
        "example": "eu",
    },
}
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def operation_id(route: APIRoute) -> str:
    """The id of an operation: the name of its function."""
    return route.name


def build_document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of `app`, without what FastAPI supposes of its own errors."""
    document = get_openapi(
        title="Attache",  # names the packages that generators make, in ASCII
        version=__version__,
        summary="The search API for annotated articles",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=_TAGS,
        routes=app.routes,
    )
    components = document.setdefault("components", {})
    if app.state.settings.reads == "key":
        document["security"] = [{"key": []}]
    components["parameters"] = COMPONENT_PARAMETERS
    components["responses"] = {
        "ClientProblem": _problem("What was sent is wrong.", _REFUSED),
        "ServerProblem": _problem("It cannot be answered now.", _UNAVAILABLE),
    }
    schemas = components.setdefault("schemas", {})
    schemas |= {"Problem": _PROBLEM, "ArticleInput": ARTICLE_INPUT, "ExtractInput": EXTRACT_INPUT}
    schemas["ArticleSearch"] = search_schema()
    for supposed in ("HTTPValidationError", "ValidationError"):
        schemas.pop(supposed, None)
    for path in document["paths"].values():
        for method in _METHODS & path.keys():
            _declare_problems(path[method]["responses"])
            _declare_path(path[method].get("parameters", ()))
    return document


def _declare_problems(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    responses["4XX"] = {"$ref": "#/components/responses/ClientProblem"}
    responses["5XX"] = {"$ref": "#/components/responses/ServerProblem"}


def _declare_path(parameters: Iterable[dict[str, Any]]) -> None:
    for parameter in parameters:
        if parameter.get("in") == "path":
            parameter.update(_PATH_PARAMETERS[parameter["name"]])


def _problem(description: str, example: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": schema, "example": example}}}
