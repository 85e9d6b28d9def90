"""The short way to the routes that are asked most: those that only read, and whose path has no parameter.

They are declared like all others. But a request finds them by its path alone, not by trying one route after the other,
and what they depend on is looked up here, not by way of a tree of dependencies: both cost more than a search.
"""

import re
from collections.abc import Iterable
from inspect import signature
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from app.api.deps import find_view

_GIVEN = frozenset({"request", "services", "view"})


class ShortCuts(BaseRoute):
    """Those routes of `routers`, below each of `prefixes`, that depend on nothing but services and view."""

    path_regex = re.compile("(?!)")  # its paths are those of routes that are declared elsewhere

    def __init__(self, routers: Iterable[APIRouter], prefixes: Iterable[str]) -> None:
        every = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
        short = {route.path: route for route in reversed(every) if _is_short(route)}
        self._routes = {f"{prefix}{path}": route for prefix in prefixes for path, route in short.items()}
        self._needs = {path: signature(route.endpoint).parameters.keys() for path, route in self._routes.items()}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """See Starlette."""
        reads = scope["type"] == "http" and scope["method"] == "GET" and not scope.get("root_path")
        route = self._routes.get(scope["path"]) if reads else None
        return (Match.FULL, {"route": route, "path_params": {}}) if route else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See Starlette; raises `UnauthorizedError` for who may not read, and what the route raises."""
        request = Request(scope, receive, send)
        view = await find_view(request)
        given: dict[str, Any] = {"request": request, "services": request.app.state.services, "view": view}
        needs = self._needs[scope["path"]]
        response: Response = await scope["route"].endpoint(**{name: given[name] for name in needs})
        await response(scope, receive, send)


def _is_short(route: APIRoute) -> bool:
    alone = not route.dependencies and signature(route.endpoint).parameters.keys() <= _GIVEN
    return alone and route.methods == {"GET"} and "{" not in route.path
