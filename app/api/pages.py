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

from app import __version__
from app.api.deps import ServicesDep, SettingsDep, no_parameters, readers_only
from app.api.transport.negotiation import JSON, accepted, negotiate
from app.api.transport.responses import base_url, json_response
from app.services import Services

WEB = Path(__file__).parent.parent / "web"
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HTML = "text/html"
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
    app.mount("/static", StaticFiles(directory=WEB / "static"))


@router.get("/", dependencies=[Depends(readers_only)])
async def get_start(request: Request, services: ServicesDep) -> Response:
    """The start page; the same as JSON for those who prefer it."""
    facts = await to_thread.run_sync(_facts, services, base_url(request))
    if negotiate(accepted(request), (HTML, JSON)) == JSON:
        return json_response(facts)
    return page("the search API for annotated articles", _main(facts), part("start.html"))


@router.get("/docs")
async def get_docs() -> Response:
    """The API, to read and to try."""
    return _html(part("docs.html"))


@router.get("/llms.txt")
async def get_primer(request: Request) -> Response:
    """What an assistant needs to know to ask here (llmstxt.org)."""
    return Response(part("llms.txt", base=base_url(request)), media_type="text/plain")


@router.get("/robots.txt")
async def get_robots(settings: SettingsDep) -> Response:
    """What crawlers may fetch (RFC 9309): nothing, unless they are let in."""
    rule = "Disallow: /" if settings.robots == "refuse" else "Allow: /"
    return Response(f"User-agent: *\n{rule}\n", media_type="text/plain")


def page(title: str, main: str, heading: str | None = None, root: str = "") -> Response:
    """A page under `root`, the relative address of the start page; `title`, `main` and `heading` are HTML."""
    shown = heading or f'    <p><a href="{root}./">Attaché</a></p>\n    <h1>{title}</h1>'
    return _html(part("page.html", title=title, main=main, heading=shown, root=root, version=__version__))


def _html(html: str) -> Response:
    return Response(html, media_type=HTML, headers={"Content-Security-Policy": _POLICY})


def part(name: str, **parts: str) -> str:
    """A file of `app/web`, with `parts` where it names them."""
    return Template((WEB / name).read_text("utf-8")).substitute(parts)


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
    how_to_fill = "" if facts["articles"] else part("empty.html")
    return how_to_fill + _holdings(facts)


def _holdings(facts: dict[str, Any]) -> str:
    examples = "\n".join(
        f'      <li><a href="{escape(each["url"])}">{escape(each["label"])}</a></li>' for each in facts["examples"]
    )
    return part(
        "holdings.html",
        articles=f"{facts['articles']:,}",
        entities=f"{facts['entities']:,}",
        changed=_time(facts["last_change"]),
        examples=examples,
    )


def _time(at: datetime | None) -> str:
    return f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">{at:%d %B %Y, %H:%M} UTC</time>' if at else "none yet"
