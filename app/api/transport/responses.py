"""Answers: bytes with their media type, and the address that links start with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.settings import Settings

_PIECE = 256 * 1024  # a smaller one takes longer to hand over than to write
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def json_response(content: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`content` as `application/json`; models are not taken, only what JSON knows, dates and times."""
    return Response(orjson.dumps(content, option=orjson.OPT_UTC_Z), status, headers, "application/json")


def http_date(at: datetime) -> str:
    """An instant as HTTP writes it (RFC 9110, 5.6.7)."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def base_url(request: Request) -> str:
    """The address that links start with, without a slash at its end: the public URL, else the request's own."""
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host, port = request.scope.get("server") or ("localhost", None)
    named = request.headers.get("host", "")
    authority = named if _HOST.fullmatch(named) else f"{host}:{port}" if port else host
    return f"{request.url.scheme}://{authority}{request.scope.get('root_path', '').rstrip('/')}"


def pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth sending."""
    piece = bytearray()
    for chunk in chunks:
        piece += chunk
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)
