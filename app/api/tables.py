"""Tables as answers: CSV that a browser saves as a file."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response, StreamingResponse

from app.api.transport.negotiation import JSON
from app.api.transport.responses import pieces
from app.formats.csv import MEDIA_TYPE, write_table
from app.formats.tables import Table

AS_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}
"""How an operation declares that it is served as a table too."""


def told(example: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    """How an operation shows what it answers, and that it is served as a table too."""
    return {200: {"content": {**AS_CSV[200]["content"], JSON: {"example": example}}}}


def table_response(
    table: Table, objects: Iterable[Mapping[str, Any]], csv: str, name: str, headers: Mapping[str, str]
) -> Response:
    """The rows that `objects` make in `table`, streamed in the dialect `csv`, to be saved under `name`."""
    written = pieces(write_table(table, objects, csv=csv))
    return StreamingResponse(written, headers={**headers, **saved_as(name)}, media_type=MEDIA_TYPE)


def whole_table_response(
    table: Table, objects: Iterable[Mapping[str, Any]], csv: str, name: str, headers: Mapping[str, str]
) -> Response:
    """The same in one piece, so that it has an `ETag`."""
    written = b"".join(write_table(table, objects, csv=csv))
    return Response(written, headers={**headers, **saved_as(name)}, media_type=MEDIA_TYPE)


def saved_as(name: str, suffix: str = "csv") -> dict[str, str]:
    """The header that lets a browser save an answer as a file of this name (RFC 6266)."""
    return {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
