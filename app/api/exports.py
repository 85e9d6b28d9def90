"""`/exports`: snapshots of all articles."""

from datetime import datetime

from anyio import to_thread
from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import SettingsDep, no_parameters
from app.api.transport.links import link
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import base_url, json_response
from app.api.transport.versions import Versions
from app.services.snapshots import find_latest

router = APIRouter(tags=["changes"], dependencies=[Depends(no_parameters)])


class SnapshotFile(BaseModel):
    """A file of a snapshot; `rows` are its articles."""

    name: str
    media_type: str
    rows: int
    bytes: int
    sha256: str


class SnapshotLinks(BaseModel):
    """All articles as they are now, and what changed since the snapshot."""

    articles: str
    changes: str


class Snapshot(BaseModel):
    """A snapshot: the folder `name` holds `files` of the state `seq`."""

    name: str
    seq: int
    created_at: datetime
    versions: Versions
    files: list[SnapshotFile]
    links: SnapshotLinks


@router.get("/exports/latest", response_model=Snapshot, summary="The newest snapshot")
async def get_latest_export(request: Request, settings: SettingsDep) -> Response:
    """The manifest of the newest snapshot that `attache export --format snapshot` made; 404 before the first."""
    negotiate(accepted(request), (JSON,))
    manifest = await to_thread.run_sync(find_latest, settings.snapshots)
    base = base_url(request)
    links = {
        "articles": link(base, "/articles.ndjson", [("include", "mentions,text"), ("trailer", "true")]),
        "changes": link(base, "/changes", [("since", str(manifest["seq"]))]),
    }
    return json_response({**manifest, "links": links})
