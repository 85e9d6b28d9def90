"""The API as an ASGI application."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Timer

from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.telemetry import TelemetryConfig

from app import __version__, logs, metrics
from app.api import (
    articles,
    batch,
    change_stream,
    changes,
    entities,
    erasure,
    explain,
    exports,
    exposition,
    extract,
    facets,
    feeds,
    graphs,
    ingest,
    lines,
    neighbors,
    pages,
    problem_pages,
    search,
    similar,
    suggest,
    system,
    timeline,
)
from app.api.deps import readers_only
from app.api.ready import ReadyArticles
from app.api.shortcuts import ShortCuts
from app.api.transport import problems
from app.api.transport.answers import answer_again
from app.api.transport.middleware import answer_head, catch_errors, limit_body, public_headers, refuse_packed
from app.api.transport.news import News
from app.api.transport.observation import observe
from app.api.transport.openapi import operation_id
from app.api.transport.questions import ask_again
from app.api.transport.representations import represent
from app.api.transport.rounds import once_a_round
from app.bootstrap import close_services, open_services
from app.settings import Settings, read_settings

_ROUTERS = (
    batch.router,
    search.router,
    facets.router,
    timeline.router,
    articles.router,
    similar.router,
    explain.router,
    ingest.router,
    erasure.router,
    graphs.router,
    entities.router,
    lines.router,
    neighbors.router,
    suggest.router,
    changes.router,
    change_stream.router,
    feeds.router,
    exports.router,
    extract.router,
)
_NEW, _NEW_TIMES = 50_000, 20  # objects: some megabytes
_NOT_TRACED: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}  # `observe` measures and logs
_WARM_UP_AFTER = 2.0  # seconds: the first readers need not wait either


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; without `settings` they are read from the environment. The store is opened when it starts."""
    app = FastAPI(
        title="Attaché",
        version=__version__,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        lifespan=_lifespan,
        telemetry=_NOT_TRACED,
    )
    app.state.settings = settings or read_settings(os.environ)
    problems.install(app)
    _add_middleware(app, app.state.settings)
    _add_routes(app)
    return app


def served_app() -> FastAPI:
    """The application of a process of its own, which keeps a log."""
    settings = read_settings(os.environ)
    logs.configure(settings.log_format)
    app = create_app(settings)
    _collect_seldom()
    return app


def _collect_seldom() -> None:
    """What is loaded stays, and what a request makes ends with it: there is next to no garbage to look for."""
    gc.freeze()
    gc.set_threshold(_NEW, _NEW_TIMES, _NEW_TIMES)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[dict[str, News]]:
    metrics.forget_dead()
    observers = (metrics.EXTRACTION_SECONDS.observe, metrics.count_put)
    services = await to_thread.run_sync(open_services, app.state.settings, *observers)
    app.state.services = services
    app.state.version = once_a_round(services.store.version)
    app.state.ready = ReadyArticles(services.store, app.state.settings.article_cache)
    app.state.head_at_start = services.store.head()
    warm_up = Timer(_WARM_UP_AFTER, services.annotator.annotate, ("", ""))  # the first writer need not wait
    warm_up.start()
    try:
        yield {"news": News(services.store.head)}
    finally:
        warm_up.cancel()
        close_services(services)


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """The last one added is the outermost."""
    app.add_middleware(limit_body, max_body=settings.max_body)
    app.add_middleware(refuse_packed)
    app.add_middleware(ask_again)
    app.add_middleware(represent)
    app.add_middleware(answer_head)
    app.add_middleware(catch_errors)
    app.add_middleware(
        public_headers,
        cors_origins=settings.cors_origins,
        refuse_robots=settings.robots == "refuse",
        https=(settings.public_url or "").startswith("https:"),
    )
    app.add_middleware(answer_again, room=settings.answer_cache)
    app.add_middleware(observe)


def _add_routes(app: FastAPI) -> None:
    app.router.routes.append(ShortCuts(_ROUTERS, ("", "/v1")))
    for router in (pages.router, problem_pages.router, system.router, exposition.router):
        app.include_router(router)
    for prefix in ("", "/v1"):
        for router in _ROUTERS:
            app.include_router(
                router, prefix=prefix, include_in_schema=not prefix, dependencies=[Depends(readers_only)]
            )
    pages.mount_assets(app)
