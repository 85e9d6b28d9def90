"""Every error as a problem (RFC 9457): the one place that knows which status and title an error code has."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from app.errors import MAX_FLAWS, AppError, Flaw, InvalidBodyError, InvalidParameterError

PROBLEM_TYPE = "application/problem+json"
_LONGEST = 1_500  # characters

PROBLEMS: Mapping[str, tuple[int, str]] = {
    "bad-request": (400, "Not a request that can be understood"),
    "invalid-parameter": (400, "Invalid parameter"),
    "cursor-invalid": (400, "Invalid cursor"),
    "query-too-costly": (400, "The query costs too much"),
    "unauthorized": (401, "A key is needed"),
    "forbidden": (403, "The key may not do this"),
    "not-found": (404, "Not found"),
    "method-not-allowed": (405, "Method not allowed"),
    "not-acceptable": (406, "No acceptable format"),
    "request-timeout": (408, "The request came too slowly"),
    "changes-expired": (410, "The change is not kept"),
    "gone": (410, "Gone"),
    "payload-too-large": (413, "Payload too large"),
    "unsupported-media-type": (415, "Unsupported media type"),
    "invalid-body": (422, "Invalid body"),
    "head-too-large": (431, "The head of the request is too large"),
    "internal": (500, "Internal error"),
    "busy": (503, "Busy"),
    "incompatible-store": (503, "Written by a newer version"),
    "index-unavailable": (503, "Index unavailable"),
    "storage-full": (507, "Storage full"),
}

_HEADERS: Mapping[str, Mapping[str, str]] = {
    "unauthorized": {"WWW-Authenticate": 'Bearer realm="Attache"'},
    "busy": {"Retry-After": "1"},
    "index-unavailable": {"Retry-After": "1"},
}


def problem(code: str, detail: str, instance: str | None, **more: Any) -> dict[str, Any]:
    """The JSON object of a problem; `instance` is the path that was asked for."""
    status, title = PROBLEMS[code]
    known = {"type": f"/problems/{code}", "title": title, "status": status, "detail": detail}
    place = {} if instance is None else {"instance": quote(_shown(instance))}
    told: dict[str, Any] = _shown({**known, **place, **more})
    return told


def _shown(value: Any) -> Any:
    """The same, no string of it longer than it takes to know it again: an error is never larger than its cause."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return {name: _shown(each) for name, each in value.items()} if isinstance(value, dict) else value


def problem_body(code: str, detail: str, instance: str | None) -> bytes:
    """The JSON of a problem."""
    return orjson.dumps(problem(code, detail, instance))


def error_problem(error: AppError, instance: str) -> dict[str, Any]:
    """The JSON object of the problem that an error is."""
    return problem(error.code, error.detail, instance, **_errors(error.flaws), **error.more)


def _errors(flaws: Sequence[Flaw]) -> dict[str, Any]:
    return {"errors": [flaw.as_dict() for flaw in flaws[:MAX_FLAWS]]} if flaws else {}


def problem_response(
    scope: Scope,
    code: str,
    detail: str,
    flaws: Sequence[Flaw] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The answer that tells a problem of the request in `scope`."""
    body = orjson.dumps(problem(code, detail, scope["path"], **_errors(flaws), **more))
    return Response(body, PROBLEMS[code][0], {**_HEADERS.get(code, {}), **(headers or {})}, PROBLEM_TYPE)


def install(app: FastAPI) -> None:
    """Have `app` answer every error that it knows as a problem."""
    app.exception_handler(AppError)(_app_error)
    app.exception_handler(HTTPException)(_http_error)
    app.exception_handler(RequestValidationError)(_validation_error)


async def _app_error(request: Request, error: AppError) -> Response:
    return problem_response(request.scope, error.code, error.detail, error.flaws, **error.more)


async def _http_error(request: Request, error: HTTPException) -> Response:
    """What the framework itself raises: no such path, or not with this method; a plain OPTIONS is answered here."""
    path, method = request.scope["path"], request.method
    if error.status_code == 405:
        allow = {"Allow": ", ".join(allowed_methods(request))}
        if method == "OPTIONS":
            return Response(status_code=204, headers=allow)
        return problem_response(request.scope, "method-not-allowed", f"{method} is not for {path!r}.", headers=allow)
    if error.status_code == 404:
        return problem_response(request.scope, "not-found", f"There is nothing at {path!r}; see /docs.")
    return problem_response(request.scope, "bad-request", str(error.detail))


def allowed_methods(request: Request) -> list[str]:
    """The methods that the path of `request` knows, over all its routes (RFC 9110, `Allow`).

    A path that has a route of its own is not also taken for an id.
    """
    scope = request.scope
    path = scope["path"].removeprefix(scope.get("app_root_path", scope.get("root_path", "")))
    matching = [route for route in iter_route_contexts(request.app.routes) if route.path_regex.match(path)]
    own = [route for route in matching if route.path == path]
    found = {"OPTIONS"}.union(*(route.methods or {"GET"} for route in own or matching))
    return sorted(found | {"HEAD"} if "GET" in found else found)


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    flaws = [_flaw(each["loc"], each["msg"]) for each in error.errors()]
    in_body = any(flaw.pointer is not None for flaw in flaws)
    detail = "; ".join(f"{flaw.pointer or flaw.parameter}: {flaw.more['detail']}" for flaw in flaws)
    return await _app_error(request, (InvalidBodyError if in_body else InvalidParameterError)(detail, *flaws))


def _flaw(place: Sequence[str | int], message: str) -> Flaw:
    if place[0] == "body":
        return Flaw("invalid", pointer="".join(f"/{part}" for part in place[1:]), more={"detail": message})
    return Flaw("invalid", parameter=str(place[-1]), more={"detail": message})
