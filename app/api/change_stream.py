"""`/changes/stream`: the same changes as Server-Sent Events (WHATWG HTML, 9.2), one event a change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.api.changes import change_shapes, read_page
from app.api.deps import NewsDep, ServicesDep, ViewDep
from app.api.parameters.change_parameters import (
    STREAM_PARAMETERS,
    ChangesRequest,
    read_changes_request,
    read_last_event,
)
from app.api.parameters.parameters_schema import declared
from app.api.shapes import View
from app.api.transport.negotiation import accepted, negotiate
from app.api.transport.news import News
from app.errors import ChangesExpiredError
from app.services import Services
from app.services.changes import ChangePage

MEDIA_TYPE = "text/event-stream"
PULSE = 15.0
"""Seconds after which a comment says that the connection is alive."""

_RETRY = b"retry: 3000\n\n"  # milliseconds until a client that was cut off comes back
_ALIVE = b": \n\n"
_EXPIRED = "expired"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # nginx passes events on at once

router = APIRouter(tags=["changes"])


@router.get(
    "/changes/stream",
    response_class=Response,
    responses={
        200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "Events."},
        204: {"description": "To who comes back from a place that is not kept: there is nothing more to come."},
    },
    openapi_extra=declared(STREAM_PARAMETERS),
    summary="What changes, as it happens",
)
async def list_changes_stream(request: Request, services: ServicesDep, view: ViewDep, news: NewsDep) -> Response:
    """Each change as an event `change` whose `id` is its `seq`; a client that comes back goes on behind the last one.

    A place that is not kept is told by an event `expired`, with the ways back; who comes back from it gets 204.
    """
    asked = read_changes_request(request.scope["query_string"], datetime.now(UTC).date(), stream=True)
    negotiate(accepted(request), (MEDIA_TYPE,))
    last = request.headers.get("last-event-id", "")
    if last == _EXPIRED:
        return Response(status_code=204)
    if last:
        asked = replace(asked, since=read_last_event(last))
    news.check()
    try:
        first = await to_thread.run_sync(read_page, services, asked, view, True)
    except ChangesExpiredError as error:
        return Response(_RETRY + _expired(error), headers=_HEADERS, media_type=MEDIA_TYPE)
    return StreamingResponse(_events(services, asked, first, view, news), headers=_HEADERS, media_type=MEDIA_TYPE)


async def _events(
    services: Services, asked: ChangesRequest, page: ChangePage, view: View, news: News
) -> AsyncIterator[bytes]:
    """All that changes from the first `page` on, until the client goes or the process ends."""
    yield _RETRY
    with news.place():
        while not news.ended:
            for shape in await to_thread.run_sync(change_shapes, services, asked, page.changes, view):
                yield _event("change", str(shape["seq"]), shape)
            if page.at_end and not await news.newer(page.next_since, PULSE):
                yield _ALIVE
            try:
                following = replace(asked, since=page.next_since)
                page = await to_thread.run_sync(read_page, services, following, view, True)
            except ChangesExpiredError as error:
                yield _expired(error)
                return


def _expired(error: ChangesExpiredError) -> bytes:
    return _event(_EXPIRED, _EXPIRED, {"detail": error.detail, **error.more})


def _event(name: str, number: str, data: dict[str, Any]) -> bytes:
    return b"id: %b\nevent: %b\ndata: %b\n\n" % (
        number.encode(),
        name.encode(),
        orjson.dumps(data, option=orjson.OPT_UTC_Z),
    )
