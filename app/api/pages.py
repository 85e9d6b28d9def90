"""The start page and the documentation viewer, all of whose assets are served from here."""

from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Depends
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from app.api.deps import ServicesDep, SettingsDep, no_parameters, readers_only
from app.api.negotiation import JSON, accepted, negotiate
from app.api.responses import base_url, json_response
from app.services import Services

_FOLDER = Path(__file__).parent.parent / "web"
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HTML = "text/html"
_EXAMPLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Everything that mentions the European Union", "/articles", {"actor": "EU"}),
    ("NATO and Russia in one article", "/articles", {"actor": "NATO,Russland"}),
    ("Ukraine without NATO, in 2022", "/articles", {"actor": "Ukraine,-NATO", "date": "2022"}),
    ("The word Außenminister, in any of its spellings", "/articles", {"q": "Aussenminister"}),
    ("All articles about Russia as a spreadsheet", "/articles.csv", {"actor": "Russia"}),
)
_LINKS = {"docs": "docs", "openapi": "openapi.json", "articles": "articles", "entities": "entities", "status": "status"}

router = APIRouter(include_in_schema=False, dependencies=[Depends(no_parameters)])


def mount_assets(app: Starlette) -> None:
    """Serve the style, the icon and the viewer's script from `/static`."""
    app.mount("/static/swagger", StaticFiles(packages=[("fastapi_swagger", "resources")]))
    app.mount("/static", StaticFiles(directory=_FOLDER / "static"))


@router.get("/", dependencies=[Depends(readers_only)])
async def get_start(request: Request, services: ServicesDep) -> Response:
    """The start page; the same as JSON for those who prefer it."""
    facts = await to_thread.run_sync(_facts, services, base_url(request))
    if negotiate(accepted(request), (_HTML, JSON)) == JSON:
        return json_response(facts)
    return _page("index.html", main=_main(facts), version=request.app.version)


@router.get("/docs")
async def get_docs() -> Response:
    """The API, to read and to try."""
    return _page("docs.html")


@router.get("/robots.txt")
async def get_robots(settings: SettingsDep) -> Response:
    """What crawlers may fetch (RFC 9309): nothing, unless they are let in."""
    rule = "Disallow: /" if settings.robots == "refuse" else "Allow: /"
    return Response(f"User-agent: *\n{rule}\n", media_type="text/plain")


def _page(name: str, **parts: str) -> Response:
    html = Template((_FOLDER / name).read_text("utf-8")).substitute(parts)
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
    return Response(html, media_type=_HTML, headers=headers)


def _facts(services: Services, base: str) -> dict[str, Any]:
    store = services.store
    head = store.head()
    last = store.changes(head - 1, 1)
    return {
        "name": "Attaché",
        "articles": store.count(),
        "entities": store.entities(None, frozenset(), 1, 0)[0],
        "last_change": last[0].at if last else None,
        "links": {name: f"{base}/{path}" for name, path in _LINKS.items()},
        "examples": [{"label": label, "url": f"{base}{_url(path, query)}"} for label, path, query in _EXAMPLES],
    }


def _url(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query, safe=',')}"


def _main(facts: dict[str, Any]) -> str:
    how_to_fill = "" if facts["articles"] else (_FOLDER / "empty.html").read_text("utf-8")
    return how_to_fill + _holdings(facts)


def _holdings(facts: dict[str, Any]) -> str:
    template = Template((_FOLDER / "holdings.html").read_text("utf-8"))
    examples = "\n".join(
        f'      <li><a href="{escape(each["url"])}">{escape(each["label"])}</a></li>' for each in facts["examples"]
    )
    return template.substitute(
        articles=f"{facts['articles']:,}",
        entities=f"{facts['entities']:,}",
        changed=_time(facts["last_change"]),
        examples=examples,
    )


def _time(at: datetime | None) -> str:
    return f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{at:%d %B %Y, %H:%M} UTC</time>' if at else "none yet"
