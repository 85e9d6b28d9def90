"""Many articles in one request: NDJSON in, a line of NDJSON out for each line, both streamed in constant memory."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import orjson
from anyio import to_thread
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.deps import ServicesDep, SettingsDep, WriterDep, no_parameters
from app.api.transport.bodies import media_type
from app.api.transport.problems import error_problem, problem, problem_response
from app.domain.inputs import parse_input
from app.domain.strict_json import parse_json
from app.errors import AppError, PayloadTooLargeError
from app.services.ingest import Run

PATH = "/articles/batch"
_NDJSON = "application/x-ndjson"
_LINES = {
    "description": "An article a line, as `POST /articles` takes it. Empty lines are passed over.",
    "example": '{"id": "example-1", "text": "Die Nato und die EU beraten."}\n{"text": "Auch Polen ist dabei."}\n',
}
_RESULTS = {
    "description": "A line for each line, in order, sent as it is done.",
    "content": {
        _NDJSON: {
            "example": '{"line": 1, "id": "example-1", "status": "created", "seq": 1, "problem": null}\n'
            '{"line": 2, "id": null, "status": "error", "seq": null, "problem": {"type": "/problems/invalid-body"}}\n'
        }
    },
}
_BODY = {"requestBody": {"required": True, "content": {_NDJSON: {"schema": _LINES}}}}
_ELSE = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
_ALLOW = {"Allow": "OPTIONS, POST"}

_log = logging.getLogger(__name__)
router = APIRouter(tags=["ingest"], dependencies=[Depends(no_parameters)])


class _Results(StreamingResponse):
    """Lines that are sent while the request is still being read; Starlette's own stream would read from it too."""

    media_type = _NDJSON

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)


@router.post(PATH, responses={200: _RESULTS}, response_class=_Results, summary="Store articles", openapi_extra=_BODY)
async def post_articles_batch(request: Request, services: ServicesDep, settings: SettingsDep, _: WriterDep) -> Response:
    """Store an article a line; a bad line never stops the rest. The answer is always 200: each line has its status.

    `status` is `created`, `updated`, `unchanged` or `error`; `problem` is then what a single article would answer
    (RFC 9457). An id that stands twice is an error the second time. There may be any number of lines, each as large as
    a body may be. Results come while lines are still sent: read them meanwhile, or send few thousand at a time.
    """
    media_type(request.headers, (_NDJSON,))
    return _Results(_results(request, Run(services), settings.max_body))


@router.api_route(PATH, methods=_ELSE, include_in_schema=False)
async def refuse_batch(request: Request) -> Response:
    """What would else be taken for an article with this name."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_ALLOW)
    detail = f"{request.method} is not for {request.scope['path']!r}."
    return problem_response(request.scope, "method-not-allowed", detail, headers=_ALLOW)


async def _results(request: Request, run: Run, max_bytes: int) -> AsyncIterator[bytes]:
    number = 0
    async for line in _lines(request, max_bytes):
        number += 1
        if line.strip():
            result = await to_thread.run_sync(_store, run, line, number, max_bytes, request.scope["path"])
            yield orjson.dumps({"line": number, **result}, option=orjson.OPT_APPEND_NEWLINE)


async def _lines(request: Request, max_bytes: int) -> AsyncIterator[bytes]:
    """The lines of a body; of one that is too large, no more than its first `max_bytes` and one."""
    begun = bytearray()
    async for piece in request.stream():
        *ended, rest = piece.split(b"\n")
        for part in ended:
            begun += part[: max_bytes + 1 - len(begun)]
            yield bytes(begun)
            begun.clear()
        begun += rest[: max_bytes + 1 - len(begun)]
    yield bytes(begun)


def _store(run: Run, line: bytes, number: int, max_bytes: int, path: str) -> dict[str, Any]:
    """What became of a line; whatever happens to it, the next one follows."""
    name = None
    try:
        if len(line) > max_bytes:
            raise PayloadTooLargeError(f"At most {max_bytes} bytes a line are taken.", maximum=max_bytes)
        article = parse_input(parse_json(line))
        name = article.id or article.derived_id
        put = run.put(article, name, f"line {number}")
    except AppError as error:
        return _failed(name, error_problem(error, path))
    except Exception:
        _log.exception("line %d of %s failed", number, path)
        return _failed(name, problem("internal", "Something went wrong here; the log says what.", path))
    return {"id": name, "status": put.status, "seq": put.seq, "problem": None}


def _failed(name: str | None, what: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "status": "error", "seq": None, "problem": what}
