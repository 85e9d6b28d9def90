"""`/metrics`: what is measured, in Prometheus' text format."""

from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, Depends
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from app import metrics
from app.api.deps import ServicesDep, SettingsDep, no_parameters, readers_only
from app.services import Services

router = APIRouter(include_in_schema=False, dependencies=[Depends(no_parameters), Depends(readers_only)])


@router.get("/metrics")
async def get_metrics(services: ServicesDep, settings: SettingsDep) -> Response:
    """All figures of all API processes, and how the store and the index stand."""
    text = await to_thread.run_sync(_expose, services, settings.index_dir)
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _expose(services: Services, index: Path) -> bytes:
    lag = max(0, services.store.head() - services.index.applied())
    return metrics.exposition(
        {
            "attache_articles": ("Articles in the store.", services.store.count()),
            "attache_indexed_articles": ("Articles in the index.", services.index.count()),
            "attache_index_lag": ("Changes that the index is behind the store.", lag),
            "attache_index_bytes": ("Size of the index on the disk.", _size(index)),
        }
    )


def _size(folder: Path) -> int:
    """The bytes of all files below `folder`; one that goes away meanwhile counts nothing."""
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return size
