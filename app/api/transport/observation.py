"""Every request is told from the others by an id, logged in a line, and measured."""

import logging
import re
from asyncio import sleep
from functools import lru_cache
from http import HTTPMethod
from random import Random
from time import perf_counter
from urllib.parse import quote

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import logs, metrics

_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_WENT_AWAY = 499  # no answer was sent; a number that proxies use too
_KNOWN_METHODS = frozenset(HTTPMethod)

_names = Random()  # noqa: S311  (ids are to be told apart, not to be secret)
_log = logging.getLogger("attache.requests")
_PLAIN = re.compile(r"[A-Za-z0-9._~/-]*")


def observe(app: ASGIApp) -> ASGIApp:
    """A request keeps the `X-Request-ID` it comes with, if that is sane, or is given one; its answer bears it too.

    The log says method, path, status, time and size: no query, which may tell what somebody looks for, and no header.
    """

    async def observed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        method, started = scope["method"], perf_counter()
        name = _request_id(scope)
        status, size, ended = _WENT_AWAY, 0, 0.0

        async def send_observed(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", name.encode())]
            size += len(message.get("body", b""))
            await send(message)

        metrics.IN_FLIGHT.inc()
        before = logs.request_id.set(name)
        try:
            await app(scope, receive, send_observed)
            ended = perf_counter()
            await sleep(0)  # the answer leaves: nobody waits for its line
        finally:
            metrics.IN_FLIGHT.dec()
            _record(scope, method, status, size, (ended or perf_counter()) - started)
            logs.request_id.reset(before)

    return observed


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and (sane := _SANE.fullmatch(value.decode("latin-1"))):
            return sane[0]
    return f"{_names.getrandbits(64):016x}"


def _route(scope: Scope) -> str:
    """The path as it was declared, so that there are only so many; `/v1` is counted with what it stands for."""
    if scope["path"].startswith("/static/"):
        return "/static"
    return getattr(scope.get("route"), "path", None) or "none"


@lru_cache(4_000)
def _figures(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    """What counts and what measures such requests; there are only so many."""
    labels = (route, method, str(status))
    return metrics.REQUESTS.labels(*labels), metrics.REQUEST_SECONDS.labels(*labels)


def _record(scope: Scope, method: str, status: int, size: int, seconds: float) -> None:
    counted, measured = _figures(_route(scope), method if method in _KNOWN_METHODS else "other", status)
    counted.inc()
    measured.observe(seconds)
    path, ms = scope["path"], round(1000 * seconds, 1)
    path = path if _PLAIN.fullmatch(path) else quote(path)
    logs.tell(_log, "request", method=method, path=path, status=status, bytes=size, ms=ms)
