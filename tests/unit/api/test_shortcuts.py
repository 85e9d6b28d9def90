"""The short way leads to the routes that are declared, and to no others."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from app.api import articles, entities, ingest
from app.api.shortcuts import ShortCuts

ROUTERS = (articles.router, ingest.router, entities.router)


def scope(path: str, method: str = "GET", **more: str) -> dict[str, str]:
    return {"type": "http", "method": method, "path": path, **more}


def test_reading_routes_without_parameters_have_a_short_way() -> None:
    cuts = ShortCuts(ROUTERS, ("", "/v1"))
    for path in ("/articles", "/v1/articles", "/articles.csv", "/entities"):
        match, found = cuts.matches(scope(path))
        assert (match.name, found["route"].path) == ("FULL", path.removeprefix("/v1"))


def test_all_others_go_the_long_way() -> None:
    cuts = ShortCuts(ROUTERS, ("",))
    for other in (
        scope("/articles/a"),
        scope("/articles/{article_id}"),
        scope("/v1/articles"),
        scope("/articles", "POST"),
        scope("/articles", root_path="/api"),
        {"type": "websocket", "path": "/articles"},
    ):
        assert cuts.matches(other)[0].name == "NONE"


def test_what_depends_on_more_goes_the_long_way() -> None:
    router = APIRouter()

    @router.get("/alone")
    async def alone(request: Request) -> Response:
        return Response()

    @router.get("/guarded", dependencies=[Depends(alone)])
    async def guarded(request: Request) -> Response:
        return Response()

    @router.get("/asking")
    async def asking(request: Request, other: Annotated[Response, Depends(alone)]) -> Response:
        return other

    FastAPI().include_router(router)
    assert list(ShortCuts([router], [""])._routes) == ["/alone"]
