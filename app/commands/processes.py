"""The processes: the API, the indexer, and what keeps both running."""

import os
import shutil
import socket
import sys
from typing import Annotated

import typer

from app import logs, supervisor
from app.errors import BusyError
from app.options import SERVED, STORED, with_settings
from app.settings import Settings, as_environment

_LAST_WORDS = 5  # seconds that requests have left when the API is told to end

Supervised = Annotated[bool, typer.Option("--supervised", hidden=True)]


@with_settings(*SERVED)
def serve(settings: Settings) -> None:
    """Run the API and the indexer, and start anew whichever ends."""
    _need_free_port(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)  # what cannot be mended by starting anew is said once
    os.environ.update(as_environment(settings))
    logs.configure(settings.log_format)
    address = f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
    own = [sys.executable, "-m", "app.cli"]
    code = supervisor.supervise(
        {"indexer": [*own, "indexer", "--supervised"], "api": [*own, "api", "--supervised"]},
        supervisor.announcer(f"{address}/readyz", lambda: print(f"Attaché answers at {address}", flush=True)),
    )
    raise typer.Exit(code)


def _need_free_port(settings: Settings) -> None:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise BusyError(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error


@with_settings(*SERVED)
def api(settings: Settings, supervised: Supervised = False) -> None:
    """Run the API alone."""
    import uvicorn

    from app.bootstrap import open_migrated_store

    logs.configure(settings.log_format)
    open_migrated_store(settings).close()
    os.environ.update(as_environment(settings))
    if settings.workers > 1:
        _share_metrics(settings)
    if supervised:
        supervisor.die_with_parent()
    uvicorn.run(
        "app.main:served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers if settings.workers > 1 else None,
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        http="app.api.transport.protocol:HttpProtocol",
        ws="none",
        timeout_graceful_shutdown=_LAST_WORDS,
    )


def _share_metrics(settings: Settings) -> None:
    """Name the folder in which the API's processes add up their figures: before any of them loads `app.metrics`."""
    folder = settings.data_dir / "metrics" / str(settings.port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


@with_settings(*STORED, "log_format")
def indexer(settings: Settings, supervised: Supervised = False) -> None:
    """Run the indexer alone: it brings what is stored into the index."""
    from app.indexer import run

    logs.configure(settings.log_format)
    if supervised:
        supervisor.die_with_parent()
    run(settings)
